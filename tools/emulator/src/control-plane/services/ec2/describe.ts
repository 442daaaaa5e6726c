import { ApiError } from '../../api-error';
import type { ApiCall, ApiResult, Operation } from '../../operation';
import { pageOf } from '../../pages';
import { filtersOf, type Filters } from './filters';
import { noSuchId, type IdKind } from './resource-ids';

/** A Describe operation of EC2: all of them have filters, ids and pages in the same way. */
export interface Description {
  readonly name: string;
  /** The member of the answer that has the resources. */
  readonly set: string;
  readonly ids: IdKind & {
    /** The member of a resource that has its id. */
    readonly member: string;
  };
  readonly filters: Filters;
  /** Filters that EC2 has too and that are refused here; one that ends in a colon stands for all that begin like it. */
  readonly untoldFilters?: readonly string[];
  /** How many a page may have; without MaxResults there is one page with everything. */
  readonly pages: {
    readonly least: number;
    readonly most: number;
    /** More than the most is as many as the most, and no error. */
    readonly isCapped?: true;
    /** Whether ids and MaxResults exclude each other. */
    readonly isWithoutIds?: true;
  };
  /** Parameters that change nothing here. */
  readonly more?: readonly string[];
  /** Those of the caller's account, in the Region of the call. */
  readonly resources: (call: ApiCall) => readonly ApiResult[];
}

/** Makes the operation of a description. */
export function describe(description: Description): Operation {
  const { name, set, ids, filters, untoldFilters = [], more = [] } = description;
  return {
    name,
    members: [ids.parameter, 'Filter', 'MaxResults', 'NextToken', 'DryRun', ...more],
    action: `ec2:${name}`,
    target: ({ principal }) => ({ resource: '*', accountId: principal.accountId, policy: [], context: {} }),
    handle: (call) => {
      const { input } = call;
      const lets = filtersOf(input, filters, untoldFilters);
      const wanted = input.list(ids.parameter);
      const size = pageSize(call, description, wanted.length > 0);
      const all = description.resources(call);
      const idOf = (resource: ApiResult): string => String(resource[ids.member]);
      const missing = [...new Set(wanted)].filter((id) => !all.some((resource) => idOf(resource) === id));
      if (missing.length > 0) throw noSuchId(ids, missing);
      const meant = wanted.length === 0 ? all : all.filter((resource) => wanted.includes(idOf(resource)));
      const token = input.get('NextToken') || undefined;
      const page = pageOf(meant.filter(lets), idOf, { list: name, size, token });
      if (page === undefined) throw badToken(token ?? '');
      return { body: { [set]: page.items, nextToken: page.next } };
    },
  };
}

function pageSize({ input }: ApiCall, { ids, pages }: Description, hasIds: boolean): number {
  const text = input.get('MaxResults');
  if (text === undefined || text === '') return Infinity;
  if (hasIds && pages.isWithoutIds) {
    const set = `${ids.parameter.charAt(0).toLowerCase()}${ids.parameter.slice(1)}Set`;
    throw new ApiError(
      'InvalidParameterCombination',
      400,
      `The parameter ${set} cannot be used with the parameter maxResults`,
    );
  }
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= pages.least && value <= pages.most) return value;
  if (value > pages.most && pages.isCapped) return pages.most;
  throw new ApiError(
    'InvalidParameterValue',
    400,
    `Value ( ${text.slice(0, 20)} ) for parameter maxResults is invalid. Expecting a value between ${pages.least} and ${pages.most}.`,
  );
}

function badToken(token: string): ApiError {
  return new ApiError(
    'InvalidParameterValue',
    400,
    `Value ( ${token.slice(0, 200)} ) for parameter nextToken is invalid. The token is invalid.`,
    `the NextToken ${JSON.stringify(token.slice(0, 200))} comes from no list of this operation: leave it out to begin anew`,
  );
}

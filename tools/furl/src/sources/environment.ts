import { type EnvironmentNetwork, type NetworkTarget, readCloudAssembly } from '@furl/cloud-assembly';
import { EMPTY_NETWORK } from '@furl/hyperplane';
import { UsageError } from '../errors';
import { networksIn, type Source } from './source';

/** The networks before and after a change, of one account and Region. */
export interface Pair {
  readonly before: EnvironmentNetwork;
  readonly after: EnvironmentNetwork;
}

/**
 * The network that is meant.
 *
 * @param environment `eu-west-1`, or `111122223333/eu-west-1`; not needed where there is only one
 * @throws UsageError when there are several and none is named, or none has that name
 */
export function networkIn(source: Source, environment?: string): EnvironmentNetwork {
  return theOne(source, networksIn(source), environment);
}

/**
 * The networks of two sources to be compared. Stacks that name no account or no Region are where those of the other source
 * are; a network that is on one side only is compared with an empty one.
 *
 * @throws UsageError as {@link networkIn}
 */
export function networksOfChange(before: Source, after: Source, environment?: string): Pair {
  // A template says less of where it is than an assembly does.
  const isFirst = after.template !== undefined && before.template === undefined;
  const [certain, other] = isFirst ? [before, after] : [after, before];
  const known = networksIn(certain, stackName(certain, other));
  const rest = networksIn(other, { ...stackName(other, certain), ...whereAre(known) });
  const [old, next] = isFirst ? [known, rest] : [rest, known];
  const peopled = [...next, ...old].filter((network) => !isEmpty(network));
  const meant = theOne(after, peopled.length === 0 ? next : peopled, environment);
  const of = (networks: readonly EnvironmentNetwork[]): EnvironmentNetwork =>
    networks.find((network) => nameOf(network) === nameOf(meant)) ?? emptied(meant);
  return { before: of(old), after: of(next) };
}

/** The account and Region of all of them, where there is only one. */
function whereAre([only, ...others]: readonly EnvironmentNetwork[]): NetworkTarget {
  if (only === undefined || others.length > 0) return {};
  return { accountId: only.accountId, defaultRegion: only.region };
}

/** A template compared with an assembly is its only stack, and has that one's name: ids follow from names. */
function stackName({ template, label }: Source, other: Source): { readonly stackName?: string } {
  if (template === undefined || other.template !== undefined) return {};
  const target = {
    accountId: '000000000000',
    defaultRegion: 'us-east-1',
    functionUrl: () => 'https://localhost/',
  };
  const [only, ...others] = readCloudAssembly(other.files, target).stacks;
  if (only !== undefined && others.length === 0) return { stackName: only.name };
  throw new UsageError(
    `${label} is a template, and ${other.label} is an assembly of ${others.length + 1} stacks: compare it with the template of one of them`,
  );
}

function theOne(
  { label }: Source,
  networks: readonly EnvironmentNetwork[],
  environment?: string,
): EnvironmentNetwork {
  const named = new Map(networks.map((network) => [nameOf(network), network]));
  const meant = [...named].filter(([name, { region }]) => [undefined, name, region].includes(environment));
  const [only, ...others] = meant;
  if (only !== undefined && others.length === 0) return only[1];
  const names = (only === undefined ? [...named] : meant).map(([name]) => name).join(' and ');
  throw new UsageError(
    only === undefined
      ? `${label} has no functions or networks in "${environment ?? ''}", but in ${names}: name one with --environment`
      : `${label} has functions or networks in ${names}: name one of them with --environment`,
  );
}

function nameOf({ accountId, region }: EnvironmentNetwork): string {
  return `${accountId}/${region}`;
}

function isEmpty({ vpcs, subnets, functions, endpoints, resources }: EnvironmentNetwork): boolean {
  return [vpcs, subnets, functions, endpoints, resources].every(({ length }) => length === 0);
}

/** Nothing, in the same account and Region. */
function emptied({ region, accountId }: EnvironmentNetwork): EnvironmentNetwork {
  return {
    region,
    accountId,
    ...EMPTY_NETWORK,
    problems: [],
  };
}

import type { NamedPolicy } from '@furl/iam';
import { accountOf, regionOf, roleName } from '../arn';
import { EniFinderError, MissingFact } from '../errors';
import type { Eni, Role } from '../model';
import { policiesAllowDelete, type RolePolicies } from '../policies';
import { parsePolicy } from '../policy-text';
import { isMeant } from '../query';
import { dateOf, isRecord, recordList, textOf } from '../shapes';
import { eniOf, functionStateOf, functionVersionOf, mappingOf, roleOf } from '../shapes-of-aws';
import type { Source } from '../source';
import { trailEvent } from '../trail-record';
import { readAnswers, type SavedAnswer } from './read-answers';

/** Why something is not known offline. */
const NOT_SAVED = 'not saved';

/**
 * Answers from a folder of saved answers, without AWS. What a file is, its top-level members say; its name does not
 * matter, and an answer may be several files.
 *
 * @throws EniFinderError UNREADABLE
 */
export function savedSource(folder: string): Source {
  const answers = readAnswers(folder);
  const list = (member: string, action: string): Readonly<Record<string, unknown>>[] =>
    lists(answers, member) ?? missing(action);
  const roles = savedRoles(answers);
  return {
    region: async () => regionIn(answers),
    account: async () => accountIn(answers) ?? missing('sts:GetCallerIdentity'),
    async *enis(query) {
      const saved = lists(answers, 'NetworkInterfaces');
      if (saved === undefined) {
        throw new EniFinderError(
          'UNREADABLE',
          `no file in ${folder} has interfaces: save aws ec2 describe-network-interfaces --output json there`,
        );
      }
      const enis = saved.map(eniOf);
      yield onceEach(enis).filter((eni) => isMeant(query, eni));
    },
    async *functions() {
      const functions = list('Functions', 'lambda:ListFunctions').map(functionVersionOf);
      yield functions;
      // Asked for without ALL, functions come without a qualifier, and without their versions.
      if (functions.some(({ arn }) => arn.split(':').length < 8)) {
        throw new MissingFact('lambda:ListFunctions', 'saved without --function-version ALL');
      }
      requireWhole(answers, 'Functions', 'lambda:ListFunctions');
    },
    async *mappings() {
      yield list('EventSourceMappings', 'lambda:ListEventSourceMappings').map(mappingOf);
      requireWhole(answers, 'EventSourceMappings', 'lambda:ListEventSourceMappings');
    },
    functionState: async (nameOrArn) => {
      const state = configurations(answers).find(
        (each) => latest(textOf(each['FunctionArn'])) === latest(nameOrArn) && each['State'] !== undefined,
      );
      return state === undefined ? missing('lambda:GetFunctionConfiguration') : functionStateOf(state);
    },
    role: async (arn) => {
      const found = roles.all.find(({ name }) => name === roleName(arn));
      return found ?? (roles.isWhole ? undefined : missing('iam:GetRole'));
    },
    roleWithId: async (id) => {
      const found = roles.all.find((each) => each.id === id);
      return found ?? (roles.isWhole ? undefined : missing('iam:ListRoles'));
    },
    mayDelete: async (role, resource) => {
      const policies = roles.policies.get(role.name);
      return policies === undefined
        ? simulated(answers, roles.all)
        : policiesAllowDelete(role, resource, policies);
    },
    async *events(name) {
      const events = list('Events', 'cloudtrail:LookupEvents');
      yield events
        .filter((event) => event['EventName'] === name)
        .flatMap((event) => {
          const [eventTime, userName] = [dateOf(event['EventTime']), textOf(event['Username'])];
          return trailEvent({ eventTime, userName, record: textOf(event['CloudTrailEvent']) }) ?? [];
        });
      requireWhole(answers, 'Events', 'cloudtrail:LookupEvents');
    },
  };
}

function missing(action: string): never {
  throw new MissingFact(action, NOT_SAVED);
}

/** All members of a list over all files; undefined where no file has it. */
function lists(
  answers: readonly SavedAnswer[],
  member: string,
): Readonly<Record<string, unknown>>[] | undefined {
  const found = answers.filter(({ body }) => Array.isArray(body[member]));
  return found.length === 0 ? undefined : found.flatMap(({ body }) => recordList(body[member]));
}

/** Of a list in pages, one is the last: the one that names no next. */
function requireWhole(answers: readonly SavedAnswer[], member: string, action: string): void {
  const pages = answers.filter(({ body }) => Array.isArray(body[member]));
  const isLast = ({ body }: SavedAnswer): boolean =>
    [body['NextToken'], body['NextMarker'], body['Marker']].every((token) => textOf(token) === undefined);
  if (!pages.some(isLast)) throw new MissingFact(action, 'the last page is not saved');
}

/** A page that was saved twice shows nothing twice. */
function onceEach(enis: readonly Eni[]): Eni[] {
  return [...new Map(enis.map((eni) => [eni.id, eni])).values()];
}

/** `get-function-configuration`, `get-function`, and `list-functions` should it ever tell the state. */
function configurations(answers: readonly SavedAnswer[]): Readonly<Record<string, unknown>>[] {
  return [
    ...answers.flatMap(({ body }) => (isRecord(body['Configuration']) ? [body['Configuration']] : [])),
    ...answers.flatMap(({ body }) => (body['FunctionArn'] === undefined ? [] : [body])),
    ...(lists(answers, 'Functions') ?? []),
  ];
}

function latest(arn: string | undefined): string | undefined {
  return arn?.replace(/:\$LATEST$/, '');
}

interface SavedRoles {
  readonly all: readonly Role[];
  /** Whether these are all roles of the account, so that another one is not there. */
  readonly isWhole: boolean;
  /** By the role's name, where they are saved. */
  readonly policies: ReadonlyMap<string, RolePolicies>;
}

/** `get-role`, `list-roles`, and `get-account-authorization-details`, which has the policies as well. */
function savedRoles(answers: readonly SavedAnswer[]): SavedRoles {
  const single = answers.flatMap(({ body }) => (isRecord(body['Role']) ? [body['Role']] : []));
  const [listed, detailed] = [lists(answers, 'Roles'), lists(answers, 'RoleDetailList')];
  const managed = new Map(
    (lists(answers, 'Policies') ?? []).map((policy) => [textOf(policy['Arn']), defaultVersion(policy)]),
  );
  const named = (arn: string | undefined): NamedPolicy[] => {
    const document = managed.get(arn);
    return document === undefined || arn === undefined ? [] : [{ name: arn, document }];
  };
  const policies = new Map<string, RolePolicies>();
  for (const detail of detailed ?? []) {
    const role = roleOf(detail);
    const attached = recordList(detail['AttachedManagedPolicies']).map((each) => textOf(each['PolicyArn']));
    // Without the text of each policy, what the role may do is not known.
    if (
      ![...attached, ...(role.boundary === undefined ? [] : [role.boundary])].every((arn) => managed.has(arn))
    )
      continue;
    const inline = recordList(detail['RolePolicyList']).map((each) => ({
      name: textOf(each['PolicyName']) ?? '',
      document: parsePolicy(each['PolicyDocument']),
    }));
    policies.set(role.name, {
      identity: [...attached.flatMap(named), ...inline],
      boundary: named(role.boundary)[0],
    });
  }
  return {
    all: [...single, ...(listed ?? []), ...(detailed ?? [])].map(roleOf),
    isWhole: listed !== undefined || detailed !== undefined,
    policies,
  };
}

function defaultVersion(policy: Readonly<Record<string, unknown>>): NamedPolicy['document'] {
  const version = recordList(policy['PolicyVersionList']).find((each) => each['IsDefaultVersion'] === true);
  return parsePolicy(version?.['Document']);
}

/** `simulate-principal-policy` does not say whose policies it was about: it counts where one role is saved. */
function simulated(answers: readonly SavedAnswer[], roles: readonly Role[]): boolean | undefined {
  const results = lists(answers, 'EvaluationResults')?.filter(
    (each) => each['EvalActionName'] === 'ec2:DeleteNetworkInterface',
  );
  const [result] = results ?? [];
  if (result === undefined || new Set(roles.map(({ arn }) => arn)).size !== 1) {
    return missing('iam:SimulatePrincipalPolicy');
  }
  return result['EvalDecision'] === 'allowed';
}

/** Who saved them: `get-caller-identity`, else whose the functions are. */
function accountIn(answers: readonly SavedAnswer[]): string | undefined {
  const said = answers.flatMap(({ body }) =>
    body['UserId'] === undefined ? [] : (textOf(body['Account']) ?? []),
  );
  return said[0] ?? accountOf(anyFunction(answers));
}

function regionIn(answers: readonly SavedAnswer[]): string | undefined {
  const zones = (lists(answers, 'NetworkInterfaces') ?? []).flatMap(
    (eni) => textOf(eni['AvailabilityZone']) ?? [],
  );
  return regionOf(anyFunction(answers)) ?? /^[a-z]+(?:-[a-z]+)+-\d+/.exec(zones[0] ?? '')?.[0];
}

function anyFunction(answers: readonly SavedAnswer[]): string {
  return textOf(lists(answers, 'Functions')?.[0]?.['FunctionArn']) ?? '';
}

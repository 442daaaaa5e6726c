import { decide, type ContextValue, type NamedPolicy, type Policies } from '@furl/iam';
import { ApiError } from '../../api-error';
import type { RolePolicies } from '../../../account/account';
import type { ApiCall, ApiResult, Operation, Target } from '../../operation';
import { validationError } from '../validation-error';
import { contextKeysOf } from './context-keys';
import { pageOf } from './page';
import { parsedPolicy } from './parsed-policy';
import { noSuchEntity } from './roles';

/** Says what a role's policies come to, without doing it. */
export const simulatePrincipalPolicy: Operation = {
  name: 'SimulatePrincipalPolicy',
  members: [
    'PolicySourceArn',
    'PolicyInputList',
    'PermissionsBoundaryPolicyInputList',
    'ActionNames',
    'ResourceArns',
    'ContextEntries',
    'MaxItems',
    'Marker',
  ],
  action: 'iam:SimulatePrincipalPolicy',
  target,
  handle: (call) => {
    const { input } = call;
    const role = simulatedRole(call);
    const policies = withInput(role.policies, call);
    const context = contextOf(call);
    const resources = input.list('ResourceArns');
    const asked = resources.length === 0 ? ['*'] : [...new Set(resources)];
    const actions = [...new Set(actionNames(call))];
    if (actions.length * asked.length > MOST_QUESTIONS) {
      throw new ApiError(
        'InvalidInput',
        400,
        `Invalid Input: ${actions.length} actions on ${asked.length} resources are more than ${MOST_QUESTIONS} questions.`,
      );
    }
    const questions = actions.flatMap((action, row) =>
      asked.map((resource, column) => ({ action, resource, place: `${pad(row)} ${pad(column)}` })),
    );
    const { items, ...members } = pageOf(questions, ({ place }) => place, input, 'SimulatePrincipalPolicy');
    const missing = contextKeysOf(policies).filter((key) => !Object.hasOwn(context, key.toLowerCase()));
    const results = items.map(({ action, resource }) =>
      result({ role, policies, context, missing }, action, resource),
    );
    return { body: { EvaluationResults: results, ...members } };
  },
};

/** How many combinations of actions and resources are taken at a time. */
const MOST_QUESTIONS = 10_000;

interface Simulation {
  readonly role: RolePolicies;
  readonly policies: Policies;
  readonly context: Readonly<Record<string, ContextValue>>;
  /** Condition keys of the policies that nobody gave a value. */
  readonly missing: readonly string[];
}

function result(
  { role, policies, context, missing }: Simulation,
  action: string,
  resource: string,
): ApiResult {
  const { accountId = '' } = role.caller;
  const request = { caller: role.caller, action, resource, resourceAccountId: accountId, context };
  const decision = decide(request, policies);
  const by = decision.decidedBy;
  const EvalDecision = DECISIONS[decision.effect];
  const MatchedStatements =
    by === undefined ? [] : [{ SourcePolicyId: by.policy, SourcePolicyType: policyType(by.policy) }];
  const PermissionsBoundaryDecisionDetail = policies.boundary && {
    AllowedByPermissionsBoundary: decide(request, { ...policies, identity: [EVERYTHING] }).allowed,
  };
  const common = { MatchedStatements, PermissionsBoundaryDecisionDetail };
  if (resource === '*') {
    return {
      EvalActionName: action,
      EvalResourceName: resource,
      EvalDecision,
      ...common,
      MissingContextValues: missing,
    };
  }
  return {
    EvalActionName: action,
    EvalResourceName: resource,
    EvalDecision,
    ...common,
    MissingContextValues: [],
    // Of a resource that is named, what is missing stands here (IAM API Reference, "EvaluationResult").
    ResourceSpecificResults: [
      {
        EvalResourceName: resource,
        EvalResourceDecision: EvalDecision,
        ...common,
        MissingContextValues: missing,
      },
    ],
  };
}

const DECISIONS = { Allow: 'allowed', ExplicitDeny: 'explicitDeny', ImplicitDeny: 'implicitDeny' } as const;

const EVERYTHING: NamedPolicy = {
  name: 'everything',
  document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
};

function policyType(name: string): string {
  if (name.startsWith('PolicyInputList.')) return 'none';
  return /^arn:[^:]+:iam::aws:policy\//.test(name) ? 'aws-managed' : 'role';
}

function target(call: ApiCall): Target {
  const resource = sourceArn(call);
  return { resource, accountId: resource.split(':')[4] ?? '', policy: [], context: {} };
}

function simulatedRole(call: ApiCall): RolePolicies {
  const arn = sourceArn(call);
  const name = arn.slice(arn.lastIndexOf('/') + 1);
  const role = call.backend.account.policiesOfRole(arn);
  if (role !== undefined && role.caller.accountId === call.principal.accountId) return role;
  throw noSuchEntity(
    /:(?:user|group)\//.test(arn)
      ? `The ${arn.includes(':user/') ? 'user' : 'group'} with name ${name} cannot be found.`
      : `Role with name ${name} does not exist`,
    `the templates have no role ${arn}; there are no users and groups here`,
  );
}

function sourceArn({ input }: ApiCall): string {
  const arn = input.get('PolicySourceArn');
  if (arn === undefined) throw validationError('PolicySourceArn', arn, '');
  if (/^arn:[\w-]+:iam::\d{12}:(?:role|user|group)\/[\x21-\x7e]{1,1000}$/.test(arn)) return arn;
  throw new ApiError(
    'InvalidInput',
    400,
    `Invalid Entity Arn: ${arn.slice(0, 200)} does not clearly define entity type and name.`,
  );
}

function actionNames({ input }: ApiCall): readonly string[] {
  const names = input.list('ActionNames');
  if (names.length === 0) throw validationError('ActionNames', undefined, '');
  const bad = names.find((name) => name !== '*' && !/^[a-zA-Z0-9-]+:[a-zA-Z0-9*?]+$/.test(name));
  if (bad === undefined) return names;
  throw new ApiError('InvalidInput', 400, `Invalid Action: ${bad.slice(0, 200)}`);
}

/** The role's policies with those that the caller wants to try. */
function withInput(policies: Policies, { input }: ApiCall): Policies {
  const tried = input
    .list('PolicyInputList')
    .map((text, index) => parsedPolicy(`PolicyInputList.${index + 1}`, text));
  const [boundary] = input
    .list('PermissionsBoundaryPolicyInputList')
    .map((text, index) => parsedPolicy(`PermissionsBoundaryPolicyInputList.${index + 1}`, text));
  return {
    ...policies,
    identity: [...policies.identity, ...tried],
    ...(boundary !== undefined && { boundary }),
  };
}

/** Values of condition keys, by the keys in lower case. */
function contextOf({ input }: ApiCall): Readonly<Record<string, ContextValue>> {
  const entries = input.structures('ContextEntries').map((entry) => {
    const name = entry.get('ContextKeyName');
    if (name === undefined) throw validationError('ContextKeyName', name, '');
    const values = entry.list('ContextKeyValues');
    const isList = entry.get('ContextKeyType')?.endsWith('List') ?? false;
    return [name.toLowerCase(), isList ? values : (values[0] ?? '')] as const;
  });
  return Object.fromEntries(entries);
}

function pad(place: number): string {
  return String(place).padStart(9, '0');
}

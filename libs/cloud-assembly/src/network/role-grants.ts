import type { Maybe, Role, Unknown } from '@furl/hyperplane';

import { own } from '../json';
import { readPolicy, POLICY_TYPES } from '../model/policies';
import { AttachedPolicies, readRolePolicies } from '../model/roles';
import type { LiveResource } from '../model/resources';
import type { PolicyDocument } from '../policy-document';
import { POLICY_TEMPLATES } from '../reading/serverless';
import { reasonOf } from '../resolving/scope';
import { actionMatches } from './action-pattern';
import { awsPolicy, type AwsPolicy } from './aws-policies';
import type { Part } from './part';
import type { Parts } from './parts';

/** What a statement says of actions; resources and conditions as they stand there. */
export interface Grant {
  readonly effect: 'Allow' | 'Deny';
  /** Patterns as they are written; of a `NotAction`, everything but these. */
  readonly actions: readonly string[];
  readonly isNotAction: boolean;
  readonly resources: readonly string[];
  readonly condition: unknown;
}

/** Everything that a role's policies say. */
export interface RoleGrants {
  readonly part: Part;
  /** The role's ARN. */
  readonly id: string;
  readonly grants: readonly Grant[];
  /** Those of AWS that are attached to it. */
  readonly awsPolicies: readonly AwsPolicy[];
  /** Why not all that it may do is known; absent when it is. */
  readonly unread?: Unknown;
  /** What its permissions boundary says; unknown when that is not in the template. */
  readonly boundary?: Maybe<readonly Grant[]>;
}

/** What Lambda needs to create an interface and to take it away again (Lambda Developer Guide, "VPC permissions"). */
const NETWORK_ACTIONS = [
  'ec2:createnetworkinterface',
  'ec2:describenetworkinterfaces',
  'ec2:deletenetworkinterface',
];

/** What AWSLambdaVPCAccessExecutionRole allows besides, and what writes logs and traces. */
const HARMLESS =
  /^(logs:.*|xray:put.*|xray:getsampling.*|ec2:(create|describe|delete)networkinterfaces?|ec2:describe(subnets|vpcs|securitygroups)|ec2:(un)?assignprivateipaddresses|ec2:getsecuritygroupsforvpc)$/i;

/** Reads what every AWS::IAM::Role may do. */
export function readRoleGrants(parts: Parts): readonly RoleGrants[] {
  const unread = new Map<string, Unknown>();
  const policies = POLICY_TYPES.flatMap((type) =>
    parts.of(type).flatMap((part) => {
      const { result, messages } = part.scope.collect((scope) => readPolicy(liveOf(part, scope)));
      if (result !== undefined && part.uncertain === undefined) return [result];
      const why = part.uncertain ?? part.unknown(['PolicyDocument'], messages);
      const roles = part.ids('Roles');
      for (const role of 'length' in roles ? roles : []) if (typeof role === 'string') unread.set(role, why);
      return [];
    }),
  );
  const attached = new AttachedPolicies(policies);
  return parts.of('AWS::IAM::Role').map((part) => grantsOf(part, attached, unread));
}

function grantsOf(part: Part, attached: AttachedPolicies, unread: ReadonlyMap<string, Unknown>): RoleGrants {
  const { result: role, messages } = part.scope.collect((scope) =>
    readRolePolicies(liveOf(part, scope), attached),
  );
  const ofAws = role.managedPolicyArns.map((arn) => [arn, awsPolicy(arn)] as const);
  const [elsewhere] = ofAws.find(([, policy]) => policy === undefined) ?? [];
  const templates = own(part.resource.metadata, POLICY_TEMPLATES);
  const leftOut = messages.find((message) => message.includes('left out'));
  const why =
    elsewhere !== undefined
      ? part.unknown(['ManagedPolicyArns'], [], `the policy ${elsewhere} is not in the template`)
      : leftOut !== undefined
        ? part.unknown([], [], reasonOf(leftOut))
        : templates !== undefined
          ? part.unknown(['Policies'], [], `SAM's policy templates ${String(templates)} are not expanded`)
          : unread.get(role.roleName);
  const boundary = role.permissionsBoundary;
  return {
    part,
    id: role.arn,
    grants: role.policies.flatMap(({ document }) => grantsIn(document)),
    awsPolicies: ofAws.flatMap(([, policy]) => policy ?? []),
    ...(why === undefined ? {} : { unread: why }),
    ...(boundary === undefined
      ? {}
      : {
          boundary:
            boundary.document === undefined
              ? part.unknown(['PermissionsBoundary'], [], 'its permissions boundary is not in the template')
              : grantsIn(boundary.document),
        }),
  };
}

/** The two facts that the network's model has of a role. */
export function roleOf(role: RoleGrants): Role {
  const { part, id } = role;
  return {
    ...part.named(part.text('RoleName')),
    id,
    replacedBy: part.fingerprint('RoleName', 'Path'),
    managesNetworkInterfaces: managesNetworkInterfaces(role),
    doesMoreThanLogs: doesMoreThanLogs(role),
  };
}

function managesNetworkInterfaces({
  grants,
  awsPolicies,
  unread,
  boundary,
  part,
}: RoleGrants): Maybe<boolean> {
  const ofAws = awsPolicies.map((policy) => policy.managesNetworkInterfaces);
  const isAllowed = (action: string, among: readonly Grant[]): boolean =>
    among.some((grant) => grant.effect === 'Allow' && matches(grant, action));
  const isDenied = NETWORK_ACTIONS.some((action) =>
    // A condition tells Lambda's own calls from those of the function's code, as the Developer Guide recommends.
    grants.some((grant) => grant.effect === 'Deny' && !hasCondition(grant) && matches(grant, action)),
  );
  if (isDenied) return false;
  if (!ofAws.includes(true) && !NETWORK_ACTIONS.every((action) => isAllowed(action, grants))) {
    if (unread !== undefined) return unread;
    return ofAws.includes(undefined)
      ? part.unknown(['ManagedPolicyArns'], [], 'what one of its policies of AWS allows is not known here')
      : false;
  }
  if (boundary === undefined) return true;
  return 'length' in boundary ? NETWORK_ACTIONS.every((action) => isAllowed(action, boundary)) : boundary;
}

function doesMoreThanLogs({ grants, awsPolicies, unread }: RoleGrants): Maybe<boolean> {
  const isMore =
    awsPolicies.some((policy) => policy.doesMoreThanLogs) ||
    grants.some(
      ({ effect, isNotAction, actions }) =>
        effect === 'Allow' && (isNotAction || actions.some((action) => !HARMLESS.test(action))),
    );
  return isMore || (unread ?? false);
}

function matches({ actions, isNotAction }: Grant, action: string): boolean {
  return actions.some((pattern) => actionMatches(pattern.toLowerCase(), action)) !== isNotAction;
}

/** Whether a statement has a condition. */
export function hasCondition({ condition }: Grant): boolean {
  return condition !== undefined;
}

function grantsIn({ Statement }: PolicyDocument): readonly Grant[] {
  return [Statement].flat().map((statement) => {
    const notAction = own(statement, 'NotAction');
    return {
      effect: own(statement, 'Effect') === 'Deny' ? 'Deny' : 'Allow',
      actions: texts(notAction ?? own(statement, 'Action')),
      isNotAction: notAction !== undefined,
      resources: texts(own(statement, 'Resource')),
      condition: own(statement, 'Condition'),
    };
  });
}

function texts(value: unknown): readonly string[] {
  return [value].flat().filter((each): each is string => typeof each === 'string');
}

function liveOf({ stack, resource }: Part, scope: LiveResource['scope']): LiveResource {
  return { stack, resource, scope };
}

import type { Role } from '@furl/cloud-assembly';
import { ApiError } from '../../api-error';
import type { ApiCall, ApiResult, Operation, Target } from '../../operation';
import { validationError } from '../validation-error';
import { encodedDocument } from './encoded-document';
import { pageOf } from './page';

/** A role of the templates. */
export const getRole: Operation = {
  name: 'GetRole',
  members: ['RoleName'],
  action: 'iam:GetRole',
  target: roleTarget,
  handle: (call) => ({ body: { Role: described(existingRole(call)) } }),
};

/** The roles of the templates, in the caller's account. */
export const listRoles: Operation = {
  name: 'ListRoles',
  members: ['PathPrefix', 'Marker', 'MaxItems'],
  action: 'iam:ListRoles',
  target: (call) => ofOwnAccount(call, 'role/'),
  handle: (call) => {
    const prefix = call.input.get('PathPrefix') ?? '/';
    const all = ownRoles(call).filter((role) => pathOf(role.arn).startsWith(prefix));
    const { items, ...members } = pageOf(all, ({ roleName }) => roleName, call.input, 'ListRoles');
    return { body: { Roles: items.map(described), ...members } };
  },
};

/** The role that `RoleName` names, as what an action is done to. */
export function roleTarget(call: ApiCall): Target {
  const name = roleName(call);
  const role = findRole(call, name);
  return role === undefined
    ? ofOwnAccount(call, `role/${name}`)
    : { resource: role.arn, accountId: call.principal.accountId, policy: [], context: {} };
}

/**
 * The role that `RoleName` names.
 *
 * @throws ApiError NoSuchEntity
 */
export function existingRole(call: ApiCall): Role {
  const name = roleName(call);
  const role = findRole(call, name);
  if (role !== undefined) return role;
  throw noSuchEntity(
    `The role with name ${name} cannot be found.`,
    `the templates have no role ${name} in the account ${call.principal.accountId}; they have ${
      ownRoles(call)
        .map((each) => each.roleName)
        .join(', ') || 'none'
    }`,
  );
}

/** 404 to a question for what is not there. */
export function noSuchEntity(message: string, explanation?: string): ApiError {
  return new ApiError('NoSuchEntity', 404, message, explanation);
}

/** Something of the caller's account, by what its ARN ends with. */
export function ofOwnAccount({ principal }: ApiCall, resource: string): Target {
  const { accountId, userArn } = principal;
  const [, partition = 'aws'] = userArn.split(':');
  return {
    resource: `arn:${partition}:iam::${accountId}:${resource}`,
    accountId,
    policy: [],
    context: {},
  };
}

/** The path in the ARN of a role or a policy: `/` where it has none of its own. */
export function pathOf(arn: string): string {
  const [, path = '/'] = /:(?:role|policy)(\/(?:.*\/)?)[^/]*$/.exec(arn) ?? [];
  return path;
}

/** The managed policies that are attached to a role, each once. */
export function attachedArns({ policies, managedPolicyArns }: Role): readonly string[] {
  return [...new Set([...managedPolicyArns, ...policies.flatMap(({ arn }) => arn ?? [])])];
}

function ownRoles({ backend, principal }: ApiCall): readonly Role[] {
  return backend.account.allRoles.filter(({ arn }) => arn.split(':')[4] === principal.accountId);
}

function findRole(call: ApiCall, name: string): Role | undefined {
  // Names are told apart without their case, as on AWS.
  const wanted = name.toLowerCase();
  return ownRoles(call).find((role) => role.roleName.toLowerCase() === wanted);
}

function roleName({ input }: ApiCall): string {
  const name = input.get('RoleName');
  if (name !== undefined && /^[\w+=,.@-]{1,64}$/.test(name)) return name;
  throw validationError('RoleName', name, 'Member must satisfy regular expression pattern: [\\w+=,.@-]+');
}

function described(role: Role): ApiResult {
  const { arn, permissionsBoundary, assumeRolePolicy } = role;
  return {
    Path: pathOf(arn),
    RoleName: role.roleName,
    RoleId: role.roleId,
    Arn: arn,
    AssumeRolePolicyDocument: assumeRolePolicy && encodedDocument(assumeRolePolicy),
    PermissionsBoundary: permissionsBoundary && {
      PermissionsBoundaryType: 'Policy',
      PermissionsBoundaryArn: permissionsBoundary.arn,
    },
  };
}

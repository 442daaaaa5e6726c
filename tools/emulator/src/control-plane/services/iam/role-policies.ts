import type { Operation } from '../../operation';
import { encodedDocument } from './encoded-document';
import { pageOf } from './page';
import { existingRole, noSuchEntity, pathOf, roleTarget } from './roles';

/** The managed policies that a role has; those of the templates are inline ones here. */
export const listAttachedRolePolicies: Operation = {
  name: 'ListAttachedRolePolicies',
  members: ['RoleName', 'PathPrefix', 'Marker', 'MaxItems'],
  action: 'iam:ListAttachedRolePolicies',
  target: roleTarget,
  handle: (call) => {
    const prefix = call.input.get('PathPrefix') ?? '/';
    const all = existingRole(call).managedPolicyArns.filter((arn) => pathOf(arn).startsWith(prefix));
    const { items, ...members } = pageOf(
      [...new Set(all)],
      (arn) => arn,
      call.input,
      'ListAttachedRolePolicies',
    );
    return {
      body: {
        AttachedPolicies: items.map((arn) => ({
          PolicyName: arn.slice(arn.lastIndexOf('/') + 1),
          PolicyArn: arn,
        })),
        ...members,
      },
    };
  },
};

/** The names of a role's inline policies. */
export const listRolePolicies: Operation = {
  name: 'ListRolePolicies',
  members: ['RoleName', 'Marker', 'MaxItems'],
  action: 'iam:ListRolePolicies',
  target: roleTarget,
  handle: (call) => {
    const names = [...new Set(existingRole(call).policies.map(({ name }) => name))];
    const { items, ...members } = pageOf(names, (name) => name, call.input, 'ListRolePolicies');
    return { body: { PolicyNames: items, ...members } };
  },
};

/** An inline policy of a role. */
export const getRolePolicy: Operation = {
  name: 'GetRolePolicy',
  members: ['RoleName', 'PolicyName'],
  action: 'iam:GetRolePolicy',
  target: roleTarget,
  handle: (call) => {
    const role = existingRole(call);
    const name = call.input.get('PolicyName') ?? '';
    const policy = role.policies.find((each) => each.name === name);
    if (policy === undefined) {
      throw noSuchEntity(
        `The role policy with name ${name.slice(0, 200)} cannot be found.`,
        `${role.roleName} has no inline policy ${name.slice(0, 200)}; it has ${role.policies.map((each) => each.name).join(', ') || 'none'}`,
      );
    }
    return {
      body: {
        RoleName: role.roleName,
        PolicyName: policy.name,
        PolicyDocument: encodedDocument(policy.document),
      },
    };
  },
};

import type { Role, RolePolicy } from '@furl/cloud-assembly';
import type { Operation } from '../../operation';
import { encodedDocument } from './encoded-document';
import { pageOf } from './page';
import { attachedArns, existingRole, noSuchEntity, pathOf, roleTarget } from './roles';

/** The managed policies that a role has: AWS's, and those of the templates. */
export const listAttachedRolePolicies: Operation = {
  name: 'ListAttachedRolePolicies',
  members: ['RoleName', 'PathPrefix', 'Marker', 'MaxItems'],
  action: 'iam:ListAttachedRolePolicies',
  target: roleTarget,
  handle: (call) => {
    const prefix = call.input.get('PathPrefix') ?? '/';
    const all = attachedArns(existingRole(call)).filter((arn) => pathOf(arn).startsWith(prefix));
    const { items, ...members } = pageOf(all, (arn) => arn, call.input, 'ListAttachedRolePolicies');
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
    const names = [...new Set(ownPolicies(existingRole(call)).map(({ name }) => name))];
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
    const own = ownPolicies(role);
    const policy = own.find((each) => each.name === name);
    if (policy === undefined) {
      throw noSuchEntity(
        `The role policy with name ${name.slice(0, 200)} cannot be found.`,
        `${role.roleName} has no inline policy ${name.slice(0, 200)}; it has ${own.map((each) => each.name).join(', ') || 'none'}`,
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

function ownPolicies({ policies }: Role): readonly RolePolicy[] {
  return policies.filter(({ arn }) => arn === undefined);
}

import type { Role, RolePolicy } from '../cloud-assembly';
import { own } from '../json';
import { roleId } from '../invented-ids';
import { iamArn, nameOf, ownerOf } from '../resolving/resource-attributes';
import { asText, NO_VALUE } from '../resolving/value';
import { readDocument, type AttachablePolicy } from './policies';
import { text, texts } from './properties';
import type { LiveResource } from './resources';

/** Reads an AWS::IAM::Role with every policy of the assembly that is attached to it, from either side. */
export function readRole(live: LiveResource, policies: readonly AttachablePolicy[]): Role {
  const { stack, resource, scope } = live;
  const roleName = nameOf(resource, 'RoleName', scope);
  const managed = texts(live, 'ManagedPolicyArns') ?? [];
  const attached = policies.filter(
    ({ accountId, arn, roleNames }) =>
      accountId === stack.accountId &&
      (roleNames.includes(roleName) || (arn !== undefined && managed.includes(arn))),
  );
  const boundary = text(live, 'PermissionsBoundary');
  const trust = own(resource.properties, 'AssumeRolePolicyDocument');
  const assumeRolePolicy =
    trust === undefined ? undefined : readDocument(trust, scope.at('AssumeRolePolicyDocument'));
  return {
    stack: stack.name,
    logicalId: resource.logicalId,
    roleName,
    arn: iamArn(resource, 'role', scope),
    roleId: roleId(ownerOf(stack, resource.logicalId)),
    policies: [...inlinePolicies(live), ...attached.map(({ name, document }) => ({ name, document }))],
    managedPolicyArns: managed.filter((arn) => !policies.some((policy) => policy.arn === arn)),
    ...(boundary === undefined ? {} : { permissionsBoundary: readBoundary(live, boundary, policies) }),
    ...(assumeRolePolicy === undefined ? {} : { assumeRolePolicy }),
  };
}

function inlinePolicies({ resource, scope }: LiveResource): readonly RolePolicy[] {
  const raw = own(resource.properties, 'Policies');
  if (raw === undefined) return [];
  // One by one where it can be, so that a broken policy does not take the others with it.
  const list = Array.isArray(raw) ? (raw as readonly unknown[]) : scope.at('Policies').resolve(raw);
  if (!Array.isArray(list)) {
    scope.at('Policies').report('this is not a list of policies; they are left out');
    return [];
  }
  return list.flatMap((each: unknown, index) => {
    const place = scope.at('Policies', index);
    const value = own(each, 'PolicyDocument') === undefined ? place.resolve(each) : each;
    if (value === NO_VALUE) return [];
    const document = readDocument(own(value, 'PolicyDocument'), place.at('PolicyDocument'));
    const name = asText(place.at('PolicyName').resolve(own(value, 'PolicyName') ?? `Policies[${index}]`));
    return document === undefined ? [] : [{ name: name ?? `Policies[${index}]`, document }];
  });
}

function readBoundary(
  live: LiveResource,
  arn: string,
  policies: readonly AttachablePolicy[],
): NonNullable<Role['permissionsBoundary']> {
  const document = policies.find((policy) => policy.arn === arn)?.document;
  if (document !== undefined) return { arn, document };
  live.scope
    .at('PermissionsBoundary')
    .report(`the policy ${arn} is not in the assembly; what it would forbid is not known`);
  return { arn };
}

import type { Role, RolePolicy } from '../cloud-assembly';
import { own } from '../json';
import { roleId } from '../invented-ids';
import { iamArn, nameOf, ownerOf } from '../resolving/resource-attributes';
import { asText, NO_VALUE } from '../resolving/value';
import { readDocument, type AttachablePolicy } from './policies';
import { text, texts } from './properties';
import type { LiveResource } from './resources';

/** The policies of an assembly by what attaches them: the name of a role that they list, or their ARN. */
export class AttachedPolicies {
  private readonly byRole = new Map<string, AttachablePolicy[]>();
  private readonly byArn = new Map<string, AttachablePolicy>();

  constructor(policies: readonly AttachablePolicy[]) {
    for (const policy of policies) {
      for (const roleName of new Set(policy.roleNames)) {
        const key = `${policy.accountId} ${roleName}`;
        const others = this.byRole.get(key);
        if (others === undefined) this.byRole.set(key, [policy]);
        else others.push(policy);
      }
      if (policy.arn !== undefined) this.byArn.set(policy.arn, policy);
    }
  }

  /** Those that are attached to a role, from either side, each once. */
  of(accountId: string, roleName: string, managedArns: readonly string[]): readonly AttachablePolicy[] {
    const named = this.byRole.get(`${accountId} ${roleName}`) ?? [];
    return [...new Set([...named, ...managedArns.flatMap((arn) => this.byArn.get(arn) ?? [])])];
  }

  /** The managed policy of an ARN. */
  managed(arn: string): AttachablePolicy | undefined {
    return this.byArn.get(arn);
  }
}

/** What a role may do, as its policies say. */
export type RolePolicies = Pick<
  Role,
  'roleName' | 'arn' | 'policies' | 'managedPolicyArns' | 'permissionsBoundary'
>;

/** Reads an AWS::IAM::Role with every policy of the assembly that is attached to it, from either side. */
export function readRole(live: LiveResource, policies: AttachedPolicies): Role {
  const { stack, resource, scope } = live;
  const trust = own(resource.properties, 'AssumeRolePolicyDocument');
  const assumeRolePolicy =
    trust === undefined ? undefined : readDocument(trust, scope.at('AssumeRolePolicyDocument'));
  return {
    stack: stack.name,
    logicalId: resource.logicalId,
    roleId: roleId(ownerOf(stack, resource.logicalId)),
    ...readRolePolicies(live, policies),
    ...(assumeRolePolicy === undefined ? {} : { assumeRolePolicy }),
  };
}

/** Reads the policies of a role, without who may assume it. */
export function readRolePolicies(live: LiveResource, policies: AttachedPolicies): RolePolicies {
  const { stack, resource, scope } = live;
  const roleName = nameOf(resource, 'RoleName', scope);
  const managed = texts(live, 'ManagedPolicyArns') ?? [];
  const attached = policies.of(stack.accountId, roleName, managed);
  const boundary = text(live, 'PermissionsBoundary');
  return {
    roleName,
    arn: iamArn(resource, 'role', scope),
    policies: [...inlinePolicies(live), ...attached.map(asAttached)],
    managedPolicyArns: managed.filter((arn) => policies.managed(arn) === undefined),
    ...(boundary === undefined ? {} : { permissionsBoundary: readBoundary(live, boundary, policies) }),
  };
}

function asAttached({ name, document, arn }: AttachablePolicy): RolePolicy {
  return { name, document, ...(arn !== undefined && { arn }) };
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
  policies: AttachedPolicies,
): NonNullable<Role['permissionsBoundary']> {
  const document = policies.managed(arn)?.document;
  if (document !== undefined) return { arn, document };
  live.scope
    .at('PermissionsBoundary')
    .report(`the policy ${arn} is not in the assembly; what it would forbid is not known`);
  return { arn };
}

import type { RolePolicy } from '../cloud-assembly';
import { isObject, own, show } from '../json';
import type { PolicyDocument } from '../policy-document';
import { iamArn, nameOf } from '../resolving/resource-attributes';
import type { Scope } from '../resolving/scope';
import { asText } from '../resolving/value';
import { text, texts } from './properties';
import type { LiveResource } from './resources';

/** A policy of the template and the roles that it says it is attached to. */
export interface AttachablePolicy extends RolePolicy {
  readonly accountId: string;
  readonly roleNames: readonly string[];
}

/** The resource types that hold policies for roles. */
export const POLICY_TYPES = ['AWS::IAM::Policy', 'AWS::IAM::RolePolicy', 'AWS::IAM::ManagedPolicy'];

/** Reads a policy of one of these types; undefined, with a problem, when its document is none. */
export function readPolicy(live: LiveResource): AttachablePolicy | undefined {
  const { stack, resource, scope } = live;
  const document = readDocument(own(resource.properties, 'PolicyDocument'), scope.at('PolicyDocument'));
  if (document === undefined) return undefined;
  const { accountId } = stack;
  if (resource.type === 'AWS::IAM::ManagedPolicy') {
    const name = nameOf(resource, 'ManagedPolicyName', scope);
    return {
      name,
      document,
      accountId,
      arn: iamArn(resource, 'policy', scope),
      roleNames: texts(live, 'Roles') ?? [],
    };
  }
  const name = text(live, 'PolicyName') ?? resource.logicalId;
  if (resource.type === 'AWS::IAM::RolePolicy') {
    const roleName = text(live, 'RoleName');
    return { name, document, accountId, roleNames: roleName === undefined ? [] : [roleName] };
  }
  return { name, document, accountId, roleNames: texts(live, 'Roles') ?? [] };
}

/** Reads a policy document, as JSON or as text with JSON in it; undefined, with a problem, when it is none. */
export function readDocument(raw: unknown, scope: Scope): PolicyDocument | undefined {
  const resolved = raw === undefined ? undefined : scope.resolve(raw);
  const text = typeof resolved === 'string' ? asText(resolved) : undefined;
  const document: unknown = text === undefined ? resolved : parse(text);
  const statement = own(document, 'Statement');
  const statements: readonly unknown[] = Array.isArray(statement) ? statement : [statement];
  if (!isObject(document) || !statements.every(isObject)) {
    scope.report(`${show(document)} is no policy document with statements; the policy is left out`);
    return undefined;
  }
  return document as unknown as PolicyDocument;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

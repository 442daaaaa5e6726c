import { decide, type NamedPolicy, type PolicyStatement } from '@furl/iam';
import { accountOf, roleName } from './arn';
import type { Role } from './model';

/** What Lambda does to an interface in the role's name. */
export const DELETE_ACTION = 'ec2:DeleteNetworkInterface';

/** The policies of a role, where they had to be read one by one. */
export interface RolePolicies {
  readonly identity: readonly NamedPolicy[];
  readonly boundary: NamedPolicy | undefined;
}

/**
 * Whether a role's policies let it delete interfaces.
 *
 * @returns undefined where that depends on a condition: what its keys have when Lambda asks, nobody tells
 */
export function policiesAllowDelete(
  role: Role,
  resource: string,
  { identity, boundary }: RolePolicies,
): boolean | undefined {
  const account = accountOf(role.arn) ?? '';
  const ask = (policies: (statement: PolicyStatement) => PolicyStatement | undefined): boolean =>
    decide(
      {
        caller: {
          kind: 'assumed-role',
          accountId: account,
          arn: `arn:aws:sts::${account}:assumed-role/${roleName(role.arn)}/${account}`,
          roleArn: role.arn,
          userId: `${role.id}:${account}`,
        },
        action: DELETE_ACTION,
        resource,
        resourceAccountId: account,
        context: {},
      },
      {
        identity: identity.map((policy) => mapped(policy, policies)),
        resource: [],
        ...(boundary && { boundary: mapped(boundary, policies) }),
      },
    ).allowed;
  const isAllow = ({ Effect }: PolicyStatement): boolean => Effect === 'Allow';
  const isFree = ({ Condition }: PolicyStatement): boolean => Condition === undefined;
  // With every condition against it, and with every condition for it.
  const atLeast = ask((each) => (isFree(each) ? each : isAllow(each) ? undefined : without(each)));
  const atMost = ask((each) => (isFree(each) ? each : isAllow(each) ? without(each) : undefined));
  return atLeast === atMost ? atLeast : undefined;
}

/** The same, whatever its condition said: no operator is one that holds. */
function without(statement: PolicyStatement): PolicyStatement {
  return { ...statement, Condition: {} };
}

function mapped(
  { name, document }: NamedPolicy,
  change: (statement: PolicyStatement) => PolicyStatement | undefined,
): NamedPolicy {
  const statements = Array.isArray(document.Statement) ? document.Statement : [document.Statement];
  return { name, document: { ...document, Statement: statements.flatMap((each) => change(each) ?? []) } };
}

import type { NamedPolicy } from '@furl/iam';
import { roleName } from '../arn';
import { MissingFact } from '../errors';
import type { Role } from '../model';
import { DELETE_ACTION, policiesAllowDelete } from '../policies';
import { parsePolicy } from '../policy-text';
import { roleOf } from '../shapes-of-aws';
import type { Call } from './aws-source';
import type { ClientConfig } from './clients';
import { lazy } from './lazy';

const ROLES_A_PAGE = 1000;

/** What is asked of IAM. */
export function rolesOf(
  config: ClientConfig,
  call: Call,
): {
  role(arn: string): Promise<Role | undefined>;
  roleWithId(id: string): Promise<Role | undefined>;
  mayDelete(role: Role, resource: string): Promise<boolean | undefined>;
  close(): void;
} {
  const sdk = () => import('@aws-sdk/client-iam');
  const client = lazy(async () => new (await sdk()).IAMClient(config));

  async function role(arn: string): Promise<Role | undefined> {
    const { GetRoleCommand, NoSuchEntityException } = await sdk();
    const iam = await client.get();
    return call('iam:GetRole', async (options) => {
      try {
        const { Role: found } = await iam.send(new GetRoleCommand({ RoleName: roleName(arn) }), options);
        return found && roleOf(found);
      } catch (error) {
        if (error instanceof NoSuchEntityException) return undefined;
        throw error;
      }
    });
  }

  /** No call finds a role by its id: all of them are read, once for all ids. */
  let all: Promise<Map<string, Role>> | undefined;
  async function allRoles(): Promise<Map<string, Role>> {
    const { ListRolesCommand } = await sdk();
    const iam = await client.get();
    const byId = new Map<string, Role>();
    let marker: string | undefined;
    do {
      const page = new ListRolesCommand({ MaxItems: ROLES_A_PAGE, Marker: marker });
      const { Roles = [], Marker } = await call('iam:ListRoles', (options) => iam.send(page, options));
      for (const each of Roles.map(roleOf)) byId.set(each.id, each);
      marker = Marker || undefined;
    } while (marker !== undefined);
    return byId;
  }
  const roleWithId = async (id: string): Promise<Role | undefined> => (await (all ??= allRoles())).get(id);

  async function mayDelete(asked: Role, resource: string): Promise<boolean | undefined> {
    try {
      return await simulate(asked, resource);
    } catch (error) {
      if (!(error instanceof MissingFact)) throw error;
      try {
        return policiesAllowDelete(asked, resource, await policies(asked));
      } catch (second) {
        // The one permission is less to ask for than the five of the other way.
        throw second instanceof MissingFact ? error : second;
      }
    }
  }

  async function simulate(asked: Role, resource: string): Promise<boolean | undefined> {
    const { SimulatePrincipalPolicyCommand } = await sdk();
    const iam = await client.get();
    const { EvaluationResults = [] } = await call('iam:SimulatePrincipalPolicy', (options) =>
      iam.send(
        new SimulatePrincipalPolicyCommand({
          PolicySourceArn: asked.arn,
          ActionNames: [DELETE_ACTION],
          ResourceArns: [resource],
        }),
        options,
      ),
    );
    const [result] = EvaluationResults;
    if (result?.EvalDecision === 'allowed') return true;
    // Denied for want of a key that a real request has: that says nothing. Asked about a resource, IAM names such keys with
    // the resource (IAM API Reference, "EvaluationResult").
    const missing = [result, ...(result?.ResourceSpecificResults ?? [])].flatMap(
      (each) => each?.MissingContextValues ?? [],
    );
    if (result === undefined || missing.length > 0) return undefined;
    return false;
  }

  async function policies({ name, boundary }: Role) {
    const commands = await sdk();
    const iam = await client.get();
    const identity: NamedPolicy[] = [];
    for (let marker: string | undefined, isMore = true; isMore;) {
      const page = new commands.ListAttachedRolePoliciesCommand({ RoleName: name, Marker: marker });
      const answer = await call('iam:ListAttachedRolePolicies', (options) => iam.send(page, options));
      for (const { PolicyArn } of answer.AttachedPolicies ?? [])
        identity.push(await managed(PolicyArn ?? ''));
      [marker, isMore] = [answer.Marker, answer.IsTruncated === true];
    }
    for (let marker: string | undefined, isMore = true; isMore;) {
      const page = new commands.ListRolePoliciesCommand({ RoleName: name, Marker: marker });
      const answer = await call('iam:ListRolePolicies', (options) => iam.send(page, options));
      for (const PolicyName of answer.PolicyNames ?? []) {
        const get = new commands.GetRolePolicyCommand({ RoleName: name, PolicyName });
        const { PolicyDocument } = await call('iam:GetRolePolicy', (options) => iam.send(get, options));
        identity.push({ name: PolicyName, document: parsePolicy(PolicyDocument) });
      }
      [marker, isMore] = [answer.Marker, answer.IsTruncated === true];
    }
    return { identity, boundary: boundary === undefined ? undefined : await managed(boundary) };
  }

  async function managed(PolicyArn: string): Promise<NamedPolicy> {
    const { GetPolicyCommand, GetPolicyVersionCommand } = await sdk();
    const iam = await client.get();
    const { Policy } = await call('iam:GetPolicy', (options) =>
      iam.send(new GetPolicyCommand({ PolicyArn }), options),
    );
    const version = new GetPolicyVersionCommand({ PolicyArn, VersionId: Policy?.DefaultVersionId });
    const { PolicyVersion } = await call('iam:GetPolicyVersion', (options) => iam.send(version, options));
    return { name: PolicyArn, document: parsePolicy(PolicyVersion?.Document) };
  }

  return { role, roleWithId, mayDelete, close: () => client.close() };
}

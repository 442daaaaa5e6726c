import type { Role } from '@furl/cloud-assembly';
import type { Caller, NamedPolicy, Policies } from '@furl/iam';
import type { Key } from '@furl/sigv4';
import type { SessionCredentials } from '../runtime/runnable-function';
import { awsManagedPolicy } from './aws-managed-policies';
import { KeyRing } from './key-ring';
import { mintCredentials } from './mint-credentials';
import type { Principal } from './principal';

/** The role of the person at the terminal: an administrator, as most developers are in their own account. */
const DEVELOPER_ROLE = 'FurlDeveloper';
const DEVELOPER_SESSION = 'developer';
const DEVELOPER_ROLE_ID = 'AROAFURLDEVELOPER0000';

/** What a session is limited to that somebody asks for; those that functions have last as long as the emulator. */
export type SessionLimits = Pick<Principal, 'expiration' | 'sessionPolicy'>;

/** A session of a role: who is in it, and what the role may do. */
interface Session extends SessionLimits {
  readonly roleName: string;
  readonly roleId: string;
  readonly roleArn: string;
  readonly sessionName: string;
  readonly identityPolicies: readonly NamedPolicy[];
  readonly permissionsBoundary: NamedPolicy | undefined;
}

/** A role as IAM sees it when it is asked what the role may do. */
export interface RolePolicies {
  readonly caller: Caller;
  readonly policies: Policies;
}

/** The local AWS account: who there is, which keys they hold, what their policies say. Unknown keys are nobody's. */
export class Account {
  private readonly keys = new KeyRing();

  /**
   * @param accountId 12 digits: the developer's
   * @param roles the template's roles
   */
  constructor(
    readonly accountId: string,
    private readonly partition: string,
    private roles: readonly Role[],
  ) {}

  /** The key of that id, or undefined when nobody holds it. It may have come to its end: see `isExpired`. */
  readonly lookUp = (accessKeyId: string): Key<Principal> | undefined => this.keys.get(accessKeyId);

  /** The template's roles. */
  get allRoles(): readonly Role[] {
    return this.roles;
  }

  /** The template's role of that ARN. */
  role(roleArn: string): Role | undefined {
    return this.roles.find(({ arn }) => arn === roleArn);
  }

  /** What the policies of a role say, for questions about what it may do; undefined when the template has no such role. */
  policiesOfRole(roleArn: string): RolePolicies | undefined {
    const role = this.role(roleArn);
    if (role === undefined) return undefined;
    const { identityPolicies, permissionsBoundary, roleId } = sessionOf(role, role.roleName, {});
    return {
      caller: { kind: 'role', accountId: roleArn.split(':')[4] ?? '', arn: roleArn, roleArn, userId: roleId },
      policies: {
        identity: identityPolicies,
        resource: [],
        ...(permissionsBoundary && { boundary: permissionsBoundary }),
      },
    };
  }

  /**
   * Takes the roles of a template that has changed. Keys that were given out go on working, with what their role may do
   * now; those of a role that is no more are nobody's.
   */
  replaceRoles(roles: readonly Role[]): void {
    this.roles = roles;
    this.keys.replacePrincipals((principal) => {
      const { caller, sessionName, expiration, sessionPolicy } = principal;
      if (caller.roleArn === this.developerArn) return principal;
      const role = this.role(caller.roleArn ?? '');
      const limits = { ...(expiration && { expiration }), ...(sessionPolicy && { sessionPolicy }) };
      return role && this.principal(principal.accessKeyId, sessionOf(role, sessionName, limits));
    });
  }

  /**
   * Gives out temporary credentials of a role, as the Lambda service does for a function's execution environment, and STS
   * to those who may have them: whether the role may be assumed is not asked here.
   *
   * @returns undefined when the template has no such role
   */
  assumeRole(
    roleArn: string,
    sessionName: string,
    limits: SessionLimits = {},
  ): SessionCredentials | undefined {
    const role = this.role(roleArn);
    return role && this.admit(mintCredentials(), sessionOf(role, sessionName, limits));
  }

  /**
   * Lets the person at the terminal in.
   *
   * @param credentials of an earlier run, so that a shell that has them goes on working; new ones when absent
   */
  admitDeveloper(credentials: SessionCredentials = mintCredentials()): SessionCredentials {
    const document = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow' as const, Action: '*', Resource: '*' }],
    };
    return this.admit(credentials, {
      roleName: DEVELOPER_ROLE,
      roleId: DEVELOPER_ROLE_ID,
      roleArn: this.developerArn,
      sessionName: DEVELOPER_SESSION,
      identityPolicies: [{ name: 'AdministratorAccess', document }],
      permissionsBoundary: undefined,
    });
  }

  private get developerArn(): string {
    return `arn:${this.partition}:iam::${this.accountId}:role/${DEVELOPER_ROLE}`;
  }

  private admit(credentials: SessionCredentials, session: Session): SessionCredentials {
    this.keys.add(credentials, this.principal(credentials.accessKeyId, session));
    return credentials;
  }

  private principal(accessKeyId: string, session: Session): Principal {
    const { roleName, roleId, roleArn, sessionName, ...rights } = session;
    // A role may be of a stack that names another account.
    const [, partition = this.partition, , , accountId = this.accountId] = roleArn.split(':');
    const userArn = `arn:${partition}:sts::${accountId}:assumed-role/${roleName}/${sessionName}`;
    const userId = `${roleId}:${sessionName}`;
    return {
      caller: { kind: 'assumed-role', accountId, arn: userArn, roleArn, userId },
      accessKeyId,
      accountId,
      userId,
      userArn,
      sessionName,
      ...rights,
    };
  }
}

function sessionOf(role: Role, sessionName: string, limits: SessionLimits): Session {
  const attached = role.managedPolicyArns.flatMap((arn): NamedPolicy[] => {
    const document = awsManagedPolicy(arn);
    return document === undefined ? [] : [{ name: arn, document }];
  });
  return {
    roleName: role.roleName,
    roleId: role.roleId,
    roleArn: role.arn,
    sessionName,
    identityPolicies: [...role.policies, ...attached],
    permissionsBoundary: role.permissionsBoundary && boundaryOf(role.permissionsBoundary),
    ...limits,
  };
}

/** A boundary of which nothing is known here allows nothing: what is not read must not be passed over. */
function boundaryOf({ arn, document }: NonNullable<Role['permissionsBoundary']>): NamedPolicy {
  return { name: arn, document: document ?? awsManagedPolicy(arn) ?? { Statement: [] } };
}

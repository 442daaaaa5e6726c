import { randomBytes } from 'node:crypto';
import type { Role } from '@furl/cloud-assembly';
import type { NamedPolicy } from '@furl/iam';
import type { Key } from '@furl/sigv4';
import type { SessionCredentials } from '../runtime/runnable-function';
import { awsManagedPolicy } from './aws-managed-policies';
import type { Principal } from './principal';

/** The role of the person at the terminal: an administrator, as most developers are in their own account. */
const DEVELOPER_ROLE = 'FurlDeveloper';
const DEVELOPER_SESSION = 'developer';
const DEVELOPER_ROLE_ID = 'AROAFURLDEVELOPER0000';

/** The local AWS account: who there is, which keys they hold, what their policies say. Unknown keys are nobody's. */
export class Account {
  private readonly keys = new Map<string, Key<Principal>>();
  /** What was given out for the template's roles, by access key id. */
  private readonly issued = new Map<
    string,
    { readonly credentials: SessionCredentials; readonly roleArn: string; readonly sessionName: string }
  >();

  /**
   * @param accountId 12 digits: the developer's
   * @param roles the template's roles
   */
  constructor(
    readonly accountId: string,
    private readonly partition: string,
    private roles: readonly Role[],
  ) {}

  /** The key of that id, or undefined when nobody holds it. */
  readonly lookUp = (accessKeyId: string): Key<Principal> | undefined => this.keys.get(accessKeyId);

  /**
   * Takes the roles of a template that has changed. Keys that were given out go on working, with what their role may do
   * now; those of a role that is no more are nobody's.
   */
  replaceRoles(roles: readonly Role[]): void {
    this.roles = roles;
    for (const [accessKeyId, { credentials, roleArn, sessionName }] of [...this.issued]) {
      if (this.assumeRole(roleArn, sessionName, credentials) !== undefined) continue;
      this.issued.delete(accessKeyId);
      this.keys.delete(accessKeyId);
    }
  }

  /**
   * Gives out temporary credentials of a role, as the Lambda service does for a function's execution environment.
   *
   * @param credentials given out before
   * @returns undefined when the template has no such role
   */
  assumeRole(
    roleArn: string,
    sessionName: string,
    credentials: SessionCredentials = mintCredentials(),
  ): SessionCredentials | undefined {
    const role = this.roles.find(({ arn }) => arn === roleArn);
    if (role === undefined) return undefined;
    const attached = role.managedPolicyArns.flatMap((arn): NamedPolicy[] => {
      const document = awsManagedPolicy(arn);
      return document === undefined ? [] : [{ name: arn, document }];
    });
    this.issued.set(credentials.accessKeyId, { credentials, roleArn, sessionName });
    return this.admit(credentials, role.roleName, role.roleId, sessionName, {
      identityPolicies: [...role.policies, ...attached],
      permissionsBoundary: role.permissionsBoundary && boundaryOf(role.permissionsBoundary),
      roleArn: role.arn,
    });
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
    return this.admit(credentials, DEVELOPER_ROLE, DEVELOPER_ROLE_ID, DEVELOPER_SESSION, {
      identityPolicies: [{ name: 'AdministratorAccess', document }],
      permissionsBoundary: undefined,
      roleArn: `arn:${this.partition}:iam::${this.accountId}:role/${DEVELOPER_ROLE}`,
    });
  }

  private admit(
    credentials: SessionCredentials,
    roleName: string,
    roleId: string,
    sessionName: string,
    rights: Pick<Principal, 'identityPolicies' | 'permissionsBoundary'> & { readonly roleArn: string },
  ): SessionCredentials {
    // A role may be of a stack that names another account.
    const [, partition = this.partition, , , accountId = this.accountId] = rights.roleArn.split(':');
    const userArn = `arn:${partition}:sts::${accountId}:assumed-role/${roleName}/${sessionName}`;
    const userId = `${roleId}:${sessionName}`;
    const { accessKeyId, secretAccessKey, sessionToken } = credentials;
    const principal: Principal = {
      caller: { kind: 'assumed-role', accountId, arn: userArn, roleArn: rights.roleArn, userId },
      accessKeyId,
      accountId,
      userId,
      userArn,
      identityPolicies: rights.identityPolicies,
      permissionsBoundary: rights.permissionsBoundary,
    };
    this.keys.set(accessKeyId, { secretAccessKey, sessionToken, principal });
    return credentials;
  }
}

/** A boundary of which nothing is known here allows nothing: what is not read must not be passed over. */
function boundaryOf({ arn, document }: NonNullable<Role['permissionsBoundary']>): NamedPolicy {
  return { name: arn, document: document ?? awsManagedPolicy(arn) ?? { Statement: [] } };
}

/** Temporary credentials in the form in which STS gives them out: an id that begins with ASIA, and a token. */
function mintCredentials(): SessionCredentials {
  return {
    accessKeyId: `ASIA${base32(randomBytes(10))}`,
    secretAccessKey: randomBytes(30).toString('base64'),
    sessionToken: randomBytes(96).toString('base64'),
  };
}

/** 16 characters of [A-Z2-7] from 10 bytes (RFC 4648 §6). */
function base32(bytes: Buffer): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  let bits = 0n;
  for (const byte of bytes) bits = (bits << 8n) | BigInt(byte);
  let text = '';
  for (let index = 0; index < 16; index += 1) {
    text = alphabet.charAt(Number(bits & 31n)) + text;
    bits >>= 5n;
  }
  return text;
}

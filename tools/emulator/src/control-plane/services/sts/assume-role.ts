import type { NamedPolicy, PolicyStatement } from '@furl/iam';
import { ApiError } from '../../api-error';
import type { ApiCall, Operation } from '../../operation';
import { validationError } from '../validation-error';

/** In seconds (STS API Reference, "AssumeRole", DurationSeconds). */
const SHORTEST = 900;
const LONGEST = 43_200;
/** One hour: the default, and the limit of "role chaining", which every call here is, as only roles have keys. */
const CHAINING_LIMIT = 3600;

/** In characters (STS API Reference, "AssumeRole", Policy). */
const POLICY_LIMIT = 2048;

/** Parameters that would change what the session may do, and that nothing here reads. */
const UNREAD = [
  'PolicyArns',
  'Tags',
  'TransitiveTagKeys',
  'SerialNumber',
  'TokenCode',
  'SourceIdentity',
  'ProvidedContexts',
];

/** Temporary credentials of a role in the template. */
export const assumeRole: Operation = {
  name: 'AssumeRole',
  action: 'sts:AssumeRole',
  target: (call) => {
    const { roleArn, sessionName } = read(call);
    const { backend, input, principal } = call;
    const role = backend.account.role(roleArn);
    if (role === undefined) {
      // AWS does not tell roles that are not there from those that may not be assumed.
      throw new ApiError(
        'AccessDenied',
        403,
        `User: ${principal.userArn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
        `the template has no role ${roleArn}; the roles of its functions are ${rolesOf(call)}`,
      );
    }
    const policy = statementsOf(role.assumeRolePolicy?.Statement);
    const given = { 'sts:RoleSessionName': sessionName, 'sts:ExternalId': input.get('ExternalId') };
    // A key that no policy speaks of would only make the explanation longer.
    const { identityPolicies, permissionsBoundary, sessionPolicy } = principal;
    const all = [policy, identityPolicies, permissionsBoundary, sessionPolicy];
    const spoken = JSON.stringify(all).toLowerCase();
    const context = Object.fromEntries(
      Object.entries(given).flatMap(([key, value]) =>
        value !== undefined && spoken.includes(key.toLowerCase()) ? [[key, value] as const] : [],
      ),
    );
    const accountId = roleArn.split(':')[4] ?? '';
    return { resource: roleArn, accountId, policy, context, isTrustPolicy: true };
  },
  handle: (call) => {
    const { roleArn, sessionName, seconds, sessionPolicy } = read(call);
    const { account, clock } = call.backend;
    const expiration = new Date(Math.floor(clock().getTime() / 1000 + seconds) * 1000);
    const credentials = account.assumeRole(roleArn, sessionName, {
      expiration,
      ...(sessionPolicy && { sessionPolicy }),
    });
    const principal = credentials && account.lookUp(credentials.accessKeyId)?.principal;
    if (credentials === undefined || principal === undefined) {
      throw new Error(`the role ${roleArn} went away while it was assumed`);
    }
    return {
      body: {
        Credentials: {
          AccessKeyId: credentials.accessKeyId,
          SecretAccessKey: credentials.secretAccessKey,
          SessionToken: credentials.sessionToken,
          Expiration: expiration.toISOString().replace('.000Z', 'Z'),
        },
        AssumedRoleUser: { AssumedRoleId: principal.userId, Arn: principal.userArn },
        PackedPolicySize: sessionPolicy && packedSize(call),
      },
    };
  },
};

interface AssumeRoleInput {
  readonly roleArn: string;
  readonly sessionName: string;
  readonly seconds: number;
  readonly sessionPolicy: NamedPolicy | undefined;
}

function read({ input }: ApiCall): AssumeRoleInput {
  for (const name of input.names) {
    if (UNREAD.includes(name)) {
      throw new ApiError(
        'ValidationError',
        400,
        `The emulator's AssumeRole does not know ${name}.`,
        `AssumeRole with ${name} is not understood here, and a session without it would be another one: leave it out`,
      );
    }
  }
  const roleArn = pattern(input, 'RoleArn', /^[\t\n\r\u0020-\u{10FFFF}]+$/u, 20, 2048);
  if (!/^arn:[\w-]+:iam::\d{12}:role\/\S+$/.test(roleArn)) throw invalid(`${roleArn} is invalid`);
  return {
    roleArn,
    sessionName: pattern(input, 'RoleSessionName', /^[\w+=,.@-]*$/, 2, 64),
    seconds: duration(input.get('DurationSeconds')),
    sessionPolicy: policy(input.get('Policy')),
  };
}

function pattern(
  input: ApiCall['input'],
  name: string,
  wanted: RegExp,
  shortest: number,
  longest: number,
): string {
  const value = input.get(name);
  if (value === undefined) throw validationError(name, value, '');
  if (value.length < shortest) {
    throw validationError(name, value, `Member must have length greater than or equal to ${shortest}`);
  }
  if (value.length > longest) {
    throw validationError(name, value, `Member must have length less than or equal to ${longest}`);
  }
  if (wanted.test(value)) return value;
  throw validationError(
    name,
    value,
    `Member must satisfy regular expression pattern: ${wanted.source.slice(1, -1)}`,
  );
}

function duration(text: string | undefined): number {
  if (text === undefined) return CHAINING_LIMIT;
  const seconds = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (!(seconds >= SHORTEST)) {
    throw validationError(
      'DurationSeconds',
      text,
      `Member must have value greater than or equal to ${SHORTEST}`,
    );
  }
  if (seconds > LONGEST) {
    throw validationError('DurationSeconds', text, `Member must have value less than or equal to ${LONGEST}`);
  }
  if (seconds <= CHAINING_LIMIT) return seconds;
  throw new ApiError(
    'ValidationError',
    400,
    'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
    `DurationSeconds is ${seconds}: whoever has a key here is in a role already, and then AWS gives at most ${CHAINING_LIMIT}`,
  );
}

function policy(text: string | undefined): NamedPolicy | undefined {
  if (text === undefined) return undefined;
  if (text.length > POLICY_LIMIT) {
    throw validationError('Policy', text, `Member must have length less than or equal to ${POLICY_LIMIT}`);
  }
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    document = undefined;
  }
  if (typeof document !== 'object' || document === null || !('Statement' in document)) {
    throw new ApiError(
      'MalformedPolicyDocument',
      400,
      'Syntax errors in policy.',
      'the session policy (Policy) is not a JSON object with a Statement',
    );
  }
  return { name: 'session policy of AssumeRole', document: document as NamedPolicy['document'] };
}

/** In per cent of what STS takes. */
function packedSize({ input }: ApiCall): number {
  return Math.ceil(((input.get('Policy')?.length ?? 0) / POLICY_LIMIT) * 100);
}

function statementsOf(
  statements: PolicyStatement | readonly PolicyStatement[] | undefined,
): readonly PolicyStatement[] {
  if (statements === undefined) return [];
  return Array.isArray(statements)
    ? (statements as readonly PolicyStatement[])
    : [statements as PolicyStatement];
}

function rolesOf({ backend }: ApiCall): string {
  const arns = backend.functions().flatMap(({ fn }) => (fn.roleArn === undefined ? [] : [fn.roleArn]));
  return [...new Set(arns)].join(', ') || '(none)';
}

function invalid(message: string): ApiError {
  return new ApiError('ValidationError', 400, message);
}

import { sign, type Credentials, type SignOptions } from '@furl/sigv4';
import { send, type WireAnswer, type WireRequest } from './exchange';

/** The function URLs that the cases call, by the names that the template's outputs have. */
export const URL_NAMES = [
  'echo',
  'alias',
  'iam',
  'returns',
  'callsBack',
  'callsBackOnNodejs24',
  'returnsLarge',
  'returnsOnStream',
  'fails',
  'stream',
  'streamFails',
  'single',
  'closed',
  'cors',
  'corsIam',
  'halfPublic',
  'otherHalfPublic',
  'unpermitted',
] as const;
/** One of {@link URL_NAMES}. */
export type UrlName = (typeof URL_NAMES)[number];

/** The roles that the cases call as, by the names that the template's outputs have. */
export const ROLE_NAMES = [
  'roleWithBoth',
  'roleWithBothInText',
  'roleWithoutCondition',
  'roleWithUrlOnly',
  'roleWithInvokeOnly',
  'roleForPublicUrls',
  'roleWithDeny',
  'roleWithNothing',
  'roleOfResourcePolicy',
  'roleWithOneOfEach',
] as const;
/** One of {@link ROLE_NAMES}. */
export type RoleName = (typeof ROLE_NAMES)[number];

/** Where the cases run. */
export interface Target {
  readonly urls: Readonly<Record<UrlName, string>>;
  /** Of somebody who may call every URL and assume every role. */
  readonly credentials: Credentials;
  /** Temporary credentials of a role in the template (STS, AssumeRole). */
  readonly assume: (role: RoleName) => Promise<Credentials>;
  /** True when it is AWS: then the URLs are `https`, without a port. */
  readonly isAws: boolean;
}

/** How a request is signed: like {@link SignOptions}, all of it with a default. */
export interface Signing extends Partial<SignOptions> {
  /** What is sent in place of the body that was signed. */
  readonly sentBody?: string;
}

/** Sends a signed request. */
export async function sendSigned(
  { urls, credentials }: Target,
  name: UrlName,
  request: WireRequest = {},
  { sentBody, ...options }: Signing = {},
): Promise<WireAnswer> {
  const url = urls[name];
  const { target = '/', body = '', headers = [] } = request;
  const [path = '/', query = ''] = target.split('?', 2);
  const method = request.method ?? (body.length > 0 ? 'POST' : 'GET');
  const signed = await sign(
    { method, host: new URL(url).host, path, query, headers, body },
    { credentials, ...options },
  );
  return send(url, {
    method,
    target: signed.query ? `${signed.path}?${signed.query}` : signed.path,
    headers: signed.headers.filter(([header]) => header !== 'host'),
    body: sentBody ?? body,
  });
}

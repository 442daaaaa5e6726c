import { regionAndService, SigV4Error } from '@furl/sigv4';

import { ConfigurationError } from './errors';
import { pathFault } from './request-target';
import { shown } from './shown';
import { parseUpstream, type Upstream } from './upstream-url';

/** What the environment says, checked. */
export interface ProxyConfig {
  readonly upstream: Upstream;
  /** The region that the signature is for. */
  readonly region: string;
  /** How the function URL wants the answer: the InvokeMode that it was made with. */
  readonly invokeMode: InvokeMode;
  /** The only methods that are forwarded; undefined for all. */
  readonly allowedMethods: readonly string[] | undefined;
  /** Paths are forwarded when one of these is the path itself or whole segments at its beginning; undefined for all. */
  readonly allowedPathPrefixes: readonly string[] | undefined;
  /** Whether the client's Authorization reaches the upstream, as `x-original-authorization`. */
  readonly handsOnAuthorization: boolean;
  /** Bytes of the largest request body, decoded. */
  readonly maximumRequestBytes: number;
  /** The path whose GET and HEAD are answered here; undefined for none. */
  readonly healthPath: string | undefined;
  /** Milliseconds to get a connection in. */
  readonly connectTimeoutMs: number;
  /** Milliseconds until the answer begins; undefined for all the time that there is. */
  readonly firstByteTimeoutMs: number | undefined;
}

/** InvokeMode of a function URL. */
export type InvokeMode = 'BUFFERED' | 'RESPONSE_STREAM';

type Environment = Readonly<Record<string, string | undefined>>;

/** Bytes of the largest request that a function takes (AWS Lambda Developer Guide, "Lambda quotas"). */
export const platformRequestBytes = 6 * 1024 * 1024;

/**
 * Reads and checks the configuration: the variables in the README of this app.
 *
 * @param environment the environment of the function
 * @throws ConfigurationError in one line: which variable, its value without secrets, and what to set instead
 */
export function readConfig(environment: Environment): ProxyConfig {
  refuseUnknown(environment);
  const upstream = parseUpstream(environment['LAMBDA_SERVER_URL']);
  const allowedPathPrefixes = list(
    environment,
    'PROXY_ALLOWED_PATH_PREFIXES',
    (item) => pathFault(item) === undefined,
    'paths that begin with "/", separated by commas, such as /api,/assets',
  );
  return {
    upstream,
    region: region(upstream, environment['AWS_REGION']),
    invokeMode: oneOf(environment, 'PROXY_INVOKE_MODE', ['BUFFERED', 'RESPONSE_STREAM']),
    allowedMethods: list(
      environment,
      'PROXY_ALLOWED_METHODS',
      (item) => /^[!#$%&'*+.^_`|~0-9A-Z-]+$/.test(item) && item !== 'CONNECT',
      'methods in upper case, separated by commas, such as GET,HEAD,POST',
    ),
    allowedPathPrefixes,
    handsOnAuthorization: oneOf(environment, 'PROXY_HAND_ON_AUTHORIZATION', ['false', 'true']) === 'true',
    maximumRequestBytes:
      wholeNumber(environment, 'PROXY_MAX_REQUEST_BYTES', 0, platformRequestBytes) ?? platformRequestBytes,
    healthPath: healthPath(environment, allowedPathPrefixes),
    connectTimeoutMs: wholeNumber(environment, 'PROXY_CONNECT_TIMEOUT_MS', 1, longestTimeoutMs) ?? 3_000,
    firstByteTimeoutMs: wholeNumber(environment, 'PROXY_FIRST_BYTE_TIMEOUT_MS', 1, longestTimeoutMs),
  };
}

/** A function runs no longer (AWS Lambda Developer Guide, "Lambda quotas"). */
const longestTimeoutMs = 900_000;

const known = new Set([
  'PROXY_ALLOWED_METHODS',
  'PROXY_ALLOWED_PATH_PREFIXES',
  'PROXY_CONNECT_TIMEOUT_MS',
  'PROXY_FIRST_BYTE_TIMEOUT_MS',
  'PROXY_HAND_ON_AUTHORIZATION',
  'PROXY_HEALTH_PATH',
  'PROXY_INVOKE_MODE',
  'PROXY_MAX_REQUEST_BYTES',
]);

/** A misspelt list of what is allowed would allow everything. */
function refuseUnknown(environment: Environment): void {
  const unknown = Object.keys(environment).find((name) => name.startsWith('PROXY_') && !known.has(name));
  if (unknown === undefined) return;
  throw new ConfigurationError(
    `${shown(unknown)} is not a variable of this proxy: remove it, or use one of ${[...known].join(', ')}`,
  );
}

function region(upstream: Upstream, fallback: string | undefined): string {
  const found = regionOf(upstream.host) ?? fallback;
  if (found !== undefined && /^[a-z0-9-]+$/.test(found)) return found;
  throw new ConfigurationError(
    `LAMBDA_SERVER_URL names the host ${upstream.host}, which does not say its region, and AWS_REGION is ` +
      `${shown(found)}: use the function URL itself, or set AWS_REGION to the upstream's region, such as eu-central-1.`,
  );
}

function regionOf(host: string): string | undefined {
  try {
    return regionAndService(host).region;
  } catch (error) {
    if (error instanceof SigV4Error && error.code === 'UnknownScope') return undefined;
    throw error;
  }
}

/** The first choice is the default. */
function oneOf<const T extends string>(
  environment: Environment,
  name: string,
  choices: readonly [T, ...T[]],
): T {
  const value = environment[name] ?? choices[0];
  const found = choices.find((choice) => choice === value);
  if (found === undefined) throw refusal(name, value, choices.join(' or '));
  return found;
}

function wholeNumber(
  environment: Environment,
  name: string,
  minimum: number,
  maximum: number,
): number | undefined {
  const value = environment[name];
  if (value === undefined) return undefined;
  const number = /^\d{1,9}$/.test(value) ? Number(value) : -1;
  if (number >= minimum && number <= maximum) return number;
  throw refusal(name, value, `a whole number from ${minimum} to ${maximum}`);
}

function list(
  environment: Environment,
  name: string,
  isItem: (item: string) => boolean,
  wayOut: string,
): readonly string[] | undefined {
  const value = environment[name];
  if (value === undefined) return undefined;
  const items = value.split(',').map((item) => item.trim());
  if (!items.every(isItem)) throw refusal(name, value, wayOut);
  return items;
}

/**
 * Where the proxy answers itself, the upstream is not asked. With a list of prefixes that can be ruled out, so it is; without
 * one every path may be the upstream's, and every start and every such answer says so.
 */
function healthPath(environment: Environment, prefixes: readonly string[] | undefined): string | undefined {
  const name = 'PROXY_HEALTH_PATH';
  const value = environment[name];
  if (value === undefined) return undefined;
  if (pathFault(value) !== undefined || value === '/') {
    throw refusal(name, value, 'a path that begins with "/", without a query, such as /.proxy/health');
  }
  const shadowed = prefixes?.find((prefix) => isWithin(value, prefix));
  if (shadowed === undefined) return value;
  throw refusal(
    name,
    value,
    `a path outside of PROXY_ALLOWED_PATH_PREFIXES: within ${shadowed} it would hide a path of the upstream`,
  );
}

/** Whether a path is the prefix, or whole segments of it come first. */
export function isWithin(path: string, prefix: string): boolean {
  if (!path.startsWith(prefix)) return false;
  return path.length === prefix.length || prefix.endsWith('/') || path[prefix.length] === '/';
}

function refusal(name: string, value: string, wayOut: string): ConfigurationError {
  return new ConfigurationError(`${name} is ${shown(value)}: set it to ${wayOut}`);
}

import { regionAndService, SigV4Error } from '@furl/sigv4';

import { ConfigurationError } from './errors';

/** The one place that requests are signed for and sent to. */
export interface Upstream {
  readonly protocol: 'http:' | 'https:';
  /** The name as it is connected to, IPv6 without brackets. */
  readonly hostname: string;
  /** Empty for the protocol's own. */
  readonly port: string;
  /** The Host field: name and, unless it is the protocol's own, port. */
  readonly host: string;
}

/** What the environment says, checked. */
export interface ProxyConfig {
  readonly upstream: Upstream;
  /** The region that the signature is for. */
  readonly region: string;
}

/**
 * Reads and checks the configuration: `LAMBDA_SERVER_URL` and, for a host that does not name its region, `AWS_REGION`.
 *
 * @param environment the environment of the function
 * @throws ConfigurationError in one line: which variable, its value without secrets, and what to set instead
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): ProxyConfig {
  const upstream = parseUpstream(environment['LAMBDA_SERVER_URL']);
  const region = regionOf(upstream.host) ?? environment['AWS_REGION'];
  if (region === undefined || !/^[a-z0-9-]+$/.test(region)) {
    throw new ConfigurationError(
      `LAMBDA_SERVER_URL names the host ${upstream.host}, which does not say its region, and AWS_REGION is ` +
        `${shown(region)}: use the function URL itself, or set AWS_REGION to the upstream's region, such as eu-central-1.`,
    );
  }
  return { upstream, region };
}

const variable = 'LAMBDA_SERVER_URL';
const example = 'https://<url-id>.lambda-url.<region>.on.aws/';

function parseUpstream(value: string | undefined): Upstream {
  if (value === undefined || value === '') {
    throw new ConfigurationError(
      `${variable} is ${value === undefined ? 'missing' : 'empty'}: set it to the function URL to forward to, such as ${example}`,
    );
  }
  // The text is checked before it is parsed: a URL parser resolves, trims and drops what must be refused.
  const parts = /^(https?):\/\/([^/?#\\]*)(.*)$/is.exec(value);
  if (parts === null) throw refusal(value, 'is not an https URL');
  const [, , authority = '', rest = ''] = parts;
  if (authority.includes('@')) throw refusal(value, 'holds a user name or password');
  if (rest !== '' && rest !== '/') throw refusal(value, 'has a path, query or fragment');
  if (!/^[\x21-\x7e]+$/.test(authority)) throw refusal(value, 'has no host name in ASCII');
  if (!URL.canParse(value)) throw refusal(value, 'is not a URL');

  const url = new URL(value);
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw refusal(value, 'is not https, and http is for localhost, *.localhost, 127.0.0.0/8 and [::1] only');
  }
  return {
    protocol: url.protocol === 'http:' ? 'http:' : 'https:',
    hostname: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port,
    host: url.host,
  };
}

function regionOf(host: string): string | undefined {
  try {
    return regionAndService(host).region;
  } catch (error) {
    if (error instanceof SigV4Error && error.code === 'UnknownScope') return undefined;
    throw error;
  }
}

/** RFC 6761 §6.3 for the names, RFC 1122 §3.2.1.3 and RFC 4291 §2.5.3 for the addresses. */
function isLoopback(hostname: string): boolean {
  return /^(?:(?:.+\.)?localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}

function refusal(value: string, fault: string): ConfigurationError {
  return new ConfigurationError(
    `${variable} is ${shown(value)}, which ${fault}: set it to the function URL to forward to, such as ${example}`,
  );
}

/** A value in one line of ASCII, cut, and without what may be a secret: what stands before @ and after ? or #. */
function shown(value: string | undefined): string {
  if (value === undefined) return 'missing';
  const withoutSecrets = value
    .replace(/^(\w+:\/\/)?.*@/is, '$1...@')
    .replace(/[?#].*$/s, (tail) => `${tail.charAt(0)}...`);
  const cut = withoutSecrets.length > 200 ? `${withoutSecrets.slice(0, 200)}...` : withoutSecrets;
  return JSON.stringify(cut.replace(/[^\x20-\x7e]/g, '?'));
}

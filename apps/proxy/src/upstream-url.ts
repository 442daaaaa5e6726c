import { ConfigurationError } from './errors';
import { shown } from './shown';

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

const variable = 'LAMBDA_SERVER_URL';
const example = 'https://<url-id>.lambda-url.<region>.on.aws/';

/**
 * Reads `LAMBDA_SERVER_URL`: https, or http for loopback only; no user, path, query or fragment.
 *
 * @throws ConfigurationError with the value, without what may be a secret in it
 */
export function parseUpstream(value: string | undefined): Upstream {
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

/** RFC 6761 §6.3 for the names, RFC 1122 §3.2.1.3 and RFC 4291 §2.5.3 for the addresses. */
function isLoopback(hostname: string): boolean {
  return /^(?:(?:.+\.)?localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}

function refusal(value: string, fault: string): ConfigurationError {
  return new ConfigurationError(
    `${variable} is ${shown(value)}, which ${fault}: set it to the function URL to forward to, such as ${example}`,
  );
}

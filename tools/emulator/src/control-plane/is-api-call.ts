import type { IncomingMessage } from 'node:http';

/**
 * True when a request is for the AWS APIs and not for a function URL: when the host that it names is this machine itself,
 * as in `AWS_ENDPOINT_URL=http://localhost:4600`. Other names, which somebody else's DNS may have pointed here, are not.
 */
export function isApiCall({ url = '/', headers }: IncomingMessage): boolean {
  // A target in absolute-form takes the place of the Host header (RFC 9112 §3.2.2).
  const authority = url.startsWith('/') ? headers.host : /^https?:\/\/([^/?#]*)/i.exec(url)?.[1];
  return authority !== undefined && !FUNCTION_URL.test(authority) && THIS_MACHINE.test(authority);
}

const THIS_MACHINE = /^(?:(?:[a-z0-9-]+\.)*localhost\.?|127(?:\.\d{1,3}){3}|\[::1\])(?::\d*)?$/i;
const FUNCTION_URL = /\.lambda-url\./i;

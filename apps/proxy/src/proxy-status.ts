/**
 * The Proxy-Status field of an answer that is the proxy's own (RFC 9209).
 *
 * @param code the type of the error. Our own type is no word of the registry: there the status tells what came from upstream
 */
export function proxyStatus(code: string): string {
  return code === 'upstream_access_denied' ? 'furl-proxy; received-status=403' : `furl-proxy; error=${code}`;
}

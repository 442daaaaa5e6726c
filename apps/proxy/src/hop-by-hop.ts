/**
 * Fields that belong to one connection and end at a proxy, whether or not a Connection field names them
 * (RFC 9110 §7.6.1), and the two of proxy authentication, which concern the next proxy only (§11.7).
 */
const hopByHop: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/**
 * The names of the fields that must not be handed on: the hop-by-hop ones and those that a Connection field names.
 *
 * @param connection the values of the Connection fields of the message
 * @returns names in lower case
 */
export function endsHere(connection: readonly string[]): ReadonlySet<string> {
  if (connection.length === 0) return hopByHop;
  const names = new Set(hopByHop);
  for (const value of connection) {
    for (const name of value.split(',')) names.add(name.trim().toLowerCase());
  }
  return names;
}

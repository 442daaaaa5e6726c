/**
 * The environment variable that tells a sandbox which network it is in. It stays in the environment, so that workers and
 * Node.js processes that a handler starts have the same network.
 */
export const NETWORK_RULES_VARIABLE = 'FURL_NETWORK_RULES';

/** Where a sandbox finds its network, and itself in it. */
export interface NetworkRules {
  /** A file with a `Network` of `@furl/hyperplane`, as JSON. */
  readonly file: string;
  /** The function's id in it. */
  readonly function: string;
}

/**
 * The environment variable that tells a sandbox what its network drops. It stays in the environment, so that workers and
 * Node.js processes that a handler starts have the same network.
 */
export const NETWORK_RULES_VARIABLE = 'FURL_NETWORK_RULES';

/** What a function's network lets through beside this machine. */
export interface NetworkRules {
  /** IPv4, of the VPC. */
  readonly cidrBlocks: readonly string[];
  /** AWS's own services may be inside. */
  readonly hasEndpoints: boolean;
  /** Why everything else is dropped; reads on after "dropped, as on AWS: ". */
  readonly because: string;
}

/** The rules in a variable's text; undefined when there are none. */
export function parseNetworkRules(text: string | undefined): NetworkRules | undefined {
  return text === undefined ? undefined : (JSON.parse(text) as NetworkRules);
}

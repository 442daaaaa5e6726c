/**
 * What a Hyperplane interface is there once for: a subnet and a *set* of security groups. The order of the groups does
 * not matter and none counts twice; the whole set does, not how many there are (Lambda Developer Guide, "Giving Lambda
 * functions access to resources in an Amazon VPC", "Lambda Hyperplane elastic network interfaces").
 */
export function eniKey(subnet: string, securityGroups: readonly string[]): string {
  return JSON.stringify([subnet, ...sortedGroups(securityGroups)]);
}

/** The groups of a key: sorted, each once. */
export function sortedGroups(securityGroups: readonly string[]): string[] {
  return [...new Set(securityGroups)].sort();
}

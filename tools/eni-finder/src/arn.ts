/** The name in a function's ARN, with or without a qualifier, or a name as it is. */
export function functionName(arnOrName: string): string {
  const [, , , , , , name] = arnOrName.split(':');
  return name ?? arnOrName.split(':').at(-1) ?? arnOrName;
}

/** The version in a function's ARN; undefined for `$LATEST` and without one. */
export function publishedVersion(arn: string): string | undefined {
  const qualifier = arn.split(':')[7];
  return qualifier === '$LATEST' ? undefined : qualifier;
}

/** The account in an ARN; undefined where it has none. */
export function accountOf(arn: string): string | undefined {
  return arn.split(':')[4] || undefined;
}

/** The Region in an ARN; undefined where it has none. */
export function regionOf(arn: string): string | undefined {
  return arn.split(':')[3] || undefined;
}

/** `aws`, `aws-cn`, …; `aws` where it is no ARN. */
export function partitionOf(arn: string | undefined): string {
  const [prefix, partition] = (arn ?? '').split(':');
  return prefix === 'arn' && partition ? partition : 'aws';
}

/** The name of a role, without its path. */
export function roleName(arn: string): string {
  return arn.split('/').at(-1) ?? arn;
}

import type { LambdaFunction } from '../cloud-assembly';
import { text } from './properties';
import type { LiveResource } from './resources';

/** What a function is when no version of it is asked for. */
export const LATEST = '$LATEST';

/** An alias or a published version. */
export interface Qualified {
  /** The function's, with the alias or the version behind it. */
  readonly arn: string;
  readonly version: string;
}

/** Reads an AWS::Lambda::Version. */
export function readVersion(live: LiveResource): Qualified {
  const arn = qualifiedArn(live);
  return { arn, version: arn.slice(arn.lastIndexOf(':') + 1) };
}

/** Reads an AWS::Lambda::Alias. */
export function readAlias(live: LiveResource): Qualified {
  return { arn: qualifiedArn(live), version: text(live, 'FunctionVersion') ?? LATEST };
}

/** The aliases and versions of the function of that ARN; a version that an alias stands for is there, wherever it was published. */
export function qualifiersOf(
  functionArn: string,
  published: readonly Qualified[],
): Pick<LambdaFunction, 'qualifiers'> {
  const own = published.filter(({ arn }) => arn.startsWith(`${functionArn}:`));
  if (own.length === 0) return {};
  const versions = own.flatMap(({ version }) => (version === LATEST ? [] : [[version, version] as const]));
  const names = own.map(({ arn, version }) => [arn.slice(functionArn.length + 1), version] as const);
  return { qualifiers: Object.fromEntries([...versions, ...names]) };
}

/** The version that a qualifier of a function stands for; `$LATEST` when there is none, or it is not known. */
export function versionOf(
  { qualifiers = {} }: Pick<LambdaFunction, 'qualifiers'>,
  qualifier?: string,
): string {
  if (qualifier === undefined || !Object.hasOwn(qualifiers, qualifier)) return LATEST;
  return qualifiers[qualifier] ?? LATEST;
}

function qualifiedArn({ scope, resource }: LiveResource): string {
  return String(scope.reference(resource.logicalId));
}

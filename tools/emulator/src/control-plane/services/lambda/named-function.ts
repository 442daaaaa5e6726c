import { LATEST, versionOf, type FunctionUrl } from '@furl/cloud-assembly';
import type { AuthorizationRequest } from '@furl/iam';
import type { DeployedVersion } from '../../../network/living-network';
import type { FunctionHost } from '../../../runtime/function-host';
import { ApiError } from '../../api-error';
import type { ApiCall, ServedFunction, Target } from '../../operation';
import { parseFunctionName } from './function-name';

/** The function that a call names, whether it is there or not. */
export interface NamedFunction {
  /** Unqualified. */
  readonly arn: string;
  readonly qualifier: string | undefined;
  readonly qualifiedArn: string;
  readonly accountId: string;
  readonly name: string;
  readonly served: ServedFunction | undefined;
}

/** One that is there. */
export interface ExistingFunction extends NamedFunction {
  readonly served: ServedFunction;
  /** What the qualifier stands for. */
  readonly version: DeployedVersion;
}

/** One that can run here. */
export interface RunnableFunction extends ExistingFunction {
  /** Of that version. */
  readonly host: FunctionHost;
}

/**
 * Finds the function that a call names: in the caller's account and the region that the call is signed for, unless its ARN
 * says otherwise.
 *
 * @throws ApiError when the name is none, or is of another region
 */
export function namedFunction({ input, region, principal, backend }: ApiCall): NamedFunction {
  const named = parseFunctionName(input.get('FunctionName') ?? '', input.get('Qualifier'));
  if (named.region !== undefined && named.region !== region) {
    throw new ApiError(
      'ResourceNotFoundException',
      404,
      `Functions from '${named.region}' are not reachable in this region ('${region}')`,
      `the ARN is of ${named.region}, and the call is signed for ${region}: set AWS_REGION=${named.region}`,
      { members: { Type: 'User' } },
    );
  }
  const { name, qualifier, accountId = principal.accountId } = named;
  const [, partition = 'aws'] = principal.userArn.split(':');
  const arn = `arn:${partition}:lambda:${region}:${accountId}:function:${name}`;
  return {
    arn,
    qualifier,
    qualifiedArn: qualifier === undefined ? arn : `${arn}:${qualifier}`,
    accountId,
    name,
    served: backend.functions().find(({ fn }) => fn.arn === arn),
  };
}

/** The function that a call names as what an action is done to. */
export function functionTarget(call: ApiCall, context: AuthorizationRequest['context'] = {}): Target {
  const { qualifiedArn, accountId, name, served } = namedFunction(call);
  return {
    resource: qualifiedArn,
    accountId,
    policy: served?.fn.policy ?? [],
    context,
    functionName: name,
  };
}

/**
 * The function that a call names, and that is there.
 *
 * @throws ApiError ResourceNotFoundException, with where it is instead
 */
export function existingFunction(call: ApiCall): ExistingFunction {
  const named = namedFunction(call);
  const { served, qualifier, qualifiedArn } = named;
  const version = served && hasQualifier(served, qualifier) ? deployedVersion(served, qualifier) : undefined;
  if (served !== undefined && version !== undefined) return { ...named, served, version };
  const known = served && qualifiersOf(served);
  throw new ApiError(
    'ResourceNotFoundException',
    404,
    `Function not found: ${qualifiedArn}`,
    known === undefined
      ? `there is no function ${qualifiedArn} here. ${elsewhere(call, named.name)}`
      : `${named.name} has no qualifier ${qualifier}; it has ${known.join(', ')}`,
    { members: { Type: 'User' } },
  );
}

/**
 * The function that a call names, to be run.
 *
 * @throws ApiError ResourceNotFoundException; InvalidRuntimeException for one that is deployed and cannot run here
 */
export function runnableFunction(call: ApiCall): RunnableFunction {
  const named = existingFunction(call);
  const host = named.served.hostOf(named.qualifier);
  if (host !== undefined) return { ...named, host };
  const { runtime } = named.served.fn;
  throw new ApiError(
    'InvalidRuntimeException',
    502,
    `The runtime or runtime version specified is not supported: ${runtime}`,
    `${named.qualifiedArn} is deployed, and cannot run here: what was said at start tells why`,
    { members: { Type: 'User' } },
  );
}

/** The version of a function that a qualifier stands for; `$LATEST` where it stands for nothing else. */
export function deployedVersion(
  { fn, versions }: ServedFunction,
  qualifier: string | undefined,
): DeployedVersion | undefined {
  const wanted = versionOf(fn, qualifier);
  return versions.find(({ version }) => version === wanted);
}

/** The function URL of that function and qualifier. */
export function urlOf({ served, qualifier }: NamedFunction): FunctionUrl | undefined {
  const wanted = qualifier === LATEST ? undefined : qualifier;
  return served?.urls.find((url) => url.qualifier === wanted);
}

function hasQualifier(served: ServedFunction, qualifier: string | undefined): boolean {
  return qualifier === undefined || qualifiersOf(served).includes(qualifier);
}

/** $LATEST, the aliases and versions of the template, and what its URLs and permissions name beside them. */
function qualifiersOf({ urls, fn }: ServedFunction): string[] {
  const ofUrls = urls.flatMap(({ qualifier }) => (qualifier === undefined ? [] : [qualifier]));
  const ofPermissions = fn.policy.flatMap(({ Resource }) =>
    typeof Resource === 'string' && Resource.startsWith(`${fn.arn}:`)
      ? [Resource.slice(fn.arn.length + 1)]
      : [],
  );
  return [...new Set([LATEST, ...Object.keys(fn.qualifiers ?? {}), ...ofUrls, ...ofPermissions])];
}

function elsewhere({ backend }: ApiCall, name: string): string {
  const others = backend.functions().filter(({ fn }) => fn.functionName === name);
  if (others.length > 0) {
    return `One of that name is in ${others.map(({ fn }) => `${fn.region} (account ${fn.accountId})`).join(', ')}: set AWS_REGION.`;
  }
  return `Those that are deployed are ${backend
    .functions()
    .map(({ fn }) => fn.arn)
    .join(', ')}.`;
}

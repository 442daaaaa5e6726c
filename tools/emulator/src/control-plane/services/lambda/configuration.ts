import { known } from '@furl/hyperplane';
import { LATEST, versionOf } from '@furl/cloud-assembly';
import type { DeployedVersion, FunctionState } from '../../../network/living-network';
import type { ApiCall, ApiResult, ServedFunction } from '../../operation';

/** A function's configuration, and of which version. */
export interface Configured {
  readonly served: ServedFunction;
  readonly version: DeployedVersion;
  /** As the caller named it; without one the ARN has none either. */
  readonly qualifier: string | undefined;
}

/** What Lambda calls a FunctionConfiguration, as far as a template and the network say it. */
export function configuration(configured: Configured, call: ApiCall): ApiResult {
  return { ...settings(configured, call), ...stateMembers(configured.version.state) };
}

/** The same without the state, which ListFunctions does not tell (Lambda API Reference, "ListFunctions"). */
export function settings({ served, version, qualifier }: Configured, call: ApiCall): ApiResult {
  const { fn } = served;
  return {
    FunctionName: fn.functionName,
    FunctionArn: qualifier === undefined ? fn.arn : `${fn.arn}:${qualifier}`,
    Runtime: fn.runtime,
    Role: fn.roleArn,
    Handler: fn.handler,
    Timeout: fn.timeoutSeconds,
    MemorySize: fn.memoryMb,
    LastModified: version.lastModified.toISOString().replace('Z', '+0000'),
    Version: version.version,
    VpcConfig: version.vpcConfig && vpcConfig(version.vpcConfig, call),
    Environment: Object.keys(fn.environment).length === 0 ? undefined : { Variables: fn.environment },
    PackageType: 'Zip',
    Architectures: [fn.architecture],
    EphemeralStorage: { Size: fn.ephemeralStorageMb },
    LoggingConfig: {
      LogFormat: fn.logFormat,
      LogGroup: fn.logGroup,
      ApplicationLogLevel: fn.applicationLogLevel,
      SystemLogLevel: fn.systemLogLevel,
    },
  };
}

/** `$LATEST` and every published version, each as it is called by its number. */
export function versionsOf(served: ServedFunction): readonly Configured[] {
  return served.versions.map((version) => ({ served, version, qualifier: version.version }));
}

/** The place of a version in lists: functions by name, `$LATEST` before 1, 9 before 10. */
export function versionKey({ served, version }: Configured): string {
  return `${served.fn.arn} ${version.version === LATEST ? '' : version.version.padStart(12, '0')}`;
}

/** The aliases that stand for a version. */
export function aliasesOf({ fn }: ServedFunction, version: string): readonly string[] {
  return Object.keys(fn.qualifiers ?? {}).filter(
    (name) => name !== version && versionOf(fn, name) === version,
  );
}

function vpcConfig(
  { subnetIds, securityGroupIds }: NonNullable<DeployedVersion['vpcConfig']>,
  { backend }: ApiCall,
): ApiResult {
  const subnet = backend.network
    .networks()
    .flatMap(({ subnets }) => subnets)
    .find(({ id }) => subnetIds.includes(id));
  return {
    SubnetIds: subnetIds,
    SecurityGroupIds: securityGroupIds,
    VpcId: known(subnet?.vpc),
    Ipv6AllowedForDualStack: false,
  };
}

function stateMembers(state: FunctionState): ApiResult {
  return {
    State: state.state,
    StateReason: state.stateReason,
    StateReasonCode: state.stateReasonCode,
    LastUpdateStatus: state.lastUpdateStatus,
    LastUpdateStatusReason: state.lastUpdateStatusReason,
    LastUpdateStatusReasonCode: state.lastUpdateStatusReasonCode,
  };
}

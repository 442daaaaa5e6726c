import { known } from '@furl/hyperplane';
import { LATEST } from '@furl/cloud-assembly';
import { decide } from '@furl/iam';
import type { DeployedVpcConfig } from '../../../network/living-network';
import type { ApiCall, Operation, Target } from '../../operation';
import type { Input } from '../../protocols/input';
import { regionNetwork } from '../../region-network';
import { configuration } from './configuration';
import { conflict } from './conflict';
import { invalidParameter } from './invalid-parameter';
import { existingFunction, functionTarget, namedFunction, type ExistingFunction } from './named-function';

/** "Lambda quotas": of a function. */
const MOST_SUBNETS = 16;
const MOST_GROUPS = 5;

/** Takes a function into a VPC, to another one, or out of it. Nothing else of a function can be changed here. */
export const updateFunctionConfiguration: Operation = {
  name: 'UpdateFunctionConfiguration',
  route: 'PUT /2015-03-31/functions/{FunctionName}/configuration',
  membersInBody: true,
  members: ['FunctionName', 'VpcConfig'],
  isRecordedByNetwork: true,
  recordedAs: 'UpdateFunctionConfiguration20150331v2',
  action: 'lambda:UpdateFunctionConfiguration',
  target,
  handle: async (call) => {
    const before = existingFunction(call);
    const config = wantedConfig(call, before);
    check(config, call);
    checkRole(before, config, call);
    const outcome = await call.backend.network.updateVpcConfig(before.arn, config, call.principal);
    if (outcome === 'conflict') throw conflict(before);
    return { body: configuration({ ...existingFunction(call), qualifier: undefined }, call) };
  },
};

/** Policies may say which subnets and groups a function may be given (Service Authorization Reference, "AWS Lambda"). */
function target(call: ApiCall): Target {
  const { qualifier } = namedFunction(call);
  if (qualifier !== undefined && qualifier !== LATEST) {
    throw invalidParameter(
      'InvalidParameterValueException',
      `The function name may not have the qualifier ${qualifier}: only ${LATEST} can be updated.`,
    );
  }
  const config = call.input.structure('VpcConfig');
  const subnets = config?.list('SubnetIds') ?? [];
  const groups = config?.list('SecurityGroupIds') ?? [];
  const vpcs = vpcsOf(call, subnets);
  return functionTarget(call, {
    ...(subnets.length > 0 && { 'lambda:SubnetIds': subnets }),
    ...(groups.length > 0 && { 'lambda:SecurityGroupIds': groups }),
    ...(vpcs.length > 0 && { 'lambda:VpcIds': vpcs }),
  });
}

function wantedConfig({ input }: ApiCall, { served }: ExistingFunction): DeployedVpcConfig {
  const given = input.structure('VpcConfig');
  const now = served.versions[0]?.vpcConfig;
  const unknown = given?.names.find((name) => !KNOWN.includes(name));
  if (unknown !== undefined || given?.get('Ipv6AllowedForDualStack') === 'true') {
    throw invalidParameter(
      'ValidationException',
      `The emulator's UpdateFunctionConfiguration does not know VpcConfig.${unknown ?? 'Ipv6AllowedForDualStack'}: it knows SubnetIds and SecurityGroupIds.`,
    );
  }
  return {
    subnetIds: listOr(given, 'SubnetIds', now?.subnetIds),
    securityGroupIds: listOr(given, 'SecurityGroupIds', now?.securityGroupIds),
  };
}

const KNOWN = ['SubnetIds', 'SecurityGroupIds', 'Ipv6AllowedForDualStack'];

/** A list as it is given, without what is in it twice; one that is not given stays as it is. */
function listOr(config: Input | undefined, name: string, now: readonly string[] = []): readonly string[] {
  return config?.names.includes(name) ? [...new Set(config.list(name))] : now;
}

/** What Lambda looks at before it begins, in its words. */
function check({ subnetIds, securityGroupIds }: DeployedVpcConfig, call: ApiCall): void {
  const invalid = (message: string, explanation?: string): Error =>
    invalidParameter('InvalidParameterValueException', message, explanation);
  for (const [name, ids, most] of [
    ['subnetIds', subnetIds, MOST_SUBNETS],
    ['securityGroupIds', securityGroupIds, MOST_GROUPS],
  ] as const) {
    if (ids.length > most) {
      throw invalidParameter(
        'ValidationException',
        `1 validation error detected: Value '[${ids.join(', ').slice(0, 500)}]' at 'vpcConfig.${name}' failed to satisfy constraint: Member must have length less than or equal to ${most}`,
      );
    }
  }
  if ((subnetIds.length === 0) !== (securityGroupIds.length === 0)) {
    throw invalid('SubnetIds and SecurityIds must coexist or be both empty list.');
  }
  const there = idsThere(call);
  const subnet = subnetIds.find((id) => !there.subnets.has(id));
  if (subnet !== undefined) {
    throw invalid(
      `Error occurred while DescribeSubnets. EC2 Error Code: InvalidSubnetID.NotFound. EC2 Error Message: The subnet ID '${subnet.slice(0, 100)}' does not exist`,
    );
  }
  const group = securityGroupIds.find((id) => !there.groups.has(id));
  if (group !== undefined) {
    throw invalid(
      `Error occurred while DescribeSecurityGroups. EC2 Error Code: InvalidGroup.NotFound. EC2 Error Message: The security group '${group.slice(0, 100)}' does not exist`,
    );
  }
  const groupVpcs = (regionNetwork(call)?.securityGroups ?? [])
    .filter(({ id }) => securityGroupIds.includes(id))
    .flatMap(({ vpc }) => known(vpc) ?? []);
  if (new Set([...vpcsOf(call, subnetIds), ...groupVpcs]).size > 1) {
    throw invalid(
      'Security Groups are required to be in the same VPC.',
      `the subnets ${subnetIds.join(', ')} and the groups ${securityGroupIds.join(', ')} are not of one VPC`,
    );
  }
}

/** The subnets and groups of the templates, and those that only functions name: imported ones. */
function idsThere(call: ApiCall): {
  readonly subnets: ReadonlySet<string>;
  readonly groups: ReadonlySet<string>;
} {
  const network = regionNetwork(call);
  const configs = call.backend
    .functions()
    .filter(({ fn }) => fn.accountId === call.principal.accountId && fn.region === call.region)
    .flatMap(({ fn, versions }) => [fn.vpc, ...versions.map(({ vpcConfig }) => vpcConfig)]);
  return {
    subnets: new Set([
      ...(network?.subnets ?? []).map(({ id }) => id),
      ...configs.flatMap((config) => config?.subnetIds ?? []),
    ]),
    groups: new Set([
      ...(network?.securityGroups ?? []).map(({ id }) => id),
      ...configs.flatMap((config) => config?.securityGroupIds ?? []),
    ]),
  };
}

/** Whether Lambda may make interfaces, which it asks before it begins. Of a role that is not in the templates nothing is known. */
function checkRole({ served }: ExistingFunction, { subnetIds }: DeployedVpcConfig, call: ApiCall): void {
  const role =
    subnetIds.length === 0 ? undefined : call.backend.account.policiesOfRole(served.fn.roleArn ?? '');
  if (role === undefined) return;
  const decision = decide(
    {
      caller: role.caller,
      action: 'ec2:CreateNetworkInterface',
      resource: '*',
      resourceAccountId: served.fn.accountId,
      context: {},
    },
    role.policies,
  );
  if (decision.allowed) return;
  throw invalidParameter(
    'InvalidParameterValueException',
    'The provided execution role does not have permissions to call CreateNetworkInterface on EC2',
    `${decision.reason}\nThe managed policy service-role/AWSLambdaVPCAccessExecutionRole has all that Lambda needs for a function in a VPC.`,
  );
}

function vpcsOf(call: ApiCall, subnetIds: readonly string[]): string[] {
  const subnets = regionNetwork(call)?.subnets.filter(({ id }) => subnetIds.includes(id)) ?? [];
  return [...new Set(subnets.flatMap(({ vpc }) => known(vpc) ?? []))];
}

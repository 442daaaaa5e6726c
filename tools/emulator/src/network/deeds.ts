import { isDeepStrictEqual } from 'node:util';
import type { LambdaFunction } from '@furl/cloud-assembly';
import type { Deed } from './history';
import type { NetworkInterface } from './network-interface';

/** A function was created, as CloudTrail has it. */
export function functionCreated(fn: LambdaFunction): Deed {
  return functionDeed('CreateFunction20150331', fn, configuration(fn), configuration(fn));
}

/** A function's VpcConfig was changed. */
export function functionUpdated(fn: LambdaFunction): Deed {
  const { functionName } = fn;
  const vpcConfig = vpcConfigOf(fn) ?? { subnetIds: [], securityGroupIds: [] };
  const response = { ...configuration(fn), vpcConfig };
  return functionDeed('UpdateFunctionConfiguration20150331v2', fn, { functionName, vpcConfig }, response);
}

/** A version of a function was published. */
export function versionPublished(fn: LambdaFunction, version: string): Deed {
  const { functionName } = fn;
  return functionDeed('PublishVersion20150331', fn, { functionName }, { ...configuration(fn), version });
}

/** A function, or a version of it, was deleted. */
export function functionDeleted(fn: LambdaFunction, version?: string): Deed {
  const { functionName } = fn;
  const request = { functionName, ...(version !== undefined && { qualifier: version }) };
  return functionDeed('DeleteFunction20150331', fn, request, null);
}

/** What of all this happened between two states of what is deployed. */
export function deedsBetween(before: readonly LambdaFunction[], after: readonly LambdaFunction[]): Deed[] {
  const known = new Map(before.map((fn) => [fn.arn, fn]));
  const deeds = after.flatMap((fn): Deed[] => {
    const old = known.get(fn.arn);
    known.delete(fn.arn);
    if (old === undefined) return [functionCreated(fn)];
    const hasChanged = !isDeepStrictEqual(old.vpc, fn.vpc) || old.roleArn !== fn.roleArn;
    return hasChanged ? [functionUpdated(fn)] : [];
  });
  return [...deeds, ...[...known.values()].map((fn) => functionDeleted(fn))];
}

/** Lambda made an interface, with the function's role. */
export function interfaceCreated(eni: NetworkInterface): Deed {
  const { subnetId, description, securityGroupIds, id, privateIpAddress } = eni;
  const groupSet = { items: securityGroupIds.map((groupId) => ({ groupId })) };
  return interfaceDeed('CreateNetworkInterface', eni, {
    requestParameters: { subnetId, description, groupSet },
    responseElements: {
      networkInterface: { networkInterfaceId: id, subnetId, description, privateIpAddress },
    },
  });
}

/** Somebody deleted an interface, or tried to and may not. */
export function interfaceDeleted(
  eni: NetworkInterface,
  refusal?: Pick<Deed, 'errorCode' | 'errorMessage'>,
): Deed {
  return interfaceDeed('DeleteNetworkInterface', eni, {
    requestParameters: { networkInterfaceId: eni.id },
    ...(refusal ?? { responseElements: { _return: true } }),
  });
}

/** Somebody gave an interface other groups than Lambda did. */
export function interfaceGroupsChanged(eni: NetworkInterface): Deed {
  const groupSet = { items: eni.securityGroupIds.map((groupId) => ({ groupId })) };
  return interfaceDeed('ModifyNetworkInterfaceAttribute', eni, {
    requestParameters: { networkInterfaceId: eni.id, groupSet },
    responseElements: { _return: true },
  });
}

function functionDeed(
  eventName: string,
  { region, accountId, functionName, arn }: LambdaFunction,
  requestParameters: Deed['requestParameters'],
  responseElements: Deed['responseElements'],
): Deed {
  return {
    eventName,
    eventSource: 'lambda.amazonaws.com',
    awsRegion: region,
    accountId,
    resources: [functionName, arn].map((resourceName) => ({
      resourceType: 'AWS::Lambda::Function',
      resourceName,
    })),
    ...(requestParameters !== undefined && { requestParameters }),
    ...(responseElements !== undefined && { responseElements }),
  };
}

function interfaceDeed(
  eventName: string,
  { region, ownerId, id }: NetworkInterface,
  rest: Partial<Deed>,
): Deed {
  return {
    eventName,
    eventSource: 'ec2.amazonaws.com',
    awsRegion: region,
    accountId: ownerId,
    resources: [{ resourceType: 'AWS::EC2::NetworkInterface', resourceName: id }],
    ...rest,
  };
}

function configuration(fn: LambdaFunction): Readonly<Record<string, unknown>> {
  const { functionName, roleArn: role, runtime, handler, timeoutSeconds: timeout, memoryMb: memorySize } = fn;
  const vpcConfig = vpcConfigOf(fn);
  return { functionName, runtime, role, handler, timeout, memorySize, ...(vpcConfig && { vpcConfig }) };
}

function vpcConfigOf({ vpc }: LambdaFunction): LambdaFunction['vpc'] {
  return vpc && { subnetIds: vpc.subnetIds, securityGroupIds: vpc.securityGroupIds };
}

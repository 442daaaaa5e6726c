import type { EventSourceMapping, Eni, FunctionState, FunctionVersion, Role } from './model';
import { dateOf, isRecord, recordList, textList, textOf } from './shapes';

// The SDK's objects and the CLI's JSON have the same members: both are read here, and nothing else knows AWS's shapes.

/** A member of DescribeNetworkInterfaces' `NetworkInterfaces`. */
export function eniOf(value: object): Eni {
  const eni: Readonly<Record<string, unknown>> = { ...value };
  const attachment = isRecord(eni['Attachment']) ? eni['Attachment'] : {};
  return {
    id: textOf(eni['NetworkInterfaceId']) ?? '',
    status: textOf(eni['Status']) ?? 'unknown',
    interfaceType: textOf(eni['InterfaceType']) ?? '',
    description: textOf(eni['Description']) ?? '',
    subnetId: textOf(eni['SubnetId']) ?? '',
    vpcId: textOf(eni['VpcId']) ?? '',
    ownerId: textOf(eni['OwnerId']),
    requesterId: textOf(eni['RequesterId']),
    securityGroups: recordList(eni['Groups']).flatMap((group) => textOf(group['GroupId']) ?? []),
    attachedAt: dateOf(attachment['AttachTime']),
    instanceId: textOf(attachment['InstanceId']),
  };
}

/** A member of ListFunctions' `Functions`. */
export function functionVersionOf(value: object): FunctionVersion {
  const each: Readonly<Record<string, unknown>> = { ...value };
  const network = isRecord(each['VpcConfig']) ? each['VpcConfig'] : {};
  return {
    arn: textOf(each['FunctionArn']) ?? '',
    role: textOf(each['Role']) ?? '',
    lastModified: dateOf(each['LastModified']),
    subnets: textList(network['SubnetIds']),
    securityGroups: textList(network['SecurityGroupIds']),
  };
}

/** The answer of GetFunctionConfiguration. */
export function functionStateOf(value: object): FunctionState {
  const each: Readonly<Record<string, unknown>> = { ...value };
  return {
    state: textOf(each['State']),
    stateReasonCode: textOf(each['StateReasonCode']),
    lastUpdateStatus: textOf(each['LastUpdateStatus']),
  };
}

/**
 * A member of ListEventSourceMappings' `EventSourceMappings`. Its network is among `SourceAccessConfigurations`, with
 * URIs such as `subnet:subnet-0ab…` and `security_group:sg-0ab…` (Lambda Developer Guide, "Using Lambda with self-managed
 * Apache Kafka").
 */
export function mappingOf(value: object): EventSourceMapping {
  const each: Readonly<Record<string, unknown>> = { ...value };
  const access = recordList(each['SourceAccessConfigurations']);
  const ids = (type: string): string[] =>
    access
      .filter((configuration) => configuration['Type'] === type)
      .flatMap((configuration) => textOf(configuration['URI'])?.split(':').at(-1) ?? []);
  return {
    arn:
      textOf(each['EventSourceMappingArn']) ?? mappingArn(textOf(each['FunctionArn']), textOf(each['UUID'])),
    source: textOf(each['EventSourceArn']),
    subnets: ids('VPC_SUBNET'),
    securityGroups: ids('VPC_SECURITY_GROUP'),
  };
}

/** GetRole's `Role`. */
export function roleOf(value: object): Role {
  const role: Readonly<Record<string, unknown>> = { ...value };
  const boundary = isRecord(role['PermissionsBoundary']) ? role['PermissionsBoundary'] : {};
  return {
    arn: textOf(role['Arn']) ?? '',
    name: textOf(role['RoleName']) ?? '',
    id: textOf(role['RoleId']) ?? '',
    boundary: textOf(boundary['PermissionsBoundaryArn']),
  };
}

/** Older answers have no ARN of the mapping, but its function's. */
function mappingArn(functionArn = '', uuid = ''): string {
  return [...functionArn.split(':').slice(0, 5), 'event-source-mapping', uuid].join(':');
}

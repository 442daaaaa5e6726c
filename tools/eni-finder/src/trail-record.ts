import { functionName } from './arn';
import type { Network, TrailEvent } from './model';
import { dateOf, isRecord, textList, textOf } from './shapes';

/** An event as LookupEvents gives it: its record is JSON in a string. */
export interface LookedUpEvent {
  readonly eventTime: Date | undefined;
  readonly userName: string | undefined;
  /** `CloudTrailEvent`. */
  readonly record: string | undefined;
}

/**
 * Reads a CloudTrail record (CloudTrail User Guide, "CloudTrail record contents").
 *
 * @returns undefined for calls that failed, and for what does not concern interfaces
 */
export function trailEvent({ eventTime, userName, record }: LookedUpEvent): TrailEvent | undefined {
  const body = parsed(record);
  if (body === undefined || body['errorCode'] !== undefined || body['errorMessage'] !== undefined)
    return undefined;
  const at = eventTime ?? dateOf(body['eventTime']);
  const request = body['requestParameters'];
  if (at === undefined || !isRecord(request)) return undefined;
  const common = { at, by: userName ?? userOf(body['userIdentity']) };
  const name = textOf(body['eventName']) ?? '';
  if (name === 'ModifyNetworkInterfaceAttribute') {
    const eni = textOf(request['networkInterfaceId']);
    // Other attributes are changed by the same call: a description, the deletion with an instance.
    return eni !== undefined && JSON.stringify(request).includes('"groupId"')
      ? { ...common, kind: 'groups-changed', eni }
      : undefined;
  }
  const called = textOf(request['functionName']);
  if (called === undefined) return undefined;
  const response = isRecord(body['responseElements']) ? body['responseElements'] : {};
  if (name.startsWith('DeleteFunction2')) {
    const qualifier = textOf(request['qualifier']) ?? qualifierOf(called);
    return { ...common, kind: 'deleted', functionName: functionName(called), qualifier };
  }
  const kind = name.startsWith('CreateFunction2')
    ? 'created'
    : name.startsWith('UpdateFunctionConfiguration2')
      ? 'updated'
      : undefined;
  if (kind === undefined) return undefined;
  return {
    ...common,
    kind,
    functionName: functionName(called),
    role: textOf(response['role']) ?? textOf(request['role']),
    network:
      networkOf(response['vpcConfig']) ??
      networkOf(request['vpcConfig']) ??
      // A function that is made without a VPC has none; an update without one leaves it as it was.
      (kind === 'created' ? { subnets: [], securityGroups: [] } : undefined),
  };
}

function networkOf(config: unknown): Network | undefined {
  if (!isRecord(config)) return undefined;
  return { subnets: textList(config['subnetIds']), securityGroups: textList(config['securityGroupIds']) };
}

function qualifierOf(called: string): string | undefined {
  return called.startsWith('arn:') ? called.split(':')[7] : undefined;
}

function userOf(identity: unknown): string {
  if (!isRecord(identity)) return 'somebody';
  return (
    textOf(identity['userName']) ?? textOf(identity['arn']) ?? textOf(identity['invokedBy']) ?? 'somebody'
  );
}

function parsed(record: string | undefined): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(record ?? '');
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

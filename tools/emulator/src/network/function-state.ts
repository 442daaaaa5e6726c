import type { LiveState } from '@furl/hyperplane';
import type { NotReady } from '../runtime/not-ready';
import type { FunctionState, StateReasonCode } from './living-network';

/** A function in no VPC, or of which nothing is known. */
export const ACTIVE: FunctionState = { state: 'Active', lastUpdateStatus: 'Successful' };

/** What Lambda says of each code. Those of Creating and of the failures are AWS's own words, the others are ours. */
const REASONS: Readonly<Record<StateReasonCode, string>> = {
  Creating: 'The function is being created.',
  Restoring: 'The function is being restored: its network interfaces are made again.',
  Idle: 'The function is idle: its network interfaces were reclaimed.',
  EniLimitExceeded:
    'Lambda was not able to create an ENI in the VPC of the Lambda function because the limit for Network Interfaces has been reached.',
  InsufficientRolePermissions:
    'The provided execution role does not have permissions to call CreateNetworkInterface on EC2',
  SubnetOutOfIPAddresses:
    'Lambda was not able to set up VPC access for the Lambda function because one or more configured subnets has no available IP addresses.',
};

/** The state as the Lambda API has it. */
export function functionState({ state, reason, lastUpdate, lastUpdateReason }: LiveState): FunctionState {
  return {
    state,
    ...(reason !== undefined && { stateReason: REASONS[reason], stateReasonCode: reason }),
    lastUpdateStatus: lastUpdate,
    ...(lastUpdateReason !== undefined && {
      lastUpdateStatusReason: REASONS[lastUpdateReason],
      lastUpdateStatusReasonCode: lastUpdateReason,
    }),
  };
}

/**
 * Why a function in that state cannot be invoked. Those that were never ready, or cannot be, are in conflict (Lambda
 * Developer Guide, "Troubleshoot invocation issues"); idle ones are not ready until they are restored ("Lambda function
 * states").
 */
export function notReady({ state, reason }: LiveState, functionName: string): NotReady {
  const why = reason === undefined ? '' : ` (${reason}): ${REASONS[reason]}`;
  if (state === 'Inactive' || reason === 'Restoring') {
    return {
      code: 'ResourceNotReadyException',
      status: 502,
      message: 'Lambda is initializing your function. It will be ready to invoke shortly.',
      explanation: `${functionName} is ${state}${why} Invoke it again when it is Active.`,
    };
  }
  return {
    code: 'ResourceConflictException',
    status: 409,
    message: `The operation cannot be performed at this time. The function is currently in the following state: ${state}`,
    explanation: `${functionName} is ${state}${why}`,
  };
}

import type { EnvironmentNetwork, LambdaFunction } from '@furl/cloud-assembly';
import type { FunctionState } from './living-network';

/** Why AWS would not deploy a function like this, a sentence; undefined when it would. */
export function refusalOf(
  { functionName, roleArn, vpc }: LambdaFunction,
  { state, stateReason, stateReasonCode }: FunctionState,
  network: EnvironmentNetwork | undefined,
): string | undefined {
  if (state === 'Failed') return `${functionName} is Failed (${stateReasonCode}): ${stateReason}`;
  const role = network?.roles.find(({ id }) => id === roleArn);
  if (vpc === undefined || role?.managesNetworkInterfaces !== false) return undefined;
  return `${functionName}: its role may not manage network interfaces, and AWS would not create it in a VPC: give the role AWSLambdaVPCAccessExecutionRole`;
}

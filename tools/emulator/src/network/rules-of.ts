import type { LambdaFunction } from '@furl/cloud-assembly';
import type { NetworkRules } from '../preload/network-rules-variable';

/** What a function's network drops; undefined when nothing is certain to be dropped. */
export function networkRulesOf({ vpc }: LambdaFunction): NetworkRules | undefined {
  if (vpc === undefined || vpc.network.internet !== 'no') return undefined;
  const { cidrBlocks, hasEndpoints } = vpc.network;
  const subnets = vpc.subnetIds.length === 1 ? 'its subnet has' : `its ${vpc.subnetIds.length} subnets have`;
  return {
    cidrBlocks,
    hasEndpoints,
    because: `${subnets} no route to the internet, only ${cidrBlocks.join(', ')} is reached; add a NAT gateway and a route to it, or an endpoint (--network open lets it through here)`,
  };
}

/** What the person at the terminal should know of a function's network, when nothing is enforced for want of knowledge. */
export function networkNotice({ functionName, vpc }: LambdaFunction): string | undefined {
  if (vpc?.network.internet !== 'unknown') return undefined;
  return `${functionName}: what its VPC reaches does not follow from the templates, so nothing is dropped here`;
}

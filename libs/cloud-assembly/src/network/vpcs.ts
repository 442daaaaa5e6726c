import type { Maybe, Unplaced, Vpc } from '@furl/hyperplane';

import { isUnknown } from './fields';
import type { Part } from './part';
import type { Parts } from './parts';
import { unplaced } from './unplaced';

/** Reads every AWS::EC2::VPC with its AWS::EC2::VPCCidrBlocks. */
export function readVpcs(parts: Parts, report: (unplaced: Unplaced) => void): readonly Vpc[] {
  const blocks = new Map<string, Part[]>();
  for (const part of parts.of('AWS::EC2::VPCCidrBlock')) {
    const vpc = part.text('VpcId');
    if (typeof vpc === 'string') blocks.set(vpc, [...(blocks.get(vpc) ?? []), part]);
    else report(unplaced('cidr-block', part, vpc));
  }
  return parts.of('AWS::EC2::VPC').map((part) => {
    const more = blocks.get(part.id) ?? [];
    return {
      ...part.named(),
      replacedBy: part.fingerprint('CidrBlock', 'InstanceTenancy', 'Ipv4IpamPoolId', 'Ipv4NetmaskLength'),
      cidrBlocks: [
        part.text('CidrBlock') ?? part.unknown(['CidrBlock'], [], 'IPAM decides its block'),
        ...more.flatMap((each) => ipv4Block(each) ?? []),
      ],
      ipv6CidrBlocks: more.flatMap((each) => ipv6Block(each) ?? []),
      enableDnsSupport: part.flag(true, 'EnableDnsSupport'),
      enableDnsHostnames: part.flag(false, 'EnableDnsHostnames'),
    };
  });
}

function ipv4Block(part: Part): Maybe<string> | undefined {
  const isIpam = part.has('Ipv4IpamPoolId') && !part.has('CidrBlock');
  const block = isIpam ? part.unknown([], [], 'IPAM decides the block') : part.text('CidrBlock');
  return block === undefined ? undefined : certain(part, block);
}

function ipv6Block(part: Part): Maybe<string> | undefined {
  const given = part.text('Ipv6CidrBlock');
  if (given !== undefined) return certain(part, given);
  const fromAmazon = part.flag(false, 'AmazonProvidedIpv6CidrBlock');
  if (fromAmazon === false && !part.has('Ipv6IpamPoolId') && !part.has('Ipv6Pool')) return undefined;
  if (isUnknown(fromAmazon)) return fromAmazon;
  return certain(part, part.unknown([], [], 'the block is handed out at deployment'));
}

function certain<T>(part: Part, value: Maybe<T>): Maybe<T> {
  return part.uncertain ?? value;
}

import { RegionInfo } from 'aws-cdk-lib/region-info';
import { ConfigError } from './config-error';
import { blocksOverlap, containsBlock, parseIpv4Block } from './ipv4-block';

/** A private subnet: one for each availability zone. */
export interface SubnetConfig {
  /** Such as `ap-northeast-1a`. */
  readonly availabilityZone: string;
  /** Such as `10.0.1.0/24`. */
  readonly cidrBlock: string;
}

/** Where the stacks go, which addresses they take, and what they replace. */
export interface FurlConfig {
  /** Such as `ap-northeast-1`. */
  readonly region: string;
  /** Such as `10.0.0.0/16`. */
  readonly vpcCidr: string;
  /** In the order of the zones. */
  readonly subnets: readonly SubnetConfig[];
  /** The folder of the assembly that is deployed; absent: what goes wrong on the way from it is not looked for. */
  readonly against?: string;
}

/** The CDK context keys that override a default, in `infra/cdk.json` or by `-c key=value`. */
export const CONFIG_KEYS = {
  region: 'furl:region',
  availabilityZones: 'furl:availabilityZones',
  vpcCidr: 'furl:vpcCidr',
  subnetCidrs: 'furl:subnetCidrs',
  against: 'furl:against',
} as const;

/** What applies when nothing is configured. */
export const DEFAULT_CONFIG: FurlConfig = {
  region: 'ap-northeast-1',
  vpcCidr: '10.0.0.0/16',
  subnets: [
    { availabilityZone: 'ap-northeast-1a', cidrBlock: '10.0.1.0/24' },
    { availabilityZone: 'ap-northeast-1c', cidrBlock: '10.0.2.0/24' },
  ],
};

/**
 * Reads the configuration and checks it as a whole, so that a bad value is found before CloudFormation finds it.
 *
 * @param read answers the value of a context key, or undefined; lists may be arrays, or text with commas as `-c` gives it
 * @returns the configuration, complete
 * @throws ConfigError on the first value that cannot be used
 */
export function readConfig(read: (key: string) => unknown): FurlConfig {
  const region = readRegion(read(CONFIG_KEYS.region));
  const zones = readZones(read(CONFIG_KEYS.availabilityZones), region);
  const vpcCidr = readVpcCidr(read(CONFIG_KEYS.vpcCidr));
  const cidrs = readSubnetCidrs(read(CONFIG_KEYS.subnetCidrs), vpcCidr, zones);
  const against = readAgainst(read(CONFIG_KEYS.against));
  return {
    region,
    vpcCidr,
    subnets: zones.map((availabilityZone, index) => ({ availabilityZone, cidrBlock: cidrs[index] ?? '' })),
    ...(against !== undefined && { against }),
  };
}

function readRegion(value: unknown = DEFAULT_CONFIG.region): string {
  if (typeof value === 'string' && RegionInfo.regions.some(({ name }) => name === value)) return value;
  throw new ConfigError(CONFIG_KEYS.region, value, `give an AWS Region, such as ${DEFAULT_CONFIG.region}`);
}

function readZones(value: unknown, region: string): string[] {
  const zones = value === undefined ? defaultZones(region) : readList(CONFIG_KEYS.availabilityZones, value);
  for (const zone of zones) {
    if (!zone.startsWith(region) || !/^[a-z]$/.test(zone.slice(region.length))) {
      throw new ConfigError(
        CONFIG_KEYS.availabilityZones,
        value,
        `${zone} is no zone of ${region}; give zones of that Region, such as ${defaultZones(region).join(',')}`,
      );
    }
  }
  if (new Set(zones).size < zones.length) {
    throw new ConfigError(CONFIG_KEYS.availabilityZones, value, 'name each zone once');
  }
  return zones;
}

/**
 * New accounts have no ap-northeast-1b, which is why the default there is a and c. Elsewhere a and b are the safest guess; an
 * account that lacks one of them names its own zones.
 */
function defaultZones(region: string): string[] {
  return region === DEFAULT_CONFIG.region
    ? DEFAULT_CONFIG.subnets.map(({ availabilityZone }) => availabilityZone)
    : [`${region}a`, `${region}b`];
}

function readVpcCidr(value: unknown = DEFAULT_CONFIG.vpcCidr): string {
  const block = typeof value === 'string' ? parseIpv4Block(value) : undefined;
  if (typeof value !== 'string' || block === undefined || !hasVpcSize(block.prefix)) {
    throw new ConfigError(
      CONFIG_KEYS.vpcCidr,
      value,
      `give ${BLOCK_RULE}, such as ${DEFAULT_CONFIG.vpcCidr}`,
    );
  }
  return value;
}

function readSubnetCidrs(value: unknown, vpcCidr: string, zones: readonly string[]): string[] {
  const refuse = (remedy: string) => {
    throw new ConfigError(CONFIG_KEYS.subnetCidrs, value ?? defaults.join(','), remedy);
  };
  const defaults = DEFAULT_CONFIG.subnets.map(({ cidrBlock }) => cidrBlock);
  const cidrs = value === undefined ? defaults : readList(CONFIG_KEYS.subnetCidrs, value);
  if (cidrs.length !== zones.length) {
    refuse(`give one block for each of the ${zones.length} zones: ${zones.join(', ')}`);
  }

  const vpc = parseIpv4Block(vpcCidr);
  const blocks = cidrs.map((cidr) => {
    const block = parseIpv4Block(cidr);
    if (block === undefined || !hasVpcSize(block.prefix)) return refuse(`${cidr} is not ${BLOCK_RULE}`);
    if (vpc === undefined || !containsBlock(vpc, block)) {
      return refuse(`${cidr} is outside the VPC; give blocks of ${vpcCidr}`);
    }
    return block;
  });
  blocks.forEach((block, index) => {
    const other = blocks.findIndex((candidate, at) => at < index && blocksOverlap(candidate, block));
    if (other >= 0) refuse(`${cidrs[index]} overlaps ${cidrs[other]}; give blocks that do not`);
  });
  return cidrs;
}

/** Whether the folder holds an assembly is found when it is read, with everything else that may be wrong there. */
function readAgainst(value: unknown): string | undefined {
  if (value === undefined || (typeof value === 'string' && value !== '')) return value;
  throw new ConfigError(CONFIG_KEYS.against, value, 'give the folder of a cloud assembly');
}

/** Amazon VPC User Guide, "VPC CIDR blocks" and "Subnet CIDR blocks". */
const BLOCK_RULE = 'an IPv4 block of /16 to /28 with no bits set behind its prefix';

function hasVpcSize(prefix: number): boolean {
  return prefix >= 16 && prefix <= 28;
}

function readList(key: string, value: unknown): string[] {
  const items = typeof value === 'string' ? value.split(',').map((item) => item.trim()) : value;
  if (
    !Array.isArray(items) ||
    items.length === 0 ||
    !items.every((item) => typeof item === 'string' && item !== '')
  ) {
    throw new ConfigError(key, value, 'give a list: an array in cdk.json, or text with commas by -c');
  }
  return items as string[];
}

import { EMPTY_NETWORK } from '../empty-network';
import type { LambdaFunction, Network, SecurityGroup, Subnet, Vpc, VpcConfig } from '../network';

/** A network of nothing, with what a test needs. */
export function networkOf(parts: Partial<Network>): Network {
  return {
    region: 'ap-northeast-1',
    ...EMPTY_NETWORK,
    ...parts,
  };
}

/** A VPC with both DNS flags. */
export function vpcOf(id: string, cidr = '10.0.0.0/16', more: Partial<Vpc> = {}): Vpc {
  return {
    id,
    cidrBlocks: [cidr],
    ipv6CidrBlocks: [],
    enableDnsSupport: true,
    enableDnsHostnames: true,
    ...more,
  };
}

/** A subnet of VPC `vpc`. */
export function subnetOf(id: string, cidrBlock: string, more: Partial<Subnet> = {}): Subnet {
  return { id, vpc: 'vpc', cidrBlock, hasIpv6: false, availabilityZone: 'ap-northeast-1a', ...more };
}

/** A group that lets out what is given; without rules nothing. */
export function groupOf(
  id: string,
  egress: 'all' | Extract<SecurityGroup['egress'], readonly unknown[]>,
  more: Partial<SecurityGroup> = {},
): SecurityGroup {
  return {
    id,
    vpc: 'vpc',
    hasDefaultEgress: egress === 'all',
    egress: egress === 'all' ? [] : egress,
    ingress: [],
    ...more,
  };
}

/** A function in these subnets with these groups; without them in no VPC. */
export function functionOf(
  id: string,
  subnets: readonly string[] = [],
  securityGroups: readonly string[] = [],
  more: Partial<LambdaFunction> = {},
): LambdaFunction {
  const vpcConfig = subnets.length === 0 ? {} : { vpcConfig: configOf(subnets, securityGroups) };
  return { id, role: 'role', needs: [], ...vpcConfig, ...more };
}

/** A VpcConfig. */
export function configOf(
  subnets: VpcConfig['subnets'],
  securityGroups: VpcConfig['securityGroups'],
  ipv6AllowedForDualStack: VpcConfig['ipv6AllowedForDualStack'] = false,
): VpcConfig {
  return { subnets, securityGroups, ipv6AllowedForDualStack };
}

/** The layout of the article: two private subnets, two groups, three functions. */
export function articleNetwork(): Network {
  const subnets = ['subnet-1a', 'subnet-1c'];
  return networkOf({
    vpcs: [vpcOf('vpc', '10.0.0.0/16', { name: 'PrivateVPC' })],
    subnets: [
      subnetOf('subnet-1a', '10.0.1.0/24', { name: 'PrivateSubnet-1a', routeTable: 'rtb' }),
      subnetOf('subnet-1c', '10.0.2.0/24', {
        name: 'PrivateSubnet-1c',
        routeTable: 'rtb',
        availabilityZone: 'ap-northeast-1c',
      }),
    ],
    routeTables: [{ id: 'rtb', name: 'PrivateRouteTable', vpc: 'vpc', isMain: false, routes: [] }],
    securityGroups: [
      groupOf('sg-full', [{ protocol: '-1', peer: { kind: 'ipv4', cidr: '0.0.0.0/0' } }], {
        name: 'outbound-full-sg',
      }),
      groupOf(
        'sg-vpc',
        [{ protocol: 'tcp', ports: { from: 0, to: 65535 }, peer: { kind: 'ipv4', cidr: '10.0.0.0/16' } }],
        { name: 'outbound-vpc-sg' },
      ),
    ],
    roles: [{ id: 'role', name: 'IRL-Lambda', managesNetworkInterfaces: true, doesMoreThanLogs: false }],
    functions: [
      functionOf('fn-01', subnets, ['sg-full'], { name: 'test-lambda-01' }),
      functionOf('fn-02', subnets, ['sg-vpc'], { name: 'test-lambda-02' }),
      functionOf('fn-03', [...subnets].reverse(), ['sg-vpc', 'sg-vpc'], { name: 'test-lambda-03' }),
    ],
  });
}

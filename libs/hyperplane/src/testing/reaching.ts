import { type Reach, reach } from '../reach/reach';
import type {
  Destination,
  Network,
  Route,
  RouteTarget,
  RouteTable,
  SecurityGroupRule,
  Subnet,
  VpcEndpoint,
} from '../network';
import { articleNetwork, functionOf, groupOf, networkOf, subnetOf, vpcOf } from './networks';

export const INTERNET: Destination = { kind: 'internet' };
export const S3: Destination = { kind: 'service', service: 's3' };
export const SECRETS: Destination = { kind: 'service', service: 'secretsmanager' };
export const URL: Destination = { kind: 'function-url' };
/** What a template does not tell. */
export const UNKNOWN = { unknown: 'parameter P has no default', path: 'Stack.Thing' };
/** The port of services. */
export const HTTPS = { from: 443, to: 443 };
/** The article’s network. */
export const article = articleNetwork();

/** A route. */
export const to = (cidr: string, target: RouteTarget['kind'], id = 'x'): Route => {
  return {
    destination: { kind: cidr.includes(':') ? 'ipv6' : 'ipv4', cidr },
    target: { kind: target, id },
  };
};
/** A rule of a security group for TCP. */
export const rule = (cidr: string, ports = HTTPS): SecurityGroupRule => ({
  protocol: 'tcp',
  ports,
  peer: { kind: cidr.includes(':') ? 'ipv6' : 'ipv4', cidr },
});
/** An endpoint in VPC `vpc`. */
export const endpoint = (service: string, more: Partial<VpcEndpoint>): VpcEndpoint => ({
  id: `vpce-${service}`,
  vpc: 'vpc',
  type: 'interface',
  serviceName: `com.amazonaws.ap-northeast-1.${service}`,
  subnets: [],
  securityGroups: [],
  privateDnsEnabled: false,
  routeTables: [],
  hasPolicy: false,
  ...more,
});
/** A gateway endpoint for S3 in the article’s route table. */
export const gateway = endpoint('s3', { type: 'gateway', routeTables: ['rtb'] });
/** An interface endpoint in the article’s subnets, with private DNS. */
export const privateEndpoint = (service: string, more: Partial<VpcEndpoint> = {}): VpcEndpoint =>
  endpoint(service, {
    subnets: ['subnet-1a', 'subnet-1c'],
    securityGroups: ['sg-endpoint'],
    privateDnsEnabled: true,
    ...more,
  });
/** Lets HTTPS in from the VPC. */
export const endpointGroup = groupOf('sg-endpoint', 'all', { ingress: [rule('10.0.0.0/16')] });

/** One private subnet with a NAT gateway in a public one; what a test changes is merged in. */
export const withNat = (more: Partial<Network> = {}, subnet: Partial<Subnet> = {}): Network =>
  networkOf({
    vpcs: [vpcOf('vpc')],
    subnets: [
      subnetOf('private', '10.0.1.0/24', { routeTable: 'rtb', ...subnet }),
      subnetOf('public', '10.0.0.0/24', { routeTable: 'out' }),
    ],
    routeTables: [
      { id: 'rtb', vpc: 'vpc', isMain: false, routes: [to('0.0.0.0/0', 'nat-gateway', 'nat')] },
      { id: 'out', vpc: 'vpc', isMain: false, routes: [to('0.0.0.0/0', 'internet-gateway')] },
    ],
    natGateways: [{ id: 'nat', vpc: 'vpc', connectivity: 'public', availability: 'zonal', subnet: 'public' }],
    securityGroups: [groupOf('sg', 'all')],
    functions: [functionOf('fn', ['private'], ['sg'])],
    ...more,
  });
/** Other routes for the private subnet, and for the public one. */
export const routes = (all: RouteTable['routes'], out?: RouteTable['routes']): Partial<Network> => ({
  routeTables: [
    { id: 'rtb', vpc: 'vpc', isMain: false, routes: all },
    { id: 'out', vpc: 'vpc', isMain: false, routes: out ?? [to('0.0.0.0/0', 'internet-gateway')] },
  ],
});
/** A group that lets out only this. */
export const egress = (...rules: SecurityGroupRule[]): Partial<Network> => ({
  securityGroups: [groupOf('sg', rules)],
});
/** An ACL with these entries in their order. */
export const acl = (
  ...entries: [egress: boolean, action: 'allow' | 'deny', cidr: string, from: number, to: number][]
): Partial<Network> => ({
  networkAcls: [
    {
      id: 'acl',
      vpc: 'vpc',
      isDefault: false,
      entries: entries.map(([out, action, cidr, from, last], index) => {
        return {
          ruleNumber: index + 1,
          egress: out,
          action,
          protocol: 'tcp',
          ports: { from, to: last },
          block: { kind: 'ipv4', cidr },
        };
      }),
    },
  ],
});
/** What `reach` answers. */
export const ask = (network: Network, destination: Destination = INTERNET, from = 'fn'): Reach =>
  reach(network, from, destination);
/** What blocks, by id and kind. */
export const blockers = (network: Network, destination: Destination = INTERNET, from = 'fn'): string[][] =>
  ask(network, destination, from).blockedBy.map(({ id, kind }) => [id, kind]);

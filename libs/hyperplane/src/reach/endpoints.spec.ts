import type { Network, SecurityGroupRule, VpcEndpoint } from '../network';
import { groupOf } from '../testing/networks';
import {
  S3,
  SECRETS,
  UNKNOWN,
  HTTPS,
  article,
  gateway,
  privateEndpoint,
  endpointGroup,
  withNat,
  routes,
  egress,
  ask,
} from '../testing/reaching';

describe('rule 7: interface endpoints', () => {
  const network = (more: Partial<VpcEndpoint> = {}, parts: Partial<Network> = {}): Network => ({
    ...article,
    securityGroups: [...article.securityGroups, endpointGroup],
    endpoints: [privateEndpoint('secretsmanager', more)],
    ...parts,
  });
  const vpc = (flags: object) => ({ vpcs: article.vpcs.map((each) => ({ ...each, ...flags })) });
  it.each<[string, Network, string, string | null]>([
    ['with private DNS', network(), 'yes', null],
    [
      'without private DNS',
      network({ privateDnsEnabled: false }),
      'no',
      'switch PrivateDnsEnabled on for endpoint vpce-secretsmanager',
    ],
    [
      'with private DNS for inbound resolvers only',
      network({ privateDnsOnlyForInboundResolver: true }),
      'no',
      'switch PrivateDnsEnabled on for endpoint vpce-secretsmanager',
    ],
    [
      'without host names in the VPC',
      network({}, vpc({ enableDnsHostnames: false })),
      'no',
      'switch EnableDnsHostnames on for PrivateVPC',
    ],
    [
      'without the VPC’s DNS',
      network({}, vpc({ enableDnsSupport: false })),
      'no',
      'switch EnableDnsSupport on for PrivateVPC',
    ],
    [
      'a group that lets nothing in',
      network({}, { securityGroups: [...article.securityGroups, groupOf('sg-endpoint', 'all')] }),
      'no',
      'let TCP 443 from outbound-vpc-sg into sg-endpoint',
    ],
    [
      'the VPC’s default group',
      network({ securityGroups: [] }),
      'no',
      'let TCP 443 from outbound-vpc-sg into the default security group of PrivateVPC',
    ],
    [
      'of another service',
      network({ serviceName: 'com.amazonaws.ap-northeast-1.ssm' }),
      'no',
      'add an interface endpoint for secretsmanager to PrivateVPC, with private DNS and a security group that lets in TCP 443',
    ],
    [
      'of another Region',
      network({ serviceName: 'com.amazonaws.eu-west-1.secretsmanager' }),
      'no',
      'add an interface endpoint for secretsmanager to PrivateVPC, with private DNS and a security group that lets in TCP 443',
    ],
    ['of a service that is not known', network({ serviceName: UNKNOWN }), 'partial', null],
  ])('%s', (_what, changed, verdict, remedy) => {
    const answer = ask(changed, SECRETS, 'test-lambda-02');
    expect(answer.verdict).toBe(verdict);
    if (verdict !== 'partial') expect(answer.remedy).toBe(remedy);
  });

  it('takes every connection by the service’s name, even where a NAT gateway would do', () => {
    const closed = withNat({
      endpoints: [privateEndpoint('secretsmanager', { subnets: ['private'], securityGroups: ['shut'] })],
      securityGroups: [groupOf('sg', 'all'), groupOf('shut', 'all')],
    });
    expect(ask(closed, SECRETS).verdict).toBe('no');
    expect(ask({ ...closed, endpoints: [] }, SECRETS).verdict).toBe('yes');
  });

  it('may be in another VPC that is not in the template: then nobody knows', () => {
    expect(ask({ ...withNat(), vpcs: [] }, SECRETS).verdict).toBe('partial');
  });
});

describe('rule 8: gateway endpoints', () => {
  const full = (more: Partial<VpcEndpoint>) =>
    ask({ ...article, endpoints: [{ ...gateway, ...more }] }, S3, 'test-lambda-01');
  it('need the subnet’s table', () => {
    expect(full({}).verdict).toBe('yes');
    expect(full({ routeTables: ['other'] })).toMatchObject({
      verdict: 'no',
      because: 'gateway endpoint vpce-s3 for s3 is not in route table PrivateRouteTable',
      remedy: 'add route table PrivateRouteTable to the RouteTableIds of endpoint vpce-s3',
    });
    expect(full({ routeTables: UNKNOWN }).verdict).toBe('partial');
  });

  it('need a rule to the prefix list, or to everywhere', () => {
    const list = {
      prefixLists: [{ id: 'pl-1', service: 's3', entries: UNKNOWN }],
      endpoints: [{ ...gateway, vpc: 'vpc' }],
    };
    const rules = (peer: SecurityGroupRule['peer']) =>
      withNat({ ...routes([]), ...list, ...egress({ protocol: 'tcp', ports: HTTPS, peer }) });
    expect(ask(rules({ kind: 'prefix-list', id: 'pl-1' }), S3).verdict).toBe('yes');
    expect(ask(rules({ kind: 'prefix-list', id: 'pl-other' }), S3).verdict).toBe('partial');
    expect(ask(rules({ kind: 'ipv4', cidr: '0.0.0.0/0' }), S3).verdict).toBe('yes');
    expect(ask(rules({ kind: 'ipv4', cidr: '10.0.0.0/16' }), S3).verdict).toBe('no');
  });

  it('are for their own service only', () => {
    expect(
      ask({ ...article, endpoints: [gateway] }, { kind: 'service', service: 'dynamodb' }, 'test-lambda-01'),
    ).toMatchObject({
      verdict: 'no',
      because: 'no endpoint for dynamodb in PrivateVPC, and no way to the internet',
      remedy:
        'add a gateway endpoint for dynamodb to PrivateVPC, with route table PrivateRouteTable in its RouteTableIds',
    });
  });
});

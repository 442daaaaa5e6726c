import type { LambdaFunction, Network, PrivateResource } from '../network';
import { articleNetwork, configOf, functionOf, groupOf } from '../testing/networks';
import { article, rule, to, withNat } from '../testing/reaching';
import { findings } from './findings';

const ids = (network: Network) => findings(network).map(({ id, subject }) => `${id} ${subject}`);
const edited = (more: Partial<LambdaFunction>, network: Network = articleNetwork()): Network => ({
  ...network,
  functions: network.functions.map((each, index) => (index === 0 ? { ...each, ...more } : each)),
});
const inbound = (network: Network): Network => ({
  ...network,
  securityGroups: network.securityGroups.map((group) => ({ ...group, ingress: [rule('10.0.0.0/16')] })),
});

it('has nothing to say of the article', () => {
  expect(findings(article)).toEqual([]);
});

describe('inbound rules of a function’s group', () => {
  it('never apply', () => {
    expect(ids(inbound(article))).toEqual(['INBOUND_RULES sg-full', 'INBOUND_RULES sg-vpc']);
    expect(findings(inbound(article))[1]?.message).toContain(
      'only functions use it (test-lambda-02 and test-lambda-03)',
    );
  });

  it('are right where something else is behind the group: a broker, a database, an endpoint', () => {
    const database: PrivateResource = {
      id: 'db',
      type: 'AWS::RDS::DBInstance',
      subnets: [],
      securityGroups: ['sg-full'],
    };
    const vpcConfig = configOf(['subnet-1a'], ['sg-vpc']);
    const mapping = { id: 'esm', function: 'fn-02', vpcConfig };
    expect(ids({ ...inbound(article), resources: [database], eventSourceMappings: [mapping] })).toEqual([]);
  });
});

it('an internet gateway is no internet for a function', () => {
  const routeTables = withNat().routeTables.map((table) => ({
    ...table,
    routes: [to('0.0.0.0/0', 'internet-gateway', 'igw')],
  }));
  expect(
    ids({ ...withNat({ routeTables }), functions: [functionOf('fn', ['private', 'public'], ['sg'])] }),
  ).toEqual(['INTERNET_GATEWAY_IS_NO_INTERNET private', 'INTERNET_GATEWAY_IS_NO_INTERNET public']);
});

describe('what a function needs', () => {
  const needs = [
    { to: { kind: 'service' as const, service: 'dynamodb' }, because: 'its role allows dynamodb:GetItem' },
  ];

  it('and certainly cannot reach', () => {
    expect(findings(edited({ needs }))).toEqual([
      {
        id: 'NEED_UNREACHABLE',
        severity: 'error',
        subject: 'fn-01',
        message:
          'test-lambda-01 needs dynamodb (its role allows dynamodb:GetItem) and cannot reach it: no endpoint for dynamodb in PrivateVPC, and no way to the internet',
        remedy:
          'add a gateway endpoint for dynamodb to PrivateVPC, with route table PrivateRouteTable in its RouteTableIds',
      },
    ]);
  });

  it('a URL in its environment, too', () => {
    const url = [
      {
        to: { kind: 'function-url' as const, function: 'fn-02' },
        because: 'its environment names it in SERVER',
      },
    ];
    expect(findings(edited({ needs: url }))[0]?.message).toMatch(
      /^test-lambda-01 needs URL of test-lambda-02 \(its env/,
    );
  });

  it('is fine when it is reached, when nobody knows, and outside a VPC', () => {
    expect(ids(edited({ needs, vpcConfig: configOf([], []) }))).toEqual([]);
    expect(ids({ ...edited({ needs }), vpcs: [] })).toEqual([]);
    expect(
      ids({ ...withNat(), functions: [functionOf('fn', ['private', 'public'], ['sg'], { needs })] }),
    ).toEqual(['INTERNET_GATEWAY_IS_NO_INTERNET public']);
  });
});

describe('a URL that is open to all', () => {
  const url = { authType: 'NONE' as const };
  const role = (doesMoreThanLogs: Network['roles'][number]['doesMoreThanLogs']) => ({
    ...edited({ url }),
    roles: article.roles.map((each) => ({ ...each, doesMoreThanLogs })),
  });

  it('on a function whose role may do more than write logs', () => {
    expect(ids(role(true))).toEqual(['URL_OPEN_TO_ALL fn-01']);
    expect(ids(edited({ url: { authType: 'AWS_IAM' } }, role(true)))).toEqual([]);
  });

  it('and not on one whose role may not, or of which that is not known', () => {
    expect(ids(role(false))).toEqual([]);
    expect(ids(role({ unknown: 'the policy is imported', path: 'Stack.Role' }))).toEqual([]);
  });
});

it('says of numbers what a plan says', () => {
  const network = { ...article, securityGroups: [...article.securityGroups, groupOf('sg-more', [])] };
  expect(ids({ ...network, functions: [functionOf('alone', ['subnet-1a'], ['sg-more'])] })).toEqual([
    'ONE_SUBNET alone',
  ]);
  expect(findings(article, { quota: 3 }).map(({ id }) => id)).toEqual(['ENI_QUOTA_EXCEEDED']);
});

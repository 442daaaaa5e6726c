import { HyperplaneError } from '../errors';
import type { Destination, Network } from '../network';
import { functionOf, networkOf } from '../testing/networks';
import {
  INTERNET,
  S3,
  SECRETS,
  URL,
  UNKNOWN,
  article,
  gateway,
  privateEndpoint,
  endpointGroup,
  withNat,
  ask,
} from '../testing/reaching';
import { matrix, reach } from './reach';

describe('the article', () => {
  it('test-lambda-01 does not reach the internet, and why', () => {
    expect(ask(article, INTERNET, 'test-lambda-01')).toEqual({
      from: 'test-lambda-01',
      to: 'internet',
      verdict: 'no',
      because: 'no route 0.0.0.0/0 in the route table of both subnets',
      subnets: ['1a', '1c'].map((zone) => ({
        subnet: `subnet-${zone}`,
        name: `PrivateSubnet-${zone}`,
        verdict: 'no',
        because: `no route 0.0.0.0/0 in the route table of PrivateSubnet-${zone}`,
      })),
      blockedBy: [
        {
          id: 'NO_ROUTE',
          kind: 'NO_ROUTE_TO_DESTINATION',
          subjects: ['rtb'],
          subnets: ['subnet-1a', 'subnet-1c'],
          message: 'no route 0.0.0.0/0 in the route table of both subnets',
        },
      ],
      remedy: 'make a public NAT gateway and add a route 0.0.0.0/0 to it in route table PrivateRouteTable',
      amendments: [
        {
          kind: 'add-route',
          routeTable: 'rtb',
          destination: { kind: 'ipv4', cidr: '0.0.0.0/0' },
          target: { kind: 'nat-gateway' },
        },
      ],
      notes: [],
    });
  });

  it('test-lambda-02 does not reach S3 through a gateway endpoint: its group lets out to the VPC only', () => {
    const { verdict, blockedBy, remedy } = ask({ ...article, endpoints: [gateway] }, S3, 'test-lambda-02');

    expect(verdict).toBe('no');
    expect(blockedBy.map(({ message }) => message)).toEqual([
      'no rule of outbound-vpc-sg lets out TCP 443 to the prefix list of s3',
    ]);
    expect(remedy).toBe('let outbound-vpc-sg send TCP 443 to the prefix list of s3');
    expect(ask({ ...article, endpoints: [gateway] }, S3, 'test-lambda-01').verdict).toBe('yes');
  });

  it('test-lambda-02 reaches S3 through an interface endpoint', () => {
    const network = {
      ...article,
      securityGroups: [...article.securityGroups, endpointGroup],
      endpoints: [privateEndpoint('s3', { hasPolicy: true })],
    };

    expect(ask(network, S3, 'test-lambda-02')).toMatchObject({
      verdict: 'yes',
      because: 'by interface endpoint vpce-s3',
      notes: ['the policy of endpoint vpce-s3 may refuse what the network lets through'],
    });
  });
});

describe('rule 1: outside a VPC', () => {
  const network = {
    ...article,
    functions: [functionOf('fn'), ...article.functions],
    resources: [
      { id: 'db', type: 'AWS::RDS::DBInstance', subnets: ['subnet-1a'], securityGroups: ['sg-vpc'] },
    ],
  };
  it.each<[string, Destination, string]>([
    ['the internet', INTERNET, 'yes'],
    ['a service', SECRETS, 'yes'],
    ['a function URL', URL, 'yes'],
    ['another function', { kind: 'function', function: 'fn-01' }, 'yes'],
    ['a public address', { kind: 'host', host: '1.1.1.1', port: 443 }, 'yes'],
    ['a private block', { kind: 'cidr', cidr: '10.0.0.0/16' }, 'no'],
    ['a block that is partly private', { kind: 'cidr', cidr: '172.0.0.0/8' }, 'partial'],
    ['a private resource', { kind: 'resource', resource: 'db' }, 'no'],
  ])('%s', (_what, destination, verdict) => {
    expect(ask(network, destination).verdict).toBe(verdict);
  });

  it('says what to do about private resources', () => {
    expect(ask(network, { kind: 'resource', resource: 'db' })).toMatchObject({
      because: 'fn is not in a VPC, and db is private',
      remedy: 'give the function a VpcConfig with subnets and security groups that reach it',
    });
  });
});

describe('rules 9 and 10: other functions', () => {
  const network: Network = {
    ...withNat(),
    functions: [
      ...withNat().functions,
      functionOf('server', ['private'], ['sg'], { url: { authType: 'AWS_IAM' } }),
    ],
  };
  it('a URL needs the internet, wherever its function is, and then authorisation', () => {
    expect(ask(network, { kind: 'function-url', function: 'server' })).toMatchObject({
      verdict: 'yes',
      because: 'by NAT gateway nat',
      notes: ['the URL answers to signed requests of those who may invoke it only (AWS_IAM)'],
    });
    expect(ask(article, URL, 'test-lambda-01').verdict).toBe('no');
  });

  it('the lambda endpoint is a way to invoke a function, and none to its URL', () => {
    const inside = {
      ...article,
      securityGroups: [...article.securityGroups, endpointGroup],
      endpoints: [privateEndpoint('lambda')],
    };
    expect(ask(inside, { kind: 'function', function: 'fn-01' }, 'test-lambda-02').verdict).toBe('yes');
    expect(ask(inside, URL, 'test-lambda-02').verdict).toBe('no');
  });
});

it('does not know where a function is whose VpcConfig is not known', () => {
  const network = networkOf({ functions: [functionOf('fn', [], [], { vpcConfig: UNKNOWN })] });
  expect(ask(network)).toMatchObject({
    verdict: 'partial',
    because: 'the VpcConfig of fn (Stack.Thing: parameter P has no default)',
  });
});

it('asks for functions that there are', () => {
  expect(() => reach(article, 'test-lambda-04', INTERNET)).toThrow(
    new HyperplaneError(
      'UNKNOWN_FUNCTION',
      'no function is called "test-lambda-04"; there are test-lambda-01, test-lambda-02 and test-lambda-03',
    ),
  );
});

it('gives a row a function, each with its own name', () => {
  const rows = matrix(
    { ...article, functions: [...article.functions, functionOf('outside'), functionOf('far')] },
    [INTERNET, { kind: 'cidr', cidr: '10.0.0.0/16' }],
  );
  expect(
    rows.map(({ from, to: what, verdict, because }) => `${from} ${what} ${verdict} ${because.slice(0, 30)}`),
  ).toEqual([
    'test-lambda-01 internet no no route 0.0.0.0/0 in the rout',
    'test-lambda-01 10.0.0.0/16 yes by the VPC’s local route',
    'test-lambda-02 internet no no route 0.0.0.0/0 in the rout',
    'test-lambda-02 10.0.0.0/16 yes by the VPC’s local route',
    'test-lambda-03 internet no no route 0.0.0.0/0 in the rout',
    'test-lambda-03 10.0.0.0/16 yes by the VPC’s local route',
    'outside internet yes by Lambda’s own network',
    'outside 10.0.0.0/16 no outside is not in a VPC, and 1',
    'far internet yes by Lambda’s own network',
    'far 10.0.0.0/16 no far is not in a VPC, and 10.0.',
  ]);
});

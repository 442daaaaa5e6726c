import fc from 'fast-check';

import type { Network } from '../network';
import {
  articleNetwork,
  configOf,
  functionOf,
  groupOf,
  networkOf,
  subnetOf,
  vpcOf,
} from '../testing/networks';
import { plan } from './plan';

const warnings = (network: Network, quota?: number) =>
  plan(network, quota === undefined ? {} : { quota }).warnings.map(({ id }) => id);
const unknown = { unknown: 'parameter P has no default', path: 'Stack.Fn' };

it('gives the article’s result: four interfaces, 249 of 251 free, 02 and 03 on one', () => {
  const { subnets, enis, vpcs, totals, partial } = plan(articleNetwork());

  expect(subnets.map(({ name, total, enis: count, free }) => ({ name, total, count, free }))).toEqual([
    { name: 'PrivateSubnet-1a', total: 251, count: 2, free: 249 },
    { name: 'PrivateSubnet-1c', total: 251, count: 2, free: 249 },
  ]);
  expect(
    enis.map(({ subnet, securityGroups, functions }) => ({ subnet, securityGroups, functions })),
  ).toEqual([
    { subnet: 'subnet-1a', securityGroups: ['sg-full'], functions: ['test-lambda-01'] },
    { subnet: 'subnet-1c', securityGroups: ['sg-full'], functions: ['test-lambda-01'] },
    { subnet: 'subnet-1a', securityGroups: ['sg-vpc'], functions: ['test-lambda-02', 'test-lambda-03'] },
    { subnet: 'subnet-1c', securityGroups: ['sg-vpc'], functions: ['test-lambda-02', 'test-lambda-03'] },
  ]);
  expect(vpcs).toEqual([{ id: 'vpc', name: 'PrivateVPC', enis: 4, quota: 500 }]);
  expect(totals).toEqual({ enis: 4, addresses: 4, functions: 3 });
  expect(partial).toEqual([]);
});

it.each<[string, string[], string[], number]>([
  ['the same groups in another order', ['a', 'b'], ['b', 'a'], 1],
  ['a group named twice', ['a', 'b'], ['a', 'b', 'b'], 1],
  ['other groups of the same number', ['a', 'b'], ['a', 'c'], 2],
  ['a part of the groups', ['a', 'b'], ['a'], 2],
])('counts %s as it should', (_what, one, other, enis) => {
  const functions = [functionOf('f', ['s'], one), functionOf('g', ['s'], other)];

  expect(plan(networkOf({ functions })).totals.enis).toBe(enis);
});

it('does not depend on any order', () => {
  const ids = (all: string[]) => fc.uniqueArray(fc.constantFrom(...all), { minLength: 1 });
  const users = fc.array(fc.tuple(ids(['s1', 's2', 's3']), ids(['a', 'b', 'c', 'd'])), { maxLength: 8 });
  const shuffled = users.chain((all) =>
    fc.tuple(
      fc.constant(all),
      fc.shuffledSubarray(
        all.map(([subnets, groups]): [string[], string[]] => [[...subnets].reverse(), [...groups].reverse()]),
        { minLength: all.length },
      ),
    ),
  );
  const keys = (all: [string[], string[]][]) =>
    plan(
      networkOf({
        functions: all.map(([subnets, groups], index) => functionOf(`f${index}`, subnets, groups)),
      }),
    )
      .enis.map(({ subnet, securityGroups }) => `${subnet} ${securityGroups.join()}`)
      .sort();
  fc.assert(
    fc.property(shuffled, ([one, other]) => {
      expect(keys(other)).toEqual(keys(one));
      expect(keys(one)).toEqual(
        [...new Set(one.flatMap(([s, g]) => s.map((each) => `${each} ${[...g].sort().join()}`)))].sort(),
      );
    }),
  );
});

it('counts versions and event source mappings as holders', () => {
  const network = articleNetwork();
  const { enis } = plan({
    ...network,
    functions: network.functions.slice(2),
    publishedVersions: [
      {
        id: 'v1',
        name: '1',
        function: 'fn-03',
        isRetained: true,
        vpcConfig: configOf(['subnet-1a'], ['sg-full']),
      },
    ],
    eventSourceMappings: [{ id: 'esm', function: 'fn-03', vpcConfig: configOf(['subnet-1c'], ['sg-vpc']) }],
  });

  expect(enis).toHaveLength(3);
  expect(enis.map(({ holders }) => holders.map(({ kind }) => kind))).toEqual([
    ['function', 'event-source-mapping'],
    ['function'],
    ['published-version'],
  ]);
  expect(enis[2]?.functions).toEqual(['test-lambda-03']);
});

it('takes addresses of endpoints and NAT gateways away, and names what it cannot count', () => {
  const interfaceEndpoint = {
    id: 'vpce',
    vpc: 'vpc',
    type: 'interface' as const,
    serviceName: 'com.amazonaws.ap-northeast-1.ssm',
    subnets: ['subnet-1a', 'subnet-1c'],
    securityGroups: [],
    privateDnsEnabled: true,
    routeTables: [],
    hasPolicy: false,
  };
  const { subnets } = plan({
    ...articleNetwork(),
    endpoints: [interfaceEndpoint, { ...interfaceEndpoint, id: 's3', type: 'gateway', subnets: [] }],
    natGateways: [
      {
        id: 'nat',
        vpc: 'vpc',
        connectivity: 'public',
        availability: 'zonal',
        subnet: 'subnet-1c',
        addresses: 3,
      },
      { id: 'regional', vpc: 'vpc', connectivity: 'public', availability: 'regional' },
    ],
    resources: [{ id: 'db', type: 'AWS::RDS::DBInstance', subnets: ['subnet-1a'], securityGroups: [] }],
  });

  expect(
    subnets.map(({ enis, endpoints, natGateways, free, notCounted }) => [
      enis,
      endpoints,
      natGateways,
      free,
      notCounted,
    ]),
  ).toEqual([
    [2, 1, 0, 248, ['db (AWS::RDS::DBInstance)']],
    [2, 1, 3, 245, []],
  ]);
});

it('is partial, with reasons, where the template does not tell', () => {
  const { subnets, totals, partial } = plan(
    networkOf({
      subnets: [subnetOf('s', '10.0.0.0/24', { cidrBlock: unknown })],
      functions: [
        functionOf('f', ['s', 'imported'], ['g']),
        functionOf('all', ['s'], ['g'], { vpcConfig: unknown }),
        functionOf('group', ['s'], ['g'], { vpcConfig: configOf(['s'], ['g', unknown]) }),
        functionOf('subnet', ['s'], ['g'], { vpcConfig: configOf(['s', unknown], ['g']) }),
        functionOf('list', ['s'], ['g'], { vpcConfig: configOf(unknown, ['g']) }),
      ],
    }),
  );

  expect(totals.enis).toBe(2);
  expect(subnets.map(({ id, total, free, enis }) => [id, total, free, enis])).toEqual([
    ['s', null, null, 1],
    ['imported', null, null, 1],
  ]);
  expect(partial).toEqual([
    'the interfaces of all are not counted (Stack.Fn: parameter P has no default)',
    'not all interfaces of group are counted (Stack.Fn: parameter P has no default)',
    'not all interfaces of subnet are counted (Stack.Fn: parameter P has no default)',
    'not all interfaces of list are counted (Stack.Fn: parameter P has no default)',
    'the free addresses of subnet s are not known (Stack.Fn: parameter P has no default)',
    'the free addresses of subnet imported are not known: it is not in the template',
  ]);
});

it('has nothing for functions that are in no VPC, or left it', () => {
  const left = functionOf('left', [], [], { vpcConfig: configOf([], []) });

  expect(plan(networkOf({ functions: [functionOf('f'), left] }))).toMatchObject({
    enis: [],
    warnings: [],
    partial: [],
  });
});

describe('warns', () => {
  const one = (cidr: string, groups: string[][]) =>
    networkOf({
      vpcs: [vpcOf('vpc')],
      subnets: [subnetOf('s', cidr), subnetOf('t', '10.0.9.0/24')],
      functions: groups.map((each, index) => functionOf(`f${index}`, ['s', 't'], each)),
    });

  it('of a subnet that is used up, and of one that is small', () => {
    const groups = Array.from({ length: 12 }, (_, index) => [`g${index}`]);
    expect(warnings(one('10.0.0.0/28', groups))).toEqual(['SUBNET_USED_UP', 'SUBNET_SMALL']);
    expect(warnings(one('10.0.0.0/28', groups.slice(1)))).toEqual(['SUBNET_SMALL']);
    expect(warnings(one('10.0.0.0/27', groups))).toEqual([]);
  });

  it('of the quota, which is an input', () => {
    const network = one('10.0.0.0/24', [['a'], ['b']]);
    expect(warnings(network, 4)).toEqual([]);
    expect(warnings(network, 3)).toEqual(['ENI_QUOTA_EXCEEDED']);
  });

  it('of one subnet, of too many subnets and of too many groups', () => {
    const many = (count: number, letter: string) =>
      Array.from({ length: count }, (_, index) => `${letter}${index}`);
    const of = (subnets: string[], groups: string[]) =>
      warnings(networkOf({ functions: [functionOf('f', subnets, groups)] }));
    expect(of(['s'], ['g'])).toEqual(['ONE_SUBNET']);
    expect(of(many(17, 's'), many(6, 'g'))).toEqual(['TOO_MANY_SUBNETS', 'TOO_MANY_GROUPS']);
    expect(of(many(16, 's'), many(5, 'g'))).toEqual([]);
  });

  it('of a role that may not manage interfaces', () => {
    const network = articleNetwork();
    const roles = network.roles.map((role) => ({ ...role, managesNetworkInterfaces: false }));
    expect(warnings({ ...network, roles })).toEqual(['ROLE_LACKS_VPC_ACCESS']);
    expect(
      warnings({ ...network, roles: roles.map((role) => ({ ...role, managesNetworkInterfaces: unknown })) }),
    ).toEqual([]);
  });

  it('of functions that could share and have a group each', () => {
    const network = (more: Partial<Network> = {}) =>
      networkOf({
        securityGroups: [groupOf('g0', 'all'), groupOf('g1', 'all'), groupOf('g2', [])],
        functions: ['g0', 'g1', 'g2'].map((group, index) => functionOf(`f${index}`, ['s', 't'], [group])),
        ...more,
      });
    const [warning] = plan(network()).warnings;
    expect(warning).toEqual({
      id: 'ENI_NOT_SHARED',
      severity: 'warning',
      subject: 'f0',
      message:
        'f0 and f1 could share: the same subnets, and groups that let out the same, yet 2 sets of security groups take 4 interfaces where 2 would do',
      remedy: 'give all of them one security group, such as g0',
    });
    const database = groupOf('db', 'all', {
      ingress: [
        { protocol: 'tcp', ports: { from: 5432, to: 5432 }, peer: { kind: 'security-group', id: 'g0' } },
      ],
    });
    expect(warnings(network({ securityGroups: [...network().securityGroups, database] }))).toEqual([]);
    expect(warnings(network({ securityGroups: [] }))).toEqual([]);
  });
});

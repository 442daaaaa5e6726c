import { type Network, plan } from '@furl/hyperplane';
import fc from 'fast-check';
import type { Fact } from '../src/model/maybe';
import type { Picture, SubnetPicture } from '../src/model/picture';
import { pictureOf } from '../src/model/picture-of';
import { networks } from './arbitrary-network';
import {
  endpointOf,
  fiftyFunctions,
  functionOf,
  groupOf,
  networkOf,
  subnetOf,
  unknownOf,
  workspaceNetwork,
} from './networks';

function picture(network: Network): Picture {
  return pictureOf(network, plan(network));
}

function subnetsOf({ vpcs }: Picture): SubnetPicture[] {
  return vpcs.flatMap(({ zones }) => zones.flatMap(({ subnets }) => subnets));
}

function subnetCalled(name: string, network: Network): SubnetPicture {
  const found = subnetsOf(picture(network)).find((subnet) => subnet.name === name || subnet.id === name);
  if (found === undefined) throw new Error(`no subnet ${name}`);
  return found;
}

function routesOf(name: string, network: Network): string[] {
  return subnetCalled(name, network).routes.map(({ destinations, target }) =>
    [destinations.map(({ text }) => text).join(', '), target.text].filter((text) => text !== '').join(' → '),
  );
}

/** Every fact of a picture, wherever it is. */
function factsOf(value: unknown): Fact[] {
  if (Array.isArray(value)) return value.flatMap(factsOf);
  if (typeof value !== 'object' || value === null) return [];
  const own =
    'text' in value && typeof value.text === 'string'
      ? [{ text: value.text, ...('unknown' in value && { unknown: String(value.unknown) }) }]
      : [];
  return [...own, ...Object.values(value).flatMap(factsOf)];
}

describe('a picture', () => {
  it('shares interfaces as the plan does', () => {
    expect(subnetCalled('PrivateSubnet-1a', workspaceNetwork()).enis).toEqual([
      {
        securityGroups: ['outbound-vpc-sg'],
        holders: [
          {
            name: 'furl-server',
            notes: [],
            url: { authType: 'AWS_IAM', label: { text: 'URL AWS_IAM' } },
          },
          { name: 'test-lambda-02', notes: [] },
          { name: 'test-lambda-03', notes: [] },
        ],
      },
      { securityGroups: ['outbound-full-sg'], holders: [{ name: 'test-lambda-01', notes: [] }] },
    ]);
  });

  it('puts functions in no VPC aside, with the URL that they call', () => {
    expect(picture(workspaceNetwork()).outside).toEqual([
      {
        name: 'furl-proxy',
        notes: [{ text: 'calls the URL of furl-server' }],
        url: { authType: 'NONE', label: { text: 'URL NONE' } },
      },
    ]);
  });

  it('takes a function whose subnets were taken away for one in no VPC', () => {
    const nowhere = { subnets: [], securityGroups: [], ipv6AllowedForDualStack: false };
    const network = networkOf({ functions: [functionOf('a', [], [], { vpcConfig: nowhere })] });

    expect(picture(network)).toMatchObject({ outside: [{ name: 'a' }], unplaced: [] });
  });

  it('adds versions and mappings up by function', () => {
    const vpcConfig = { subnets: ['subnet-1a'], securityGroups: ['sg new'], ipv6AllowedForDualStack: false };
    const of = { function: 'fn test-lambda-01', vpcConfig };
    const network: Network = {
      ...workspaceNetwork(),
      publishedVersions: [
        { id: 'v1', isRetained: true, ...of },
        { id: 'v2', isRetained: true, ...of },
      ],
      eventSourceMappings: [{ id: 'm1', ...of }],
    };

    const [, , eni] = subnetCalled('PrivateSubnet-1a', network).enis;
    expect(eni).toEqual({
      securityGroups: ['sg new'],
      holders: [
        { name: 'test-lambda-01', notes: [{ text: '2 published versions' }] },
        { name: 'test-lambda-01', notes: [{ text: '1 event source mapping' }] },
      ],
    });
  });

  it('leaves out no function, endpoint, NAT gateway and subnet, whatever is not known of it', () => {
    fc.assert(
      fc.property(networks, (random) => {
        // A name of its own for each, to be found by.
        const named = <T extends { id: string }>(list: readonly T[]): T[] =>
          list.map((each) => ({ ...each, name: `name of ${each.id}.` }));
        const network: Network = {
          ...random,
          functions: named(random.functions),
          endpoints: named(random.endpoints).map((each) => ({ ...each, serviceName: `service ${each.id}.` })),
          natGateways: named(random.natGateways),
          subnets: named(random.subnets),
        };
        const all = JSON.stringify(picture(network));
        for (const { name } of [...network.functions, ...network.natGateways, ...network.subnets]) {
          expect(all).toContain(name);
        }
        for (const { serviceName } of network.endpoints) expect(all).toContain(serviceName);
      }),
      { numRuns: 300 },
    );
  });
});

describe('what is not known is drawn as such', () => {
  const why = unknownOf('parameter X has no default');
  const base = workspaceNetwork();
  const [first, ...others] = base.subnets;
  if (first === undefined) throw new Error('the workspace has subnets');
  const withSubnet = (more: object): Network => ({ ...base, subnets: [{ ...first, ...more }, ...others] });
  const inSubnets = ['subnet-1a'];

  it.each<[string, Network, string]>([
    ['the Region', { ...base, region: why }, 'Region unknown'],
    [
      'a VPC’s CIDR',
      { ...base, vpcs: base.vpcs.map((vpc) => ({ ...vpc, cidrBlocks: [why] })) },
      'CIDR unknown',
    ],
    [
      'a VPC’s IPv6 block',
      { ...base, vpcs: base.vpcs.map((vpc) => ({ ...vpc, ipv6CidrBlocks: [why] })) },
      'IPv6 block unknown',
    ],
    ['a subnet’s VPC', withSubnet({ vpc: why }), 'unknown'],
    ['a subnet’s zone', withSubnet({ availabilityZone: why }), 'Zone unknown'],
    ['a subnet’s CIDR', withSubnet({ cidrBlock: why }), 'CIDR unknown'],
    ['a subnet’s free addresses', withSubnet({ cidrBlock: why }), 'free addresses unknown'],
    ['whether a subnet has IPv6', withSubnet({ hasIpv6: why }), 'IPv6 unknown'],
    ['a subnet’s IPv6 block', withSubnet({ hasIpv6: true }), 'IPv6 block unknown'],
    ['a subnet’s route table', withSubnet({ routeTable: why }), 'routes unknown'],
    ['a route table outside the template', withSubnet({ routeTable: 'rtb-imported' }), 'routes unknown'],
    [
      'routes',
      { ...base, routeTables: base.routeTables.map((table) => ({ ...table, routes: why })) },
      'routes unknown',
    ],
    [
      'propagated routes',
      { ...base, routeTables: base.routeTables.map((table) => ({ ...table, propagates: why })) },
      'further routes unknown',
    ],
    [
      'a route of an unknown table',
      { ...base, unplaced: [{ kind: 'route', ...why }] },
      'further routes unknown',
    ],
    ['a function’s configuration', withFunction({ vpcConfig: why }), 'VPC configuration unknown'],
    ['a function’s subnets', { ...base, functions: [functionOf('f', why)] }, 'subnets unknown'],
    [
      'some of them',
      { ...base, functions: [functionOf('f', ['subnet-1a', why])] },
      'further subnets unknown',
    ],
    ['an auth type', withFunction({ url: { authType: why } }), 'URL auth type unknown'],
    ['an endpoint’s type', { ...base, endpoints: [endpointOf('s3', why)] }, 'type unknown'],
    [
      'an endpoint’s subnets',
      { ...base, endpoints: [endpointOf('s3', 'interface', { subnets: why })] },
      'subnets unknown',
    ],
    [
      'an endpoint’s service',
      { ...base, endpoints: [endpointOf('s3', 'interface', { subnets: inSubnets, serviceName: why })] },
      'service unknown',
    ],
    [
      'a gateway endpoint’s tables',
      { ...base, endpoints: [endpointOf('s3', 'gateway', { routeTables: why })] },
      'route tables unknown',
    ],
    [
      'a NAT gateway’s subnet',
      {
        ...base,
        natGateways: [{ id: 'nat', vpc: 'vpc', connectivity: 'public', availability: 'zonal', subnet: why }],
      },
      'subnet unknown',
    ],
    [
      'a NAT gateway’s connectivity',
      {
        ...base,
        natGateways: [
          { id: 'nat', vpc: 'vpc', connectivity: why, availability: 'zonal', subnet: 'subnet-1a' },
        ],
      },
      'connectivity unknown',
    ],
  ])('%s', (_, network, text) => {
    const fact = factsOf(picture(network)).find((each) => each.text === text && each.unknown !== undefined);

    expect(fact?.unknown).toMatch(/parameter X has no default|the template/);
  });

  it('draws an interface whose groups are not known, with everybody whom it may be for', () => {
    const network: Network = {
      ...base,
      functions: ['a', 'b'].map((name) => functionOf(name, inSubnets, ['sg outbound-vpc-sg', why])),
    };

    expect(subnetCalled('PrivateSubnet-1a', network).enis).toEqual([
      {
        securityGroups: ['outbound-vpc-sg'],
        unknown: 'Stack.Resource.Property: parameter X has no default',
        holders: [
          { name: 'a', notes: [] },
          { name: 'b', notes: [] },
        ],
      },
    ]);
  });

  it('draws a subnet that the template only refers to, in a VPC of its own', () => {
    const network = networkOf({ functions: [functionOf('a', ['subnet-0abc'], ['sg-0abc'])] });

    expect(picture(network).vpcs).toMatchObject([
      {
        name: { text: 'unknown' },
        zones: [{ name: { text: 'Zone unknown' }, subnets: [{ id: 'subnet-0abc' }] }],
      },
    ]);
  });

  function withFunction(more: object): Network {
    return { ...workspaceNetwork(), functions: [{ ...functionOf('f', ['subnet-1a'], ['sg']), ...more }] };
  }
});

describe('routes', () => {
  const network = fiftyFunctions();

  it('name their targets, and put destinations of one target together', () => {
    expect(routesOf('Private-1d', network)).toEqual([
      '0.0.0.0/0 → NAT gateway Nat-1c',
      '::/0 → egress-only internet gateway eigw-main',
      '10.0.0.0/8, 172.16.0.0/12 → transit gateway tgw-0123456789abcdef0',
      's3, dynamodb → gateway endpoint',
    ]);
    expect(routesOf('Isolated-1a', network)).toEqual(['no route out of the VPC']);
  });

  it('make tiers: isolated, private, public', () => {
    expect(subnetsOf(picture(network)).map(({ name, tier }) => `${name} ${tier}`)).toEqual([
      'Isolated-1a isolated',
      'Private-1a private',
      'Public-1a public',
      'Isolated-1c isolated',
      'Private-1c private',
      'Public-1c public',
      'Private-1d private',
      'Public-1d public',
      'isolated-1d isolated',
    ]);
  });

  it('leave the VPC where the gateways are, each drawn once', () => {
    const [vpc] = picture(network).vpcs;

    expect(
      vpc?.waysOut.map(({ kind, name, details }) => [kind, name.text, ...details.map(({ text }) => text)]),
    ).toEqual([
      ['Internet gateway', 'igw-main', '0.0.0.0/0, ::/0', 'from 3 subnets'],
      ['Egress-only internet gateway', 'eigw-main', '::/0', 'from 3 subnets'],
      ['Transit gateway', 'tgw-0123456789abcdef0', '10.0.0.0/8, 172.16.0.0/12', 'from 3 subnets'],
    ]);
  });

  it('are those of the main table where a subnet has none of its own', () => {
    const target = { kind: 'internet-gateway' as const, id: 'igw' };
    const main = {
      id: 'main',
      vpc: 'vpc',
      isMain: true,
      routes: [{ destination: { kind: 'ipv4' as const, cidr: '0.0.0.0/0' }, target }],
    };
    const withMain: Network = {
      ...workspaceNetwork(),
      subnets: [subnetOf('s', '10.0.1.0/24')],
      routeTables: [main],
    };

    expect(routesOf('s', withMain)).toEqual(['0.0.0.0/0 → internet gateway igw']);
    expect(routesOf('s', { ...withMain, routeTables: [] })).toEqual(['no route out of the VPC']);
    expect(routesOf('s', { ...withMain, routeTables: [], vpcs: [] })).toEqual(['routes unknown']);
  });
});

describe('addresses', () => {
  const withSubnet = (cidr: string): Network =>
    networkOf({
      ...workspaceNetwork(),
      subnets: [subnetOf('s', cidr)],
      securityGroups: [groupOf('a')],
      functions: Array.from({ length: 12 }, (_, index) => functionOf(`f${index}`, ['s'], [`sg ${index}`])),
    });

  it.each([
    ['10.0.1.0/24', '239 of 251 addresses free', undefined],
    ['10.0.0.0/16', '65,519 of 65,531 addresses free', undefined],
    ['10.0.1.0/28', '1 too few of 11 addresses', true],
  ])('of %s: %s', (cidr, text, isShort) => {
    expect(subnetCalled('s', withSubnet(cidr)).free).toEqual({ text, ...(isShort && { isShort }) });
  });
});

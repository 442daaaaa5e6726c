import type {
  EventSourceMapping,
  LambdaFunction,
  Maybe,
  Network,
  Route,
  RouteTable,
  RouteTarget,
  Subnet,
  VpcConfig,
  VpcEndpoint,
} from '@furl/hyperplane';
import fc from 'fast-check';
import { groupOf, networkOf, unknownOf } from './networks';

/** Names that break what is careless: markup, quotes, other scripts, marks, half characters, far too much. */
export const HOSTILE_NAMES = [
  '</text><script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "]]><!-- ' --> &amp; &lt; <?xml?>",
  'a'.repeat(255),
  'OrderProcessingPlatform-Production-NotificationsSecurityGroup3F2A9C1B-1X8T7Q2W9ZKLM',
  'W'.repeat(64),
  '関数🙂👩‍👩‍👧‍👦 مرحبا \u202egnp.exe',
  'z\u0301\u0302\u0303\u0304\u0305\u0306'.repeat(20),
  'null\u0000byte\ttab\nline\ud800',
  '﷽﷽﷽',
  '"]:::eni %%{init}%% end `x` #quot; 1. ; style x: y',
  ' ',
];

const names = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.string({ unit: fc.constantFrom(...'abcXYZ019-_.'), minLength: 1, maxLength: 64 }),
  },
  { weight: 2, arbitrary: fc.constantFrom(...HOSTILE_NAMES) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 80 }) },
);

function maybe<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<Maybe<T>> {
  return fc.oneof(
    { weight: 6, arbitrary },
    { weight: 1, arbitrary: names.map((name) => unknownOf(`parameter ${name} has no default`)) },
  );
}

function idsOf(prefix: string, most: number): fc.Arbitrary<string> {
  return fc.nat(most).map((index) => `${prefix}${index}`);
}

function listOf(prefix: string, most: number): fc.Arbitrary<Maybe<readonly Maybe<string>[]>> {
  return maybe(fc.array(maybe(idsOf(prefix, most)), { maxLength: 5 }));
}

const TARGETS: readonly RouteTarget['kind'][] = [
  'local',
  'nat-gateway',
  'internet-gateway',
  'egress-only-internet-gateway',
  'virtual-private-gateway',
  'transit-gateway',
  'vpc-peering-connection',
  'network-interface',
  'instance',
  'vpc-endpoint',
  'carrier-gateway',
  'local-gateway',
  'core-network',
];

const routes: fc.Arbitrary<Route> = fc.record({
  destination: maybe(
    fc.constantFrom(
      { kind: 'ipv4' as const, cidr: '0.0.0.0/0' },
      { kind: 'ipv6' as const, cidr: '::/0' },
      { kind: 'ipv4' as const, cidr: '192.168.100.0/24' },
      { kind: 'ipv6' as const, cidr: '2001:db8:1234:5678:9abc:def0:1234:5678/128' },
      { kind: 'prefix-list' as const, id: 'pl-0123456789abcdef0' },
    ),
  ),
  target: maybe(
    fc.record({ kind: fc.constantFrom(...TARGETS), id: maybe(fc.oneof(names, idsOf('nat', 3))) }),
  ),
});

const cidrs = fc.constantFrom(
  '10.0.0.0/24',
  '10.255.255.0/28',
  '192.168.100.128/30',
  'nonsense',
  '100.64.0.0/10',
);

/** Networks as no template would have them, and as some have. Few ids, so that things meet. */
export const networks: fc.Arbitrary<Network> = fc
  .record({
    region: maybe(fc.constantFrom('ap-northeast-1', '<b>')),
    vpcs: fc.uniqueArray(
      fc.record({
        id: idsOf('vpc', 3),
        name: names,
        cidrBlocks: fc.array(maybe(cidrs), { maxLength: 4 }),
        ipv6CidrBlocks: fc.array(maybe(fc.constant('2001:db8::/56')), { maxLength: 2 }),
        enableDnsSupport: fc.constant(true),
        enableDnsHostnames: fc.constant(true),
      }),
      { selector: ({ id }) => id, maxLength: 3 },
    ),
    subnets: fc.uniqueArray(
      fc.record(
        {
          id: idsOf('subnet', 12),
          name: names,
          vpc: maybe(idsOf('vpc', 3)),
          cidrBlock: maybe(cidrs),
          hasIpv6: maybe(fc.boolean()),
          ipv6CidrBlock: maybe(fc.constant('2001:db8:1234:5678::/64')),
          availabilityZone: maybe(fc.oneof(idsOf('us-east-1', 7), names)),
          routeTable: maybe(idsOf('rtb', 5)),
        },
        { requiredKeys: ['id', 'vpc', 'hasIpv6', 'availabilityZone'] },
      ) satisfies fc.Arbitrary<Subnet>,
      { selector: ({ id }) => id, maxLength: 12 },
    ),
    routeTables: fc.uniqueArray(
      fc.record(
        {
          id: idsOf('rtb', 5),
          vpc: maybe(idsOf('vpc', 3)),
          isMain: fc.boolean(),
          routes: maybe(fc.array(routes, { maxLength: 16 })),
          propagates: maybe(fc.boolean()),
        },
        { requiredKeys: ['id', 'vpc', 'isMain', 'routes'] },
      ) satisfies fc.Arbitrary<RouteTable>,
      { selector: ({ id }) => id, maxLength: 5 },
    ),
    natGateways: fc.uniqueArray(
      fc.record(
        {
          id: idsOf('nat', 3),
          name: names,
          vpc: maybe(idsOf('vpc', 3)),
          connectivity: maybe(fc.constantFrom('public' as const, 'private' as const)),
          availability: maybe(fc.constantFrom('zonal' as const, 'regional' as const)),
          subnet: maybe(idsOf('subnet', 12)),
          addresses: maybe(fc.integer({ min: 1, max: 8 })),
        },
        { requiredKeys: ['id', 'vpc', 'connectivity', 'availability'] },
      ),
      { selector: ({ id }) => id, maxLength: 3 },
    ),
    endpoints: fc.uniqueArray(
      fc.record(
        {
          id: idsOf('vpce', 30),
          name: names,
          vpc: maybe(idsOf('vpc', 3)),
          type: maybe(fc.constantFrom('interface' as const, 'gateway' as const, 'other' as const)),
          serviceName: maybe(names.map((name) => `com.amazonaws.us-east-1.${name}`)),
          subnets: listOf('subnet', 12),
          securityGroups: listOf('sg ', 5),
          privateDnsEnabled: fc.constant(true),
          routeTables: listOf('rtb', 5),
          hasPolicy: fc.constant(false),
        },
        {
          requiredKeys: [
            'id',
            'vpc',
            'type',
            'serviceName',
            'subnets',
            'securityGroups',
            'privateDnsEnabled',
            'routeTables',
            'hasPolicy',
          ],
        },
      ) satisfies fc.Arbitrary<VpcEndpoint>,
      { selector: ({ id }) => id, maxLength: 30 },
    ),
    groups: fc.uniqueArray(names, { maxLength: 5 }),
    functions: fc.uniqueArray(
      fc.record(
        {
          id: idsOf('fn', 80),
          name: names,
          vpcConfig: maybe(configs()),
          role: fc.constant('role'),
          url: fc.record({ authType: maybe(fc.constantFrom('AWS_IAM' as const, 'NONE' as const)) }),
          needs: fc.array(
            fc.record({
              to: fc.record({ kind: fc.constant('function-url' as const), function: idsOf('fn', 80) }),
              because: names,
            }),
            { maxLength: 9 },
          ),
        },
        { requiredKeys: ['id', 'role', 'needs'] },
      ) satisfies fc.Arbitrary<LambdaFunction>,
      { selector: ({ id }) => id, maxLength: 60 },
    ),
    publishedVersions: fc.array(
      fc.record({
        id: idsOf('version', 5),
        function: maybe(idsOf('fn', 80)),
        vpcConfig: maybe(configs()),
        isRetained: fc.boolean(),
      }),
      { maxLength: 4 },
    ),
    eventSourceMappings: fc.array(
      fc.record({
        id: idsOf('mapping', 5),
        function: maybe(idsOf('fn', 80)),
        vpcConfig: maybe(configs()),
      }) satisfies fc.Arbitrary<EventSourceMapping>,
      { maxLength: 4 },
    ),
    resources: fc.array(
      fc.record({
        id: idsOf('db', 20),
        name: names,
        type: fc.constant('AWS::RDS::DBInstance'),
        subnets: listOf('subnet', 12),
        securityGroups: fc.constant([]),
      }),
      { maxLength: 25 },
    ),
    unplaced: fc.array(
      fc.record({
        kind: fc.constantFrom('route' as const, 'route-table-association' as const, 'endpoint' as const),
        unknown: names,
        path: names,
      }),
      { maxLength: 16 },
    ),
  })
  .map(({ groups, ...parts }) =>
    networkOf({
      ...parts,
      securityGroups: groups.map((name, index) => ({ ...groupOf(name), id: `sg ${index}` })),
    }),
  );

function configs(): fc.Arbitrary<VpcConfig> {
  return fc.record({
    subnets: listOf('subnet', 14),
    securityGroups: listOf('sg ', 7),
    ipv6AllowedForDualStack: fc.constant(false),
  });
}

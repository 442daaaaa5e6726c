import {
  EMPTY_NETWORK,
  type LambdaFunction,
  type Network,
  type RouteTarget,
  type SecurityGroup,
  type Subnet,
  type Unknown,
  type VpcConfig,
  type VpcEndpoint,
} from '@furl/hyperplane';

/** A network of nothing, with what a test needs. */
export function networkOf(parts: Partial<Network>): Network {
  return {
    region: 'ap-northeast-1',
    ...EMPTY_NETWORK,
    ...parts,
  };
}

/** Something that a template does not tell. */
export function unknownOf(unknown: string, path = 'Stack.Resource.Property'): Unknown {
  return { unknown, path };
}

/** A function in these subnets with these groups; without them in no VPC. */
export function functionOf(
  name: string,
  subnets: VpcConfig['subnets'] = [],
  securityGroups: VpcConfig['securityGroups'] = [],
  more: Partial<LambdaFunction> = {},
): LambdaFunction {
  const isNowhere = Array.isArray(subnets) && subnets.length === 0;
  const vpcConfig = { subnets, securityGroups, ipv6AllowedForDualStack: false };
  return { id: `fn ${name}`, name, role: 'role', needs: [], ...(!isNowhere && { vpcConfig }), ...more };
}

/** A group that lets out everything, or else to one block only. */
export function groupOf(name: string, cidr?: string): SecurityGroup {
  const egress = cidr === undefined ? [] : [{ protocol: 'tcp', peer: { kind: 'ipv4' as const, cidr } }];
  return { id: `sg ${name}`, name, vpc: 'vpc', hasDefaultEgress: cidr === undefined, egress, ingress: [] };
}

/** A subnet of VPC `vpc`. */
export function subnetOf(id: string, cidrBlock: string, more: Partial<Subnet> = {}): Subnet {
  return { id, vpc: 'vpc', cidrBlock, hasIpv6: false, availabilityZone: 'ap-northeast-1a', ...more };
}

/** An endpoint of VPC `vpc`. */
export function endpointOf(
  service: string,
  type: VpcEndpoint['type'],
  more: Partial<VpcEndpoint> = {},
): VpcEndpoint {
  return {
    id: `vpce ${service}`,
    vpc: 'vpc',
    type,
    serviceName: `com.amazonaws.ap-northeast-1.${service}`,
    subnets: [],
    securityGroups: [],
    privateDnsEnabled: true,
    routeTables: [],
    hasPolicy: false,
    ...more,
  };
}

/** The network of this workspace, as `infra/src/stacks` make it. */
export function workspaceNetwork(): Network {
  const subnets = ['subnet-1a', 'subnet-1c'];
  const vpcGroup = ['sg outbound-vpc-sg'];
  return networkOf({
    vpcs: [
      {
        id: 'vpc',
        name: 'PrivateVPC',
        cidrBlocks: ['10.0.0.0/16'],
        ipv6CidrBlocks: [],
        enableDnsSupport: true,
        enableDnsHostnames: true,
      },
    ],
    subnets: [
      subnetOf('subnet-1a', '10.0.1.0/24', { name: 'PrivateSubnet-1a', routeTable: 'rtb-1a' }),
      subnetOf('subnet-1c', '10.0.2.0/24', {
        name: 'PrivateSubnet-1c',
        routeTable: 'rtb-1c',
        availabilityZone: 'ap-northeast-1c',
      }),
    ],
    routeTables: ['1a', '1c'].map((zone) => ({
      id: `rtb-${zone}`,
      name: `PrivateSubnet-${zone}`,
      vpc: 'vpc',
      isMain: false,
      routes: [],
    })),
    securityGroups: [groupOf('outbound-full-sg'), groupOf('outbound-vpc-sg', '10.0.0.0/16')],
    functions: [
      functionOf('furl-proxy', [], [], {
        url: { authType: 'NONE' },
        needs: [
          { to: { kind: 'function-url', function: 'fn furl-server' }, because: 'its environment names it' },
        ],
      }),
      functionOf('furl-server', subnets, vpcGroup, { url: { authType: 'AWS_IAM' } }),
      functionOf('test-lambda-01', subnets, ['sg outbound-full-sg']),
      functionOf('test-lambda-02', subnets, vpcGroup),
      functionOf('test-lambda-03', subnets, vpcGroup),
    ],
  });
}

/** Fifty functions over three zones and three tiers, dual-stack, with everything that has a sign of its own. */
export function fiftyFunctions(): Network {
  const zones = ['1a', '1c', '1d'];
  const private_ = zones.map((zone) => `private-${zone}`);
  const isolated = zones.map((zone) => `isolated-${zone}`);
  const route = (cidr: string, kind: RouteTarget['kind'], id: string) => ({
    destination: { kind: cidr.includes(':') ? ('ipv6' as const) : ('ipv4' as const), cidr },
    target: { kind, id },
  });
  const groups = [
    'orders-sg',
    'payments-sg',
    'OrderProcessingPlatform-Production-NotificationsSecurityGroup3F2A9C1B-1X8T7Q2W9ZKLM',
    'reports-sg',
  ];
  const orders = Array.from({ length: 30 }, (_, index) =>
    functionOf(`orders-${String(index + 1).padStart(2, '0')}`, private_, ['sg orders-sg']),
  );
  const payments = ['authorise', 'capture', 'refund', 'settle', 'reconcile', 'dispute', 'payout'].map(
    (name) =>
      functionOf(`payments-${name}`, private_, ['sg payments-sg', 'sg orders-sg'], {
        ...(name === 'authorise' && { url: { authType: 'AWS_IAM' } }),
      }),
  );
  const notifications = [
    'OrderProcessingPlatform-Production-CustomerNotificationDispatcher',
    'OrderProcessingPlatformProductionCustomerNotificationTemplateRend',
    'mail',
    'sms',
  ].map((name, index) =>
    functionOf(name, private_, [`sg ${groups[2]}`], {
      ...(index < 2 && {
        url: { authType: index === 0 ? 'NONE' : unknownOf('parameter AuthType has no default') },
      }),
    }),
  );
  const reports = ['daily', 'weekly', 'monthly'].map((name) =>
    functionOf(`reports-${name}`, isolated, ['sg reports-sg']),
  );
  return networkOf({
    vpcs: [
      {
        id: 'vpc',
        name: 'ProductionVPC',
        cidrBlocks: ['10.20.0.0/16', '100.64.0.0/20'],
        ipv6CidrBlocks: [unknownOf('Amazon assigns it', 'Network.Vpc.Ipv6CidrBlock')],
        enableDnsSupport: true,
        enableDnsHostnames: true,
      },
    ],
    subnets: zones.flatMap((zone, index) => {
      const more = { availabilityZone: `ap-northeast-${zone}`, hasIpv6: true };
      return [
        subnetOf(`public-${zone}`, `10.20.${index}.0/26`, {
          ...more,
          name: `Public-${zone}`,
          routeTable: 'rtb-public',
          ipv6CidrBlock: `2001:db8:1234:1a0${index}::/64`,
        }),
        subnetOf(`private-${zone}`, `10.20.${16 + index * 16}.0/20`, {
          ...more,
          name: `Private-${zone}`,
          routeTable: `rtb-private-${zone}`,
          ipv6CidrBlock: unknownOf('Amazon assigns it', `Network.Private${zone}.Ipv6CidrBlock`),
        }),
        ...(index < 2
          ? [
              subnetOf(`isolated-${zone}`, `100.64.${index}.0/28`, {
                ...more,
                hasIpv6: false,
                name: `Isolated-${zone}`,
              }),
            ]
          : []),
      ];
    }),
    routeTables: [
      {
        id: 'rtb-public',
        vpc: 'vpc',
        isMain: false,
        routes: [
          route('0.0.0.0/0', 'internet-gateway', 'igw-main'),
          route('::/0', 'internet-gateway', 'igw-main'),
        ],
      },
      ...zones.map((zone) => ({
        id: `rtb-private-${zone}`,
        vpc: 'vpc',
        isMain: false,
        routes: [
          route('0.0.0.0/0', 'nat-gateway', `nat-${zone === '1d' ? '1c' : zone}`),
          route('::/0', 'egress-only-internet-gateway', 'eigw-main'),
          route('10.0.0.0/8', 'transit-gateway', 'tgw-0123456789abcdef0'),
          route('172.16.0.0/12', 'transit-gateway', 'tgw-0123456789abcdef0'),
          ...(zone === '1a'
            ? [
                {
                  destination: { kind: 'ipv4' as const, cidr: '192.168.0.0/16' },
                  target: unknownOf('parameter PeeringId has no default', 'Network.PeeringRoute'),
                },
              ]
            : []),
        ],
      })),
    ],
    natGateways: ['1a', '1c'].map((zone) => ({
      id: `nat-${zone}`,
      name: `Nat-${zone}`,
      vpc: 'vpc',
      connectivity: 'public',
      availability: 'zonal',
      subnet: `public-${zone}`,
    })),
    securityGroups: groups.map((name) => groupOf(name)),
    endpoints: [
      ...['secretsmanager', 'sqs', 'kms', 'ecr.api', 'ecr.dkr'].map((service) =>
        endpointOf(service, 'interface', { subnets: private_ }),
      ),
      endpointOf('s3', 'gateway', { routeTables: zones.map((zone) => `rtb-private-${zone}`) }),
      endpointOf('dynamodb', 'gateway', { routeTables: zones.map((zone) => `rtb-private-${zone}`) }),
      endpointOf('states', unknownOf('parameter EndpointType has no default')),
    ],
    resources: [
      {
        id: 'orders-db',
        type: 'AWS::RDS::DBCluster',
        subnets: isolated,
        securityGroups: [],
      },
    ],
    functions: [
      ...orders,
      ...payments,
      ...notifications,
      ...reports,
      functionOf('shared-groups', private_, [
        'sg payments-sg',
        unknownOf('import SharedGroup is not resolved'),
      ]),
      functionOf(
        'imported-network',
        unknownOf('parameter SubnetIds has no default', 'Jobs.Imported.VpcConfig'),
        ['sg orders-sg'],
      ),
      functionOf('public-api', [], [], { url: { authType: 'NONE' } }),
      functionOf('partner-api', [], [], { url: { authType: 'AWS_IAM' } }),
      functionOf('image-resizer'),
      functionOf('OrderProcessingPlatform-Production-NightlyWarehouseInventoryExporter'),
    ],
    publishedVersions: [
      {
        id: 'orders-01 v1',
        name: 'orders-01:1',
        function: 'fn orders-01',
        isRetained: true,
        vpcConfig: { subnets: private_, securityGroups: ['sg reports-sg'], ipv6AllowedForDualStack: false },
      },
    ],
  });
}

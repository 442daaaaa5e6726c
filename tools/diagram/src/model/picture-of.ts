import {
  isUnknown,
  known,
  knownIds,
  whyUnknown,
  type Network,
  type Plan,
  type Subnet,
  type SubnetPlan,
  type Vpc,
} from '@furl/hyperplane';
import { attachedTo } from './attached';
import { Holders } from './holders';
import { type Fact, fact, nameOf } from './maybe';
import type { EniPicture, Picture, Resident, SubnetPicture, VpcPicture, ZonePicture } from './picture';
import { TIERS } from './picture';
import { Routes, shortService, type SubnetRoutes } from './routes';
import { byId, counted, grouped, inOrder, listAt } from './words';

/** A subnet, ready, and what decides where it goes. */
interface Placed {
  readonly subnet: SubnetPicture;
  readonly zone: Fact;
  readonly routes: SubnetRoutes;
}

/** Brings together what the network tells and what the plan counted. */
export function pictureOf(network: Network, plan: Plan): Picture {
  const holders = new Holders(network);
  const { outside, unplaced, uncounted } = holders.placement();
  const byVpc = new Map<string | null, Placed[]>();
  for (const vpc of network.vpcs) byVpc.set(vpc.id, []);
  const draw = subnetPainter(network, plan, holders, uncounted);
  for (const each of subnetsOf(plan, uncounted)) listAt(byVpc, each.vpc).push(draw(each));
  for (const { vpc } of [...network.endpoints, ...network.natGateways]) {
    listAt(byVpc, isUnknown(vpc) ? null : vpc);
  }
  const listed = byId(network.vpcs);
  const routes = new Routes(network);
  const vpcs = [...byVpc]
    // What belongs to no VPC that is known comes last, and only when there is something.
    .sort(([a], [b]) => Number(a === null) - Number(b === null))
    .map(([id, placed]): VpcPicture => {
      const quota = plan.vpcs.find((each) => each.id === id);
      return {
        ...vpcWords(id, id === null ? undefined : listed.get(id)),
        ...(quota !== undefined && {
          quota: {
            text: `${grouped(quota.enis)} of ${counted(quota.quota, 'ENI')}`,
            isOver: quota.enis > quota.quota,
          },
        }),
        zones: zonesOf(placed),
        attached: attachedTo(network, id),
        waysOut: routes.waysOut(placed.map((each) => each.routes)),
      };
    })
    .filter(({ zones, attached, name }) => zones.length + attached.length > 0 || name.unknown === undefined);
  return {
    region: fact(network.region, 'Region'),
    summary: summaryOf(network, plan),
    outside,
    unplaced,
    vpcs,
    notKnown: notKnown(network, plan),
  };
}

/** The plan's subnets, and those in which nothing but uncounted interfaces is. */
function subnetsOf(plan: Plan, uncounted: ReadonlyMap<string, unknown>): readonly SubnetPlan[] {
  const there = new Set(plan.subnets.map(({ id }) => id));
  const others = [...uncounted.keys()].filter((id) => !there.has(id));
  return [
    ...plan.subnets,
    ...others.map((id) => ({
      id,
      name: id,
      vpc: null,
      cidrBlock: null,
      availabilityZone: null,
      total: null,
      enis: 0,
      endpoints: 0,
      natGateways: 0,
      free: null,
      notCounted: [],
    })),
  ];
}

function subnetPainter(
  network: Network,
  plan: Plan,
  holders: Holders,
  uncounted: ReadonlyMap<string, readonly EniPicture[]>,
): (each: SubnetPlan) => Placed {
  const listed = byId(network.subnets);
  const routes = new Routes(network);
  const enis = new Map<string, EniPicture[]>();
  for (const eni of plan.enis) {
    listAt(enis, eni.subnet).push({
      securityGroups: eni.securityGroups.map((id) => holders.groupName(id)),
      holders: holders.ofEni(eni.holders),
    });
  }
  const endpoints = new Map<string, Resident[]>();
  for (const each of network.endpoints) {
    if (each.type !== 'interface') continue;
    for (const subnet of knownIds(each.subnets)) listAt(endpoints, subnet).push(endpointWords(each));
  }
  const nats = new Map<string, Resident[]>();
  for (const each of network.natGateways) {
    const subnet = known(each.subnet);
    if (subnet !== undefined) listAt(nats, subnet).push(natWords(each));
  }
  return (each) => {
    const subnet = listed.get(each.id);
    const of = routes.of(subnet);
    return {
      zone: zoneWords(subnet),
      routes: of,
      subnet: {
        id: each.id,
        name: each.name.trim() === '' ? each.id : each.name,
        blocks: blockWords(subnet),
        free: freeWords(each, subnet),
        tier: of.tier,
        enis: [...(enis.get(each.id) ?? []), ...(uncounted.get(each.id) ?? [])],
        endpoints: endpoints.get(each.id) ?? [],
        natGateways: nats.get(each.id) ?? [],
        notCounted: each.notCounted,
        routes: of.routes,
      },
    };
  };
}

function zonesOf(placed: readonly Placed[]): ZonePicture[] {
  const zones = new Map<string, { name: Fact; subnets: SubnetPicture[] }>();
  for (const { zone, subnet } of placed) {
    const key = zone.unknown === undefined ? `1 ${zone.text}` : '2';
    const there = zones.get(key) ?? { name: zone, subnets: [] };
    zones.set(key, there);
    there.subnets.push(subnet);
  }
  const sorted = [...zones].sort(([a], [b]) => inOrder(a, b));
  return sorted.map(([, { name, subnets }]) => ({
    name,
    subnets: TIERS.flatMap((tier) => subnets.filter((each) => each.tier === tier)),
  }));
}

function vpcWords(id: string | null, vpc: Vpc | undefined): Pick<VpcPicture, 'name' | 'blocks'> {
  if (vpc === undefined) {
    const unknown = id === null ? 'the template does not tell which VPC' : 'not in the template';
    return {
      name: { text: id ?? 'unknown', unknown },
      blocks: [{ text: 'CIDR unknown', unknown }],
    };
  }
  const v4 = vpc.cidrBlocks.map((block) => fact(block, 'CIDR'));
  return {
    name: { text: nameOf(vpc) },
    blocks: [
      ...(v4.length === 0 ? [{ text: 'no IPv4 block' }] : v4),
      ...vpc.ipv6CidrBlocks.map((block) => fact(block, 'IPv6 block')),
    ],
  };
}

function zoneWords(subnet: Subnet | undefined): Fact {
  if (subnet === undefined) return { text: 'Zone unknown', unknown: 'the subnet is not in the template' };
  return fact(subnet.availabilityZone, 'Zone');
}

function blockWords(subnet: Subnet | undefined): Fact[] {
  if (subnet === undefined) return [{ text: 'CIDR unknown', unknown: 'not in the template' }];
  const { cidrBlock, hasIpv6, ipv6CidrBlock } = subnet;
  const blocks: Fact[] = [];
  if (cidrBlock !== undefined) blocks.push(fact(cidrBlock, 'CIDR'));
  if (isUnknown(hasIpv6)) blocks.push({ text: 'IPv6 unknown', unknown: whyUnknown(hasIpv6) });
  else if (hasIpv6) {
    const reason = { unknown: 'the template does not tell it', path: subnet.path ?? subnet.id };
    blocks.push(fact(ipv6CidrBlock ?? reason, 'IPv6 block'));
  }
  return blocks.length === 0 ? [{ text: 'no CIDR' }] : blocks;
}

function freeWords({ free, total }: SubnetPlan, subnet: Subnet | undefined): SubnetPicture['free'] {
  if (free === null || total === null) {
    const { cidrBlock } = subnet ?? {};
    const unknown = isUnknown(cidrBlock)
      ? whyUnknown(cidrBlock)
      : subnet === undefined
        ? 'not in the template'
        : 'the CIDR cannot be read';
    return { text: 'free addresses unknown', unknown };
  }
  if (free < 0) {
    return { text: `${grouped(-free)} too few of ${counted(total, 'address', 'addresses')}`, isShort: true };
  }
  return total === 0
    ? { text: 'no IPv4 addresses' }
    : { text: `${grouped(free)} of ${counted(total, 'address', 'addresses')} free` };
}

function endpointWords({ id, name, serviceName }: Network['endpoints'][number]): Resident {
  const details = name === undefined ? [] : [{ text: name }];
  return isUnknown(serviceName)
    ? { name: { text: 'service unknown', unknown: whyUnknown(serviceName) }, details: [{ text: name ?? id }] }
    : { name: { text: shortService(serviceName) }, details };
}

function natWords({ id, name, connectivity, addresses = 1 }: Network['natGateways'][number]): Resident {
  const details: Fact[] = [fact(connectivity, 'connectivity')];
  if (isUnknown(addresses)) details.push({ text: 'addresses unknown', unknown: whyUnknown(addresses) });
  else if (addresses !== 1) details.push({ text: counted(addresses, 'address', 'addresses') });
  return { name: { text: nameOf({ id, ...(name !== undefined && { name }) }) }, details };
}

function summaryOf({ vpcs, functions }: Network, { subnets, totals, partial }: Plan): string {
  const least = partial.length === 0 ? '' : 'at least ';
  return [
    counted(vpcs.length, 'VPC'),
    counted(subnets.length, 'subnet'),
    `${counted(functions.length, 'function')}, ${least}${grouped(totals.functions)} of them in a VPC`,
    `${least}${counted(totals.enis, 'ENI')}`,
    `${least}${counted(totals.addresses, 'address', 'addresses')} taken`,
  ].join(' · ');
}

/** Why the plan is partial, and what bears on routes and blocks though it counts nothing. */
function notKnown({ unplaced }: Network, { partial }: Plan): string[] {
  const drawn = unplaced.filter(({ kind }) =>
    ['route', 'route-table-association', 'cidr-block', 'endpoint'].includes(kind),
  );
  const words = drawn.map((each) => `a resource of kind ${each.kind} is not drawn (${whyUnknown(each)})`);
  return [...new Set([...partial, ...words])];
}

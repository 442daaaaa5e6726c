import {
  isUnknown,
  known,
  knownIds,
  whyUnknown,
  type Maybe,
  type Network,
  type Route,
  type RouteDestination,
  type RouteTable,
  type RouteTarget,
  type Subnet,
} from '@furl/hyperplane';
import { doubts, type Fact, nameOf } from './maybe';
import type { Attachment, RoutePicture, Tier } from './picture';
import { byId, counted, listAt } from './words';

/** EC2's words for what a route leads to. */
const TARGETS: Readonly<Record<RouteTarget['kind'], string>> = {
  local: 'local',
  'nat-gateway': 'NAT gateway',
  'internet-gateway': 'internet gateway',
  'egress-only-internet-gateway': 'egress-only internet gateway',
  'virtual-private-gateway': 'virtual private gateway',
  'transit-gateway': 'transit gateway',
  'vpc-peering-connection': 'VPC peering connection',
  'network-interface': 'network interface',
  instance: 'instance',
  'vpc-endpoint': 'VPC endpoint',
  'carrier-gateway': 'carrier gateway',
  'local-gateway': 'local gateway',
  'core-network': 'core network',
};

/** What a way out of the template that has no id of its own here is called. */
const PROPAGATED = 'virtual private gateway (propagated routes)';

/** The routes of one subnet. */
export interface SubnetRoutes {
  readonly routes: readonly RoutePicture[];
  readonly tier: Tier;
  /** Targets that are at the edge of the VPC, each with the destinations that lead there. */
  readonly exits: readonly {
    readonly kind: string;
    readonly id: Maybe<string>;
    readonly destination: Fact;
  }[];
}

/** Reads a network's route tables for the picture. */
export class Routes {
  readonly #network: Network;
  readonly #tables: ReadonlyMap<string, RouteTable>;
  readonly #nats: ReadonlyMap<string, Network['natGateways'][number]>;
  readonly #lists: ReadonlyMap<string, Network['prefixLists'][number]>;
  readonly #vpcs: ReadonlySet<string>;

  constructor(network: Network) {
    this.#network = network;
    this.#tables = byId(network.routeTables);
    this.#nats = byId(network.natGateways);
    this.#lists = byId(network.prefixLists);
    this.#vpcs = new Set(network.vpcs.map(({ id }) => id));
  }

  /** Where a subnet's packets can go; of a subnet that is not in the template nothing is known. */
  of(subnet: Subnet | undefined): SubnetRoutes {
    if (subnet === undefined) return unknownRoutes('the subnet is not in the template');
    const table = this.tableOf(subnet);
    if (typeof table === 'string') return unknownRoutes(table);
    const found = table === undefined ? [] : table.routes;
    const unsure = this.#unsure(subnet, table);
    if (isUnknown(found)) return unknownRoutes(whyUnknown(found));
    const rows: { target: Fact; destination: Fact }[] = [];
    const exits: SubnetRoutes['exits'][number][] = [];
    let tier: Tier = 'isolated';
    for (const { destination, target } of found.filter((route) => !isLocal(route))) {
      const to = this.#destination(destination);
      rows.push({ target: this.#target(target), destination: to });
      if (isUnknown(target)) continue;
      if (target.kind === 'internet-gateway' && isEverywhere(destination)) tier = 'public';
      else if (tier === 'isolated') tier = 'private';
      if (target.kind !== 'nat-gateway' || !this.#nats.has(known(target.id) ?? '')) {
        exits.push({ kind: TARGETS[target.kind], id: target.id, destination: to });
      }
    }
    if (table?.propagates === true) {
      const destination = { text: 'learned routes' };
      rows.push({ target: { text: TARGETS['virtual-private-gateway'] }, destination });
      exits.push({ kind: PROPAGATED, id: '', destination });
      if (tier === 'isolated') tier = 'private';
    }
    for (const { id, serviceName } of this.#gatewaysOf(table)) {
      const service = isUnknown(serviceName) ? id : shortService(serviceName);
      rows.push({ target: { text: 'gateway endpoint' }, destination: { text: service } });
    }
    return { routes: [...merged(rows), ...unsure], tier, exits };
  }

  /** The table in force; undefined: AWS's own main table, which leads nowhere; text: whyUnknown it is not known. */
  tableOf(subnet: Subnet): RouteTable | string | undefined {
    const { routeTable, vpc } = subnet;
    if (isUnknown(routeTable)) return whyUnknown(routeTable);
    if (routeTable !== undefined) {
      return this.#tables.get(routeTable) ?? `route table ${routeTable} is not in the template`;
    }
    if (isUnknown(vpc)) return whyUnknown(vpc);
    const main = this.#network.routeTables.find((table) => table.isMain && table.vpc === vpc);
    if (main !== undefined) return main;
    return this.#vpcs.has(vpc) ? undefined : `it has the main table of ${vpc}, which is not in the template`;
  }

  /** What a VPC's routes lead to at its edge, each once, with how many subnets lead there. */
  waysOut(subnets: readonly SubnetRoutes[]): Attachment[] {
    const found = new Map<string, { kind: string; id: Maybe<string>; from: number; to: Map<string, Fact> }>();
    for (const { exits } of subnets) {
      const here = new Set<string>();
      for (const { kind, id, destination } of exits) {
        const key = JSON.stringify([kind, id]);
        const exit = found.get(key) ?? { kind, id, from: 0, to: new Map() };
        found.set(key, exit);
        exit.to.set(destination.text, destination);
        if (!here.has(key)) exit.from += 1;
        here.add(key);
      }
    }
    return [...found.values()].map(({ kind, id, from, to }) => ({
      kind: kind.charAt(0).toUpperCase() + kind.slice(1),
      name: isUnknown(id) ? { text: 'id unknown', unknown: whyUnknown(id) } : { text: id },
      details: [...joined([...to.values()]), { text: `from ${counted(from, 'subnet')}` }],
    }));
  }

  #unsure(subnet: Subnet, table: RouteTable | undefined): RoutePicture[] {
    const vpc = known(subnet.vpc);
    const reasons = this.#network.unplaced
      .filter(
        ({ kind, vpc: where }) =>
          (kind === 'route' || (kind === 'route-table-association' && subnet.routeTable === undefined)) &&
          (where === undefined || vpc === undefined || where === vpc),
      )
      .map(whyUnknown);
    if (isUnknown(table?.propagates)) reasons.push(whyUnknown(table.propagates));
    for (const each of this.#network.endpoints) {
      const here = isUnknown(each.vpc) || each.vpc === vpc;
      if (here && each.type === 'gateway') reasons.push(...doubts(each.routeTables));
    }
    if (reasons.length === 0) return [];
    const unknown = [...new Set(reasons)].join('; ');
    return [{ destinations: [], target: { text: 'further routes unknown', unknown } }];
  }

  #gatewaysOf(table: RouteTable | undefined): Network['endpoints'] {
    if (table === undefined) return [];
    return this.#network.endpoints.filter(
      ({ type, routeTables }) => type === 'gateway' && knownIds(routeTables).includes(table.id),
    );
  }

  #destination(destination: Maybe<RouteDestination>): Fact {
    if (isUnknown(destination)) return { text: 'unknown destination', unknown: whyUnknown(destination) };
    if (destination.kind !== 'prefix-list') return { text: destination.cidr };
    const list = this.#lists.get(destination.id);
    return { text: `prefix list ${list === undefined ? destination.id : nameOf(list)}` };
  }

  #target(target: Maybe<RouteTarget>): Fact {
    if (isUnknown(target)) return { text: 'unknown target', unknown: whyUnknown(target) };
    const word = TARGETS[target.kind];
    if (isUnknown(target.id)) return { text: `${word}, id unknown`, unknown: whyUnknown(target.id) };
    const nat = target.kind === 'nat-gateway' ? this.#nats.get(target.id) : undefined;
    return { text: `${word} ${nat === undefined ? target.id : nameOf(nat)}`.trim() };
  }
}

/** `s3` of `com.amazonaws.ap-northeast-1.s3`, `ecr.api` of `com.amazonaws.eu-west-1.ecr.api`; others as they are. */
export function shortService(serviceName: string): string {
  return /^com\.amazonaws\.[a-z0-9-]+\.(.+)$/.exec(serviceName)?.[1] ?? serviceName;
}

/** The first of many facts, and how many more there are. */
export function joined(facts: readonly Fact[], most = 4): Fact[] {
  if (facts.length === 0) return [];
  const shown = facts.slice(0, most).map(({ text }) => text);
  const more = facts.length - shown.length;
  const reasons = facts.flatMap(({ unknown }) => unknown ?? []);
  const text = `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  return [reasons.length === 0 ? { text } : { text, unknown: reasons.join('; ') }];
}

function unknownRoutes(reason: string): SubnetRoutes {
  const target = { text: 'routes unknown', unknown: reason };
  return { routes: [{ destinations: [], target }], tier: 'isolated', exits: [] };
}

/** Routes to the same target in one row; without any, that is what the row says. */
function merged(rows: readonly { readonly target: Fact; readonly destination: Fact }[]): RoutePicture[] {
  if (rows.length === 0) return [{ destinations: [], target: { text: 'no route out of the VPC' } }];
  const byTarget = new Map<string, { target: Fact; destination: Fact }[]>();
  for (const row of rows) listAt(byTarget, JSON.stringify(row.target)).push(row);
  return [...byTarget.values()].flatMap((same) => {
    const [first] = same;
    return first === undefined
      ? []
      : [{ target: first.target, destinations: same.map(({ destination }) => destination) }];
  });
}

function isLocal({ target }: Route): boolean {
  return !isUnknown(target) && target.kind === 'local';
}

function isEverywhere(destination: Maybe<RouteDestination>): boolean {
  if (isUnknown(destination) || destination.kind === 'prefix-list') return false;
  return destination.cidr === '0.0.0.0/0' || destination.cidr === '::/0';
}

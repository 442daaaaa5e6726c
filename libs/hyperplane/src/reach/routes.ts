import { covers, isPublic, type Range } from '../address-space';
import { isUnknown, known, knownIds, nameOf, unknownIds, whyUnknown } from '../maybe';
import type { Maybe, NatGateway, Route, RouteDestination, Subnet, VpcEndpoint } from '../network';
import { ownId } from './amendment';
import { serviceIn } from './services';
import type { View } from './view';

/** The next thing on the way. */
export type Hop =
  | { readonly kind: 'local' }
  | { readonly kind: 'nat-gateway'; readonly nat: NatGateway; readonly route: RouteDestination }
  | { readonly kind: 'internet-gateway'; readonly route: RouteDestination }
  | { readonly kind: 'egress-only-internet-gateway' }
  | { readonly kind: 'gateway-endpoint'; readonly endpoint: VpcEndpoint }
  /** Something behind which a template does not show what there is. */
  | { readonly kind: 'elsewhere'; readonly what: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown'; readonly why: string };

/** A subnet's route table. */
export interface Table {
  /** Also of the main table that AWS makes, which no template lists. */
  readonly id: string;
  readonly name: string;
  readonly routes: Maybe<readonly Route[]>;
  readonly propagates: Maybe<boolean>;
}

/** Where a subnet's traffic goes. */
export interface Lookup {
  /** Undefined when it is not known which table it is. */
  readonly table: Table | undefined;
  /** One, or several of which it is not known which one. */
  readonly hops: readonly Hop[];
}

/** What is looked up: addresses that no block parts. */
interface Wanted {
  readonly at: Range;
  readonly isLiteral: boolean;
  readonly service?: string;
}

/**
 * The table of the subnet's association, else the VPC's main table (Amazon VPC User Guide, "Subnet route tables"). One that
 * is not in the template is the reason given.
 */
export function tableOf(view: View, subnet: Subnet): Table | string {
  const vpc = known(subnet.vpc);
  const { routeTable: id } = subnet;
  if (isUnknown(id)) return `the route table of ${nameOf(subnet)} (${whyUnknown(id)})`;
  const table =
    id === undefined
      ? view.network.routeTables.find((each) => each.isMain && each.vpc === vpc)
      : view.routeTable(id);
  const lost = id === undefined ? view.unplaced('route-table-association', vpc) : undefined;
  if (lost !== undefined) return `the route table of ${nameOf(subnet)} (${whyUnknown(lost)})`;
  if (table !== undefined) {
    return { id: table.id, name: nameOf(table), routes: table.routes, propagates: table.propagates ?? false };
  }
  if (id !== undefined) return `route table ${id} of ${nameOf(subnet)}: it is not in the template`;
  const owner = vpc === undefined ? undefined : view.vpc(vpc);
  if (owner === undefined)
    return `the main route table of the VPC of ${nameOf(subnet)}: it is not in the template`;
  return {
    id: ownId('main-route-table', owner.id),
    name: `the main route table of ${nameOf(owner)}`,
    routes: [],
    propagates: false,
  };
}

/** The route with the longest prefix (Amazon VPC User Guide, "Route priority"), and whatever may be more specific. */
export function lookUp(view: View, subnet: Subnet, wanted: Wanted): Lookup {
  const vpc = known(subnet.vpc);
  const table = tableOf(view, subnet);
  if (typeof table === 'string') {
    const isHere = isLocal(view, subnet, wanted) === 'yes';
    return { table: undefined, hops: [isHere ? { kind: 'local' } : { kind: 'unknown', why: table }] };
  }
  const lost = view.unplaced('route', vpc);
  if (lost !== undefined || isUnknown(table.routes)) {
    const why = isUnknown(table.routes) ? table.routes : lost;
    const hop: Hop = { kind: 'unknown', why: `routes of ${table.name}${why ? ` (${whyUnknown(why)})` : ''}` };
    return { table, hops: [hop] };
  }
  const endpoint = gatewayEndpoint(view, vpc, table.id, wanted);
  if (endpoint.certain !== undefined) {
    return { table, hops: [{ kind: 'gateway-endpoint', endpoint: endpoint.certain }] };
  }
  const possible: Hop[] = [...endpoint.possible];
  let best: { prefix: number; rank: number; hop: Hop } | undefined;
  const offer = (prefix: number, rank: number, hop: Hop): void => {
    if (best === undefined || prefix > best.prefix || (prefix === best.prefix && rank > best.rank)) {
      best = { prefix, rank, hop };
    }
  };
  const local = isLocal(view, subnet, wanted);
  if (local === 'yes') offer(localPrefix(view, subnet, wanted), 0, { kind: 'local' });
  if (local === 'unknown') possible.push({ kind: 'local' });
  for (const route of table.routes) {
    const { destination } = route;
    if (isUnknown(destination)) {
      possible.push({ kind: 'unknown', why: `a route of ${table.name} (${whyUnknown(destination)})` });
      continue;
    }
    const prefix = matchOf(view, destination, wanted);
    if (prefix === 'unknown') possible.push(hopOf(view, route, destination));
    // A static route comes before one through a prefix list of the same length.
    else if (prefix !== undefined)
      offer(prefix, destination.kind === 'prefix-list' ? 1 : 2, hopOf(view, route, destination));
  }
  if (isUnknown(table.propagates) || table.propagates) {
    // What a virtual private gateway adds are the networks behind it; the routes of a template come before them.
    if (best === undefined || !isPublic(wanted.at))
      possible.push({ kind: 'elsewhere', what: 'routes that a virtual private gateway propagates' });
  }
  return { table, hops: [best?.hop ?? { kind: 'none' }, ...possible] };
}

/** Whether it is an address of the VPC. */
function isLocal(view: View, subnet: Subnet, { at, isLiteral }: Wanted): 'yes' | 'no' | 'unknown' {
  const id = known(subnet.vpc);
  const vpc = id === undefined ? undefined : view.vpc(id);
  const own = [view.block(subnet.cidrBlock), view.block(subnet.ipv6CidrBlock)];
  if (own.some((block) => block !== undefined && covers(block, at))) return 'yes';
  const blocks = vpc === undefined ? [] : [...vpc.cidrBlocks, ...vpc.ipv6CidrBlocks];
  if (blocks.some((text) => contains(view, text, at))) return 'yes';
  // What stands for a public name is no address of the VPC, whatever its blocks.
  if (!isLiteral) return 'no';
  const isWhole =
    vpc !== undefined && !blocks.some(isUnknown) && view.unplaced('cidr-block', vpc.id) === undefined;
  return isWhole || (at.family === 4 && isPublic(at)) ? 'no' : 'unknown';
}

function localPrefix(view: View, subnet: Subnet, { at }: Wanted): number {
  const id = known(subnet.vpc);
  const vpc = id === undefined ? undefined : view.vpc(id);
  const texts = [...(vpc?.cidrBlocks ?? []), ...(vpc?.ipv6CidrBlocks ?? [])];
  const prefixes = texts
    .filter((text) => contains(view, text, at))
    .map((text) => view.block(text)?.prefix ?? 0);
  return Math.max(0, ...prefixes);
}

function contains(view: View, text: Maybe<string>, at: Range): boolean {
  const block = view.block(text);
  return block !== undefined && covers(block, at);
}

/** The length of the prefix by which a route matches; undefined if it does not. */
function matchOf(
  view: View,
  destination: RouteDestination,
  { at, service }: Wanted,
): number | 'unknown' | undefined {
  if (destination.kind !== 'prefix-list') {
    const block = view.block(destination.cidr);
    if (block === undefined) return 'unknown';
    return covers(block, at) ? block.prefix : undefined;
  }
  const list = view.prefixList(destination.id);
  if (list === undefined || isUnknown(list.entries)) {
    return list?.service !== undefined && service !== undefined && list.service !== service
      ? undefined
      : 'unknown';
  }
  let longest: number | undefined;
  for (const entry of list.entries) {
    const block = view.block(entry);
    if (block === undefined) return 'unknown';
    if (covers(block, at)) longest = Math.max(longest ?? 0, block.prefix);
  }
  return longest;
}

function hopOf(view: View, { target }: Route, route: RouteDestination): Hop {
  if (isUnknown(target)) return { kind: 'unknown', why: `the target of a route (${whyUnknown(target)})` };
  const { kind, id } = target;
  switch (kind) {
    case 'local':
    case 'egress-only-internet-gateway':
      return { kind };
    case 'internet-gateway':
      return { kind, route };
    case 'nat-gateway': {
      if (isUnknown(id)) return { kind: 'unknown', why: `the NAT gateway of a route (${whyUnknown(id)})` };
      const nat = view.natGateway(id);
      if (nat === undefined) return { kind: 'unknown', why: `NAT gateway ${id}: it is not in the template` };
      return { kind, nat, route };
    }
    default:
      return { kind: 'elsewhere', what: `${kind.replaceAll('-', ' ')}${isUnknown(id) ? '' : ` ${id}`}` };
  }
}

/** Gateway endpoints put routes to their service into the tables that they name. */
function gatewayEndpoint(
  view: View,
  vpc: string | undefined,
  table: string,
  { at, isLiteral, service }: Wanted,
): { readonly certain?: VpcEndpoint; readonly possible: readonly Hop[] } {
  const possible: Hop[] = [];
  if (at.family === 6 || !isPublic(at)) return { possible };
  const lost = service === undefined ? undefined : view.unplaced('endpoint', vpc);
  if (lost !== undefined) possible.push({ kind: 'unknown', why: `a gateway endpoint (${whyUnknown(lost)})` });
  for (const endpoint of view.network.endpoints) {
    if (!isUnknown(endpoint.type) && endpoint.type !== 'gateway') continue;
    if (!isUnknown(endpoint.vpc) && endpoint.vpc !== vpc) continue;
    const isNamed = knownIds(endpoint.routeTables).includes(table) && !isUnknown(endpoint.type);
    const isDoubtful = unknownIds(endpoint.routeTables).length > 0 || isUnknown(endpoint.type);
    const its = serviceIn(view, endpoint);
    if (service !== undefined && its === service && isNamed) return { certain: endpoint, possible: [] };
    // An address may be one of the service's; a name that is not the service's is not.
    const mayBe = service === undefined ? isLiteral : its === service || its === undefined;
    if (mayBe && (isNamed || isDoubtful)) possible.push({ kind: 'gateway-endpoint', endpoint });
  }
  return { possible };
}

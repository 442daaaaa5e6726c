import {
  isUnknown,
  known,
  knownIds,
  whyUnknown,
  type NatGateway,
  type Network,
  type VpcEndpoint,
} from '@furl/hyperplane';
import { doubts, type Fact, fact, nameOf } from './maybe';
import type { Attachment } from './picture';
import { Routes, shortService } from './routes';
import { counted } from './words';

/** What belongs to a VPC (null: it is not known to which) and sits in no subnet that is known. */
export function attachedTo(network: Network, vpc: string | null): Attachment[] {
  const isHere = (each: VpcEndpoint | NatGateway): boolean => (known(each.vpc) ?? null) === vpc;
  const reach = subnetsByTable(network, vpc);
  return [
    ...network.endpoints.filter(isHere).flatMap((each) => endpoint(each, reach)),
    ...network.natGateways.filter(isHere).flatMap(natGateway),
  ];
}

function endpoint(each: VpcEndpoint, reach: ReadonlyMap<string, number>): Attachment[] {
  const { type, serviceName } = each;
  const name = isUnknown(serviceName)
    ? { text: `service unknown, ${nameOf(each)}`, unknown: whyUnknown(serviceName) }
    : { text: shortService(serviceName) };
  const own = each.name === undefined ? [] : [{ text: each.name }];
  if (isUnknown(type)) {
    return [
      { kind: 'Endpoint', name, details: [{ text: 'type unknown', unknown: whyUnknown(type) }, ...own] },
    ];
  }
  if (type === 'other') return [{ kind: 'Endpoint', name, details: own }];
  if (type === 'gateway') {
    const subnets = knownIds(each.routeTables).reduce((sum, id) => sum + (reach.get(id) ?? 0), 0);
    const details = [
      { text: `from ${counted(subnets, 'subnet')}` },
      ...unsure(each.routeTables, 'route tables'),
    ];
    return [{ kind: 'Gateway endpoint', name, details: [...own, ...details] }];
  }
  const details = unsure(each.subnets, 'subnets', knownIds(each.subnets).length > 0);
  // One that is wholly in subnets is drawn there.
  return details.length === 0 && knownIds(each.subnets).length > 0
    ? []
    : [
        {
          kind: 'Interface endpoint',
          name,
          details: details.length === 0 ? [{ text: 'in no subnet' }] : details,
        },
      ];
}

function natGateway(each: NatGateway): Attachment[] {
  const { availability, connectivity, subnet } = each;
  if (subnet !== undefined && !isUnknown(subnet)) return [];
  const details: Fact[] = [fact(connectivity, 'connectivity')];
  if (isUnknown(subnet)) details.push({ text: 'subnet unknown', unknown: whyUnknown(subnet) });
  if (isUnknown(availability))
    details.push({ text: 'availability unknown', unknown: whyUnknown(availability) });
  const kind = availability === 'regional' ? 'Regional NAT gateway' : 'NAT gateway';
  return [{ kind, name: { text: nameOf(each) }, details }];
}

function unsure(ids: VpcEndpoint['subnets'], word: string, further = false): Fact[] {
  const reasons = doubts(ids);
  if (reasons.length === 0) return [];
  return [{ text: `${further ? 'further ' : ''}${word} unknown`, unknown: reasons.join('; ') }];
}

/** How many of the VPC's subnets have each route table. */
function subnetsByTable(network: Network, vpc: string | null): Map<string, number> {
  const routes = new Routes(network);
  const counts = new Map<string, number>();
  for (const subnet of network.subnets) {
    if ((known(subnet.vpc) ?? null) !== vpc) continue;
    const table = routes.tableOf(subnet);
    if (table === undefined || typeof table === 'string') continue;
    counts.set(table.id, (counts.get(table.id) ?? 0) + 1);
  }
  return counts;
}

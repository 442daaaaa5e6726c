import { isUnknown, known, knownIds, unknownIds, whyUnknown } from '../maybe';
import type { Network } from '../network';
import { type EniHolder, holderConfigs } from './holders';
import { type Spot, spotsOf } from './spots';

/** One interface and who holds it. */
export interface Tallied extends Spot {
  readonly holders: EniHolder[];
}

/** What takes one address, or more, in one subnet. */
export interface AddressUse {
  readonly kind: 'endpoint' | 'nat-gateway';
  readonly id: string;
  readonly subnet: string;
  readonly addresses: number;
}

/** Every interface and every address that a network's templates tell of. */
export interface Tally {
  readonly enis: ReadonlyMap<string, Tallied>;
  /** By kind, id and subnet. */
  readonly uses: ReadonlyMap<string, AddressUse>;
  /** What could not be counted: where, and why. */
  readonly partial: readonly string[];
}

/** Counts. What is not known is left out and said: the numbers are a lower bound then. */
export function tally(network: Network): Tally {
  const enis = new Map<string, Tallied>();
  const uses = new Map<string, AddressUse>();
  const partial: string[] = [];
  for (const { holder, vpcConfig } of holderConfigs(network)) {
    if (isUnknown(vpcConfig)) {
      partial.push(`the interfaces of ${holder.name} are not counted (${whyUnknown(vpcConfig)})`);
      continue;
    }
    const doubts = [...unknownIds(vpcConfig.securityGroups), ...unknownIds(vpcConfig.subnets)];
    if (doubts.length > 0) {
      partial.push(`not all interfaces of ${holder.name} are counted (${doubts.map(whyUnknown).join('; ')})`);
    }
    for (const spot of spotsOf(vpcConfig)) {
      const eni = enis.get(spot.key);
      if (eni === undefined) enis.set(spot.key, { ...spot, holders: [holder] });
      else eni.holders.push(holder);
    }
  }
  const use = (each: AddressUse): void => {
    uses.set(JSON.stringify([each.kind, each.id, each.subnet]), each);
  };
  for (const { id, type, subnets } of network.endpoints) {
    if (isUnknown(type))
      partial.push(`the addresses of endpoint ${id} are not counted (${whyUnknown(type)})`);
    if (type !== 'interface') continue;
    for (const subnet of knownIds(subnets)) use({ kind: 'endpoint', id, subnet, addresses: 1 });
    for (const doubt of unknownIds(subnets)) {
      partial.push(`not all addresses of endpoint ${id} are counted (${whyUnknown(doubt)})`);
    }
  }
  for (const { id, subnet, addresses = 1, availability } of network.natGateways) {
    for (const doubt of [subnet, addresses, availability].filter(isUnknown)) {
      partial.push(`not all addresses of NAT gateway ${id} are counted (${whyUnknown(doubt)})`);
    }
    const where = known(subnet);
    if (where !== undefined)
      use({ kind: 'nat-gateway', id, subnet: where, addresses: known(addresses) ?? 1 });
  }
  for (const doubt of network.unplaced) {
    if (
      doubt.kind === 'published-version' ||
      doubt.kind === 'event-source-mapping' ||
      doubt.kind === 'endpoint'
    ) {
      partial.push(`what a resource of kind ${doubt.kind} takes is not counted (${whyUnknown(doubt)})`);
    }
  }
  return { enis, uses, partial };
}

/** Everything that is there while one is changed into the other: old interfaces serve until the new ones are ready. */
export function union(before: Tally, after: Tally): Tally {
  const enis = new Map([...before.enis].map(([key, eni]) => [key, { ...eni, holders: [...eni.holders] }]));
  for (const [key, eni] of after.enis) {
    const there = enis.get(key);
    if (there === undefined) {
      enis.set(key, eni);
      continue;
    }
    const ids = new Set(there.holders.map(({ kind, id }) => `${kind} ${id}`));
    there.holders.push(...eni.holders.filter(({ kind, id }) => !ids.has(`${kind} ${id}`)));
  }
  return {
    enis,
    uses: new Map([...before.uses, ...after.uses]),
    partial: [...new Set([...before.partial, ...after.partial])],
  };
}

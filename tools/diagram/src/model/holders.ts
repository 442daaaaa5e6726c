import {
  isUnknown,
  known,
  knownIds,
  whyUnknown,
  type EniHolder,
  type EventSourceMapping,
  type LambdaFunction,
  type Network,
  type PublishedVersion,
} from '@furl/hyperplane';
import { doubts, type Fact, nameOf } from './maybe';
import type { EniPicture, Holder } from './picture';
import { byId, counted, listAt } from './words';

/** Where the functions of a network are, as far as the plan does not say it already. */
export interface Placement {
  readonly outside: readonly Holder[];
  readonly unplaced: readonly Holder[];
  /** By subnet: interfaces that are there, though it is not known with which groups, and the plan does not count them. */
  readonly uncounted: ReadonlyMap<string, readonly EniPicture[]>;
}

/** Makes the words for those who hold interfaces. */
export class Holders {
  readonly #network: Network;
  readonly #functions: ReadonlyMap<string, LambdaFunction>;
  readonly #groups: ReadonlyMap<string, string>;

  constructor(network: Network) {
    this.#network = network;
    this.#functions = byId(network.functions);
    this.#groups = new Map(network.securityGroups.map((group) => [group.id, nameOf(group)]));
  }

  /** What people call a group: its id when the template does not have it. */
  groupName(id: string): string {
    return this.#groups.get(id) ?? id;
  }

  /** One function, with its URL and which other functions it calls. */
  ofFunction(each: LambdaFunction, more: readonly Fact[] = []): Holder {
    const notes = each.needs.flatMap(({ to }): Fact[] => {
      if (to.kind !== 'function' && to.kind !== 'function-url') return [];
      const called = this.#functions.get(to.function ?? '');
      if (called === undefined) return [];
      return [{ text: `calls ${to.kind === 'function' ? '' : 'the URL of '}${nameOf(called)}` }];
    });
    const { url } = each;
    return {
      name: nameOf(each),
      notes: [...new Map([...notes, ...more].map((note) => [note.text, note])).values()],
      ...(url !== undefined && {
        url: {
          authType: known(url.authType) ?? 'unknown',
          label: isUnknown(url.authType)
            ? { text: 'URL auth type unknown', unknown: whyUnknown(url.authType) }
            : { text: `URL ${url.authType}` },
        },
      }),
    };
  }

  /** Those of a planned interface: functions first, then versions and mappings, together where they are one function's. */
  ofEni(holders: readonly EniHolder[]): Holder[] {
    const functions: Holder[] = [];
    const others = new Map<string, EniHolder[]>();
    for (const holder of holders) {
      const each = holder.kind === 'function' ? this.#functions.get(holder.id) : undefined;
      if (each !== undefined) functions.push(this.ofFunction(each));
      else listAt(others, JSON.stringify([holder.kind, holder.function ?? holder.id])).push(holder);
    }
    const rest = [...others.values()].flatMap((same): Holder[] => {
      const [first] = same;
      if (first === undefined) return [];
      const word = first.kind === 'published-version' ? 'published version' : 'event source mapping';
      return [{ name: first.function ?? first.name, notes: [{ text: counted(same.length, word) }] }];
    });
    return [...functions, ...rest];
  }

  /** Everybody whom the plan does not place, or not wholly. */
  placement(): Placement {
    const outside: Holder[] = [];
    const unplaced: Holder[] = [];
    const uncounted = new Map<string, { readonly eni: EniPicture; readonly holders: Holder[] }[]>();
    for (const { each, holder } of this.#everybody()) {
      const { vpcConfig } = each;
      if (isUnknown(vpcConfig)) {
        unplaced.push(holder({ text: 'VPC configuration unknown', unknown: whyUnknown(vpcConfig) }));
        continue;
      }
      const subnets = vpcConfig === undefined ? [] : knownIds(vpcConfig.subnets);
      const unsure = vpcConfig === undefined ? [] : doubts(vpcConfig.subnets);
      if (vpcConfig === undefined || (subnets.length === 0 && unsure.length === 0)) {
        if ('needs' in each) outside.push(holder());
        continue;
      }
      if (unsure.length > 0) {
        const text = subnets.length === 0 ? 'subnets unknown' : 'further subnets unknown';
        unplaced.push(holder({ text, unknown: unsure.join('; ') }));
      }
      const unsureGroups = doubts(vpcConfig.securityGroups);
      if (unsureGroups.length === 0) continue;
      const securityGroups = [...new Set(knownIds(vpcConfig.securityGroups))].sort();
      const eni: EniPicture = { securityGroups, unknown: unsureGroups.join('; '), holders: [] };
      for (const subnet of subnets) {
        const there = listAt(uncounted, subnet);
        // Two whose groups are unknown for the same reason may share; nothing says that they do.
        const same = there.find((one) => sameEni(one.eni, eni));
        if (same === undefined) there.push({ eni, holders: [holder()] });
        else same.holders.push(holder());
      }
    }
    return {
      outside,
      unplaced,
      uncounted: new Map(
        [...uncounted].map(([subnet, list]) => [
          subnet,
          list.map(({ eni, holders }) => ({
            ...eni,
            securityGroups: eni.securityGroups.map((id) => this.groupName(id)),
            holders,
          })),
        ]),
      ),
    };
  }

  #everybody(): {
    readonly each: LambdaFunction | PublishedVersion | EventSourceMapping;
    readonly holder: (...more: Fact[]) => Holder;
  }[] {
    const { functions, publishedVersions, eventSourceMappings } = this.#network;
    const other = (each: PublishedVersion | EventSourceMapping, word: string): (typeof all)[number] => {
      const of = this.#functions.get(known(each.function) ?? '');
      const name = of === undefined ? (known(each.function) ?? nameOf(each)) : nameOf(of);
      return { each, holder: (...more) => ({ name, notes: [{ text: `1 ${word}` }, ...more] }) };
    };
    const all: {
      readonly each: LambdaFunction | PublishedVersion | EventSourceMapping;
      readonly holder: (...more: Fact[]) => Holder;
    }[] = functions.map((each) => ({ each, holder: (...more) => this.ofFunction(each, more) }));
    return [
      ...all,
      ...publishedVersions.map((each) => other(each, 'published version')),
      ...eventSourceMappings.map((each) => other(each, 'event source mapping')),
    ];
  }
}

function sameEni(a: EniPicture, b: EniPicture): boolean {
  return a.unknown === b.unknown && a.securityGroups.join('\n') === b.securityGroups.join('\n');
}

import { keysOf } from '../lambda-eni';
import type { EventSourceMapping, Holder } from '../model';
import type { Asked } from './asked';

/** Event sources in a VPC, whose pollers use the network of the cluster or broker itself, by the service of their ARN. */
const DESCRIBED_BY: Readonly<Record<string, string>> = {
  kafka: 'kafka:DescribeClusterV2',
  mq: 'mq:DescribeBroker',
  rds: 'rds:DescribeDBClusters',
};

/** One pass over all event source mappings, for any number of interfaces. */
export class MappingPass {
  /** By key. */
  readonly holders = new Map<string, Holder[]>();
  /** Event sources whose network no mapping tells. */
  readonly hidden = new Set<string>();

  constructor(private readonly asked: Asked) {}

  take(page: readonly EventSourceMapping[]): void {
    for (const { arn, source, ...network } of page) {
      if (network.subnets.length === 0 && source !== undefined && describedBy(source) !== undefined) {
        this.hidden.add(source);
      }
      for (const key of keysOf(network)) {
        if (!this.asked.keys.has(key)) continue;
        const holder: Holder = { kind: 'event-source-mapping', arn };
        this.holders.set(key, [...(this.holders.get(key) ?? []), holder]);
      }
    }
  }
}

/** What would have to be asked for the network of an event source; undefined where it is in no VPC. */
export function describedBy(source: string): string | undefined {
  return DESCRIBED_BY[source.split(':')[2] ?? ''];
}

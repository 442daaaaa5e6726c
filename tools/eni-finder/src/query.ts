import type { Eni } from './model';
import { EniFinderError } from './errors';
import { isLambdaEni } from './lambda-eni';

/** Which interfaces are meant: all that every list agrees with; an empty list agrees with everything. */
export interface EniQuery {
  readonly enis: readonly string[];
  readonly securityGroups: readonly string[];
  readonly subnets: readonly string[];
  readonly vpcs: readonly string[];
}

/** All of Lambda's interfaces in the Region. */
export const EVERYTHING: EniQuery = { enis: [], securityGroups: [], subnets: [], vpcs: [] };

/** What the ids of each list begin with. */
const PREFIXES = { enis: 'eni', securityGroups: 'sg', subnets: 'subnet', vpcs: 'vpc' } as const;

/**
 * A query of what a person typed: ids apart by commas or spaces, each once.
 *
 * @throws EniFinderError BAD_OPTION for what is no id of its kind
 */
export function eniQuery(typed: Partial<Record<keyof EniQuery, readonly string[]>>): EniQuery {
  const list = (what: keyof EniQuery): string[] => {
    const ids = (typed[what] ?? []).flatMap((text) => text.split(/[\s,]+/)).filter((id) => id !== '');
    // 8 digits until 2018, 17 since (EC2 User Guide, "Resource IDs").
    const pattern = new RegExp(`^${PREFIXES[what]}-(?:[0-9a-f]{8}|[0-9a-f]{17})$`);
    const wrong = ids.find((id) => !pattern.test(id));
    if (wrong !== undefined) {
      const expected = `${PREFIXES[what]}- and 8 or 17 hexadecimal digits`;
      throw new EniFinderError('BAD_OPTION', `"${wrong}" is no id of this kind: it is ${expected}`);
    }
    return [...new Set(ids)];
  };
  return {
    enis: list('enis'),
    securityGroups: list('securityGroups'),
    subnets: list('subnets'),
    vpcs: list('vpcs'),
  };
}

/**
 * Whether an interface is meant. Where all are asked for, only Lambda's are: of a group, a subnet or a VPC everything
 * is, since everything in it is in the way of its deletion.
 */
export function isMeant(query: EniQuery, eni: Eni): boolean {
  const agrees = (list: readonly string[], ...values: string[]): boolean =>
    list.length === 0 || values.some((value) => list.includes(value));
  const isEverything = Object.values(query).every((list: readonly string[]) => list.length === 0);
  return (
    (!isEverything || isLambdaEni(eni)) &&
    agrees(query.enis, eni.id) &&
    agrees(query.securityGroups, ...eni.securityGroups) &&
    agrees(query.subnets, eni.subnetId) &&
    agrees(query.vpcs, eni.vpcId)
  );
}

import { functionName, publishedVersion } from '../arn';
import { keysOf } from '../lambda-eni';
import type { FunctionVersion, Holder } from '../model';
import type { Asked } from './asked';

/** An update takes minutes at most: what was modified earlier is not being updated. */
const UPDATE_MS = 60 * 60_000;

/** A function that may have an update under way. */
export interface RecentlyModified {
  readonly arn: string;
  readonly at: Date;
  readonly subnets: readonly string[];
}

/**
 * One pass over all functions and versions, for any number of interfaces. It keeps of a function what belongs to a key,
 * a subnet or a name that is asked for: what it holds grows with the answer, not with the account nor with the question.
 */
export class FunctionPass {
  /** By key. */
  readonly holders = new Map<string, Holder[]>();
  /** By subnet, whatever the groups. */
  readonly inSubnet = new Map<string, Holder[]>();
  /** By key: the role of the first that holds it, `$LATEST` before versions. */
  readonly roles = new Map<string, string>();
  /** By name: the roles of the functions that interfaces are named after. */
  readonly rolesByName = new Map<string, string>();
  readonly recent: RecentlyModified[] = [];
  /** Keys that a `$LATEST` has. */
  private readonly latest = new Set<string>();
  /** How many functions and versions went by. */
  count = 0;

  constructor(
    private readonly asked: Asked,
    private readonly now: Date,
    private readonly found: (holder: Holder, key: string) => void,
  ) {}

  take(page: readonly FunctionVersion[]): void {
    this.count += page.length;
    for (const each of page) this.takeOne(each);
  }

  private takeOne(each: FunctionVersion): void {
    const isLatest = publishedVersion(each.arn) === undefined;
    const name = functionName(each.arn);
    const isNamed = isLatest && this.asked.names.has(name);
    if (isNamed) this.rolesByName.set(name, each.role);
    const subnets = each.subnets.filter((subnet) => this.asked.subnets.has(subnet));
    if (isLatest && (isNamed || subnets.length > 0) && this.isRecent(each)) {
      this.recent.push({ arn: each.arn, at: each.lastModified ?? this.now, subnets });
    }
    if (subnets.length === 0) return;
    const holder: Holder = { kind: isLatest ? 'function' : 'version', arn: each.arn };
    for (const subnet of new Set(subnets)) append(this.inSubnet, subnet, holder);
    for (const key of keysOf({ subnets, securityGroups: each.securityGroups })) {
      if (!this.asked.keys.has(key)) continue;
      append(this.holders, key, holder);
      const isFirst = isLatest ? !this.latest.has(key) : !this.roles.has(key);
      if (isLatest) this.latest.add(key);
      if (isFirst) this.roles.set(key, each.role);
      this.found(holder, key);
    }
  }

  private isRecent({ lastModified }: FunctionVersion): boolean {
    return lastModified !== undefined && this.now.getTime() - lastModified.getTime() < UPDATE_MS;
  }
}

function append<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

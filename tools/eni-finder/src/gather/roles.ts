import { accountOf, partitionOf } from '../arn';
import type { Source } from '../source';
import type { RoleFacts } from '../verdict/facts';
import { attempt } from './attempt';

/** What is known of a role, and which actions would tell more. */
export interface RoleAnswer {
  readonly facts: RoleFacts;
  readonly missing: readonly string[];
}

/** Asks for each role once, however many interfaces and functions have it. */
export class Roles {
  private readonly byArn = new Map<string, Promise<RoleAnswer>>();
  private readonly byId = new Map<string, Promise<RoleAnswer>>();

  constructor(
    private readonly source: Source,
    private readonly atATime: <T>(work: () => Promise<T>) => Promise<T>,
  ) {}

  /** The role that a function names. */
  named(arn: string): Promise<RoleAnswer> {
    return remembered(this.byArn, arn, () => this.atATime(() => this.ask({ arn })));
  }

  /** The role that made an interface, where no function tells its name any more. */
  withId(id: string): Promise<RoleAnswer> {
    return remembered(this.byId, id, () => this.atATime(() => this.ask({ id })));
  }

  private async ask(which: { arn: string } | { id: string }): Promise<RoleAnswer> {
    const unknown: RoleFacts = {
      arn: 'arn' in which ? which.arn : undefined,
      id: 'id' in which ? which.id : undefined,
      exists: undefined,
      mayDelete: undefined,
    };
    const { value: role, missing } = await attempt(async () =>
      'arn' in which ? this.source.role(which.arn) : this.source.roleWithId(which.id),
    );
    if (missing !== undefined) return { facts: unknown, missing: [missing] };
    if (role === undefined) return { facts: { ...unknown, exists: false }, missing: [] };
    const account = accountOf(role.arn) ?? '*';
    const resource = `arn:${partitionOf(role.arn)}:ec2:${(await this.source.region()) ?? '*'}:${account}:network-interface/*`;
    const may = await attempt(() => this.source.mayDelete(role, resource));
    return {
      facts: { arn: role.arn, id: role.id, exists: true, mayDelete: may.value },
      missing: may.missing === undefined ? [] : [may.missing],
    };
  }
}

function remembered<T>(answers: Map<string, Promise<T>>, key: string, ask: () => Promise<T>): Promise<T> {
  const known = answers.get(key);
  if (known !== undefined) return known;
  const answer = ask();
  // Whoever waits for it hears of the failure; until somebody does, it is no crash.
  answer.catch(() => undefined);
  answers.set(key, answer);
  return answer;
}

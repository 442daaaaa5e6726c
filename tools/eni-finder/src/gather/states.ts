import type { FunctionState } from '../model';
import type { Source } from '../source';
import { attempt, type Attempt } from './attempt';

/** Asks how each function is, once. */
export class States {
  private readonly asked = new Map<string, Promise<Attempt<FunctionState | undefined>>>();

  constructor(
    private readonly source: Source,
    private readonly atATime: <T>(work: () => Promise<T>) => Promise<T>,
  ) {}

  /** @param nameOrArn of `$LATEST` */
  of(nameOrArn: string): Promise<Attempt<FunctionState | undefined>> {
    const known = this.asked.get(nameOrArn);
    if (known !== undefined) return known;
    const answer = this.atATime(() => attempt(async () => this.source.functionState(nameOrArn)));
    // Whoever waits for it hears of the failure; until somebody does, it is no crash.
    answer.catch(() => undefined);
    this.asked.set(nameOrArn, answer);
    return answer;
  }
}

import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Children } from '../children';
import { PUBLIC, type Contender, type Served } from './contenders';
import { get } from './get';

/** How often a start is looked at, and how long it may take, in milliseconds. */
const LOOK_EVERY_MS = 5;
const LIMIT_MS = 30_000;

/** A contender that runs. */
export interface Service extends Served {
  readonly name: string;
  readonly pid: number;
  /** From the start of the process to its announcement, and to the answer to a request sent then; in milliseconds. */
  readonly readyMs: number;
  readonly firstAnswerMs: number;
  /** Throws away what it has printed: at thousands of requests a second that soon fills a disk. */
  forgetOutput(): void;
  stop(): Promise<void>;
}

/**
 * Starts a contender and asks it once. It prints into a file: what it says, and how, is part of its work; reading it is
 * not the bench's.
 *
 * @throws Error when it ends, says nothing for 30 s, or answers wrongly; with what it printed last
 */
export async function startService(
  contender: Contender,
  children: Children,
  temporary: string,
): Promise<Service> {
  const { cwd, args, env, served } = await contender.command();
  const log = join(temporary, `${contender.name.replaceAll(' ', '-')}.log`);
  const fd = openSync(log, 'a');
  truncateSync(log);
  const startedAt = performance.now();
  const child = children.spawn(process.execPath, args, { cwd, env, stdio: ['ignore', fd, fd] });
  closeSync(fd);
  try {
    const found = await announcement(child, served, log, startedAt);
    const readyMs = performance.now() - startedAt;
    await checkedAnswer(found.port, found.hosts[PUBLIC] ?? Object.values(found.hosts)[0] ?? '');
    return {
      ...found,
      name: contender.name,
      pid: child.pid ?? 0,
      readyMs,
      firstAnswerMs: performance.now() - startedAt,
      forgetOutput: () => truncateSync(log),
      stop: () => children.end(child),
    };
  } catch (error) {
    await children.end(child);
    const said = readFileSync(log, 'utf8').trimEnd().split('\n').slice(-20).join('\n');
    throw new Error(`${contender.name}: ${(error as Error).message}; it said:\n${said}`, { cause: error });
  }
}

async function announcement(
  child: ChildProcess,
  served: (output: string) => Served | undefined,
  log: string,
  startedAt: number,
): Promise<Served> {
  let failure: Error | undefined;
  child.once('error', (error) => (failure = error));
  child.once('exit', (code, signal) => (failure ??= new Error(`it ended with ${code ?? signal}`)));
  for (;;) {
    const found = served(readFileSync(log, 'utf8'));
    if (found !== undefined) return found;
    if (failure !== undefined) throw failure;
    if (performance.now() - startedAt > LIMIT_MS) throw new Error(`it was not up after ${LIMIT_MS} ms`);
    await sleep(LOOK_EVERY_MS);
  }
}

/**
 * Asks for `/?n=<number>` and looks whether the number comes back.
 *
 * @throws Error when it does not
 */
export async function checkedAnswer(
  port: number,
  host: string,
  headers: Readonly<Record<string, string>> = {},
  path = '/?n=4711',
): Promise<void> {
  const { status, body } = await get(port, path, { ...headers, host });
  const [, n = ''] = /[?&]n=(\d+)/.exec(path) ?? [];
  // lambda-local sends the body as a JSON string of it.
  if (status !== 200 || !body.includes(n)) {
    throw new Error(`GET ${path} was answered with ${status} ${body.slice(0, 200)}`);
  }
}

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Emulator } from '../emulator';
import { EmulatorError } from '../errors';
import type { SessionCredentials } from '../runtime/runnable-function';

/** What other commands need to know of a running emulator. */
export interface Session {
  readonly port: number;
  readonly pid: number;
  readonly accountId: string;
  /** The region of the first function URL: the one that a shell should have. */
  readonly region: string;
  readonly credentials: SessionCredentials;
}

/** What of an emulator others are told. */
export type Announced = Pick<Emulator, 'port' | 'accountId' | 'urls' | 'outputs' | 'developer'>;

const SESSION = 'session.json';
const CREDENTIALS = 'credentials.json';
const OUTPUTS = 'outputs.json';

/**
 * Tells other commands, and scripts, of a running emulator: `outputs.json` in the form of `cdk deploy --outputs-file`,
 * `session.json`, and the developer's keys, which stay the same from run to run so that a shell that has them goes on
 * working. The files with keys can be read by their owner only.
 */
export function writeSession(folder: string, emulator: Announced, pid: number = process.pid): Session {
  mkdirSync(folder, { recursive: true });
  const session: Session = {
    port: emulator.port,
    pid,
    accountId: emulator.accountId,
    region: regionOf(emulator),
    credentials: emulator.developer,
  };
  writeJson(join(folder, CREDENTIALS), emulator.developer, 0o600);
  writeJson(join(folder, SESSION), session, 0o600);
  writeJson(join(folder, OUTPUTS), emulator.outputs, 0o644);
  return session;
}

/** The emulator has ended: nobody shall look for it. The developer's keys stay for the next one. */
export function removeSession(folder: string): void {
  rmSync(join(folder, SESSION), { force: true });
}

/**
 * The emulator that runs now.
 *
 * @throws EmulatorError NO_SESSION when none does
 */
export function readSession(folder: string): Session {
  const session = readJson(join(folder, SESSION)) as Session | undefined;
  if (session === undefined || !isAlive(session.pid)) {
    throw new EmulatorError(
      'NO_SESSION',
      `no emulator is running (looked in ${folder}): start it with npm start, or npx furl dev`,
    );
  }
  return session;
}

/** The developer's keys of an earlier run; undefined when there was none. */
export function readDeveloperCredentials(folder: string): SessionCredentials | undefined {
  const value = readJson(join(folder, CREDENTIALS)) as Partial<Record<string, unknown>> | undefined;
  const accessKeyId = word(value?.['accessKeyId']);
  const secretAccessKey = word(value?.['secretAccessKey']);
  const sessionToken = word(value?.['sessionToken']);
  if (accessKeyId === undefined || secretAccessKey === undefined || sessionToken === undefined) {
    return undefined;
  }
  return { accessKeyId, secretAccessKey, sessionToken };
}

function regionOf({ urls }: Announced): string {
  const [, region] = /\.lambda-url\.([^.]+)\./.exec(urls[0]?.url ?? '') ?? [];
  return region ?? 'us-east-1';
}

/** Printable characters without a space, as keys are; a file that someone edited may hold anything. */
function word(value: unknown): string | undefined {
  return typeof value === 'string' && /^[\x21-\x7e]{1,4096}$/.test(value) ? value : undefined;
}

function writeJson(file: string, value: object, mode: number): void {
  // A file that is there keeps its mode: so it is made anew.
  rmSync(file, { force: true });
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`, { mode });
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

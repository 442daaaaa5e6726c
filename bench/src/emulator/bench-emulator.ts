import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sign, type Credentials } from '@furl/sigv4';
import type { Autocannon } from '../peers';
import type { Row } from '../row';
import { median } from '../throughput';
import { bareColdStart } from './bare-runtime';
import { Children } from '../children';
import { furl, lambdaLocal, limit, PUBLIC, serverlessOffline, SIGNED, type Folders } from './contenders';
import { get } from './get';
import { load, type Load, type LoadRequest } from './load';
import { memoryOfTree } from './memory';
import { emulatorRows, type EmulatorFigures } from './rows';
import { checkedAnswer, startService, type Service } from './service';

const START_ROUNDS = 5;
const COLD_ROUNDS = 11;
const LOAD_ROUNDS = 5;
const LOAD_SECONDS = 1;
/** Of 32 clients each has a sandbox, or a worker, of its own to warm: that takes longer. */
const LOADS = [
  { clients: 1, warmUpSeconds: 3 },
  { clients: 32, warmUpSeconds: 8 },
];
/** How many different requests go round: nobody shall answer one that it has seen. */
const REQUESTS = 64;
/** How long what was just started may settle down, in milliseconds. */
const SETTLE_MS = 1_000;

/** `furl dev` against the emulators that people would use instead: speed, starts, memory. */
export async function benchEmulator(root: string, autocannon: Autocannon): Promise<Row[]> {
  const folders = { root, temporary: mkdtempSync(join(tmpdir(), 'furl-bench-')) };
  const children = new Children(() => rmSync(folders.temporary, { recursive: true, force: true }));
  try {
    const { coldStartMs, bareColdStartMs } = await coldStarts(folders, children);
    return emulatorRows({ coldStartMs, bareColdStartMs, ...(await compare(folders, children, autocannon)) });
  } finally {
    await children.close();
  }
}

/** A fresh sandbox of ours, and the runtime client by itself, in turns; medians in milliseconds. */
async function coldStarts(
  folders: Folders,
  children: Children,
): Promise<{ coldStartMs: number; bareColdStartMs: number }> {
  // A function each round: its first request finds no sandbox.
  const names = Array.from({ length: COLD_ROUNDS }, (_, round) => `cold-${round}`);
  const contender = furl(
    folders,
    [PUBLIC, ...names].map((name) => ({ name, authType: 'NONE' })),
    'furl dev for cold starts',
  );
  const service = await startService(contender, children, folders.temporary);
  const [ours, bare]: [number[], number[]] = [[], []];
  for (const [round, name] of names.entries()) {
    const turns = [
      async () => {
        const startedAt = performance.now();
        await checkedAnswer(service.port, service.hosts[name] ?? '');
        ours.push(performance.now() - startedAt);
      },
      async () => {
        bare.push(await bareColdStart(folders, children, join(contender.assembly, 'handler')));
      },
    ];
    for (const turn of round % 2 === 0 ? turns : turns.reverse()) await turn();
  }
  await service.stop();
  return { coldStartMs: median(ours), bareColdStartMs: median(bare) };
}

/** Ours and the peers: their starts, their memory, and then all of them, running side by side, under load in turns. */
async function compare(
  folders: Folders,
  children: Children,
  autocannon: Autocannon,
): Promise<Pick<EmulatorFigures, 'ours' | 'signedLoads' | 'limitLoads' | 'peers'>> {
  const ours = furl(folders, [
    { name: PUBLIC, authType: 'NONE' },
    { name: SIGNED, authType: 'AWS_IAM' },
  ]);
  const contenders = [ours, serverlessOffline(folders), lambdaLocal(folders)];
  const starts = contenders.map((): Service[] => []);
  for (let round = 0; round < START_ROUNDS; round += 1) {
    for (const index of rotated(contenders.length, round)) {
      const contender = contenders[index];
      if (contender === undefined) continue;
      const service = await startService(contender, children, folders.temporary);
      starts[index]?.push(service);
      // Those of the last round stay, for what comes next.
      if (round < START_ROUNDS - 1) await service.stop();
    }
  }
  await sleep(SETTLE_MS);
  const services = starts.map((all) => all.at(-1)).filter((service) => service !== undefined);
  const idle = services.map(({ pid }) => memoryOfTree(pid));

  const targets = services.map(publicTarget);
  const [own] = services;
  const bare = await startService(limit(folders), children, folders.temporary);
  services.push(bare);
  targets.push(publicTarget(bare));
  if (own !== undefined) targets.push(await signedTarget(own, ours.credentialsFile));
  const loads = await loadInTurns(targets, autocannon);
  for (const service of services) await service.stop();

  const figures = contenders.map(({ name }, index) => ({
    name,
    readyMs: median((starts[index] ?? []).map(({ readyMs }) => readyMs)),
    firstAnswerMs: median((starts[index] ?? []).map(({ firstAnswerMs }) => firstAnswerMs)),
    idleBytes: idle[index],
    loads: loads[index] ?? new Map<number, Load>(),
  }));
  const [first, ...peers] = figures;
  if (first === undefined) throw new Error('there is nothing to compare');
  const [limitLoads, signedLoads] = [loads.at(-2), loads.at(-1)];
  return { ours: first, peers, limitLoads: limitLoads ?? new Map(), signedLoads: signedLoads ?? new Map() };
}

/** Something to send requests to. */
interface Target {
  readonly service: Service;
  /** Made before each round, outside the time that counts: a signature holds for five minutes. */
  readonly requests: () => Promise<LoadRequest[]>;
}

function publicTarget(service: Service): Target {
  const host = service.hosts[PUBLIC] ?? '';
  return { service, requests: async () => paths().map((path) => ({ path, headers: { host } })) };
}

/** The AWS_IAM URL, with the developer's keys; refuses to go on where it lets unsigned requests in. */
async function signedTarget(service: Service, credentialsFile: string): Promise<Target> {
  const host = service.hosts[SIGNED] ?? '';
  const { status } = await get(service.port, '/', { host });
  if (status !== 403) throw new Error(`${service.name} answers an unsigned request with ${status}, not 403`);
  const credentials = JSON.parse(readFileSync(credentialsFile, 'utf8')) as Credentials;
  const signed = async (path: string): Promise<LoadRequest> => {
    const [, query = ''] = path.split('?');
    const { headers } = await sign(
      { method: 'GET', host, path: '/', query },
      { credentials, region: 'eu-west-1', service: 'lambda' },
    );
    return { path, headers: { ...Object.fromEntries(headers), host } };
  };
  return { service, requests: () => Promise.all(paths().map(signed)) };
}

function paths(): string[] {
  return Array.from({ length: REQUESTS }, (_, n) => `/?n=${n}`);
}

/** Loads one target at a time, each round in another order; medians by number of clients, a map for each target. */
async function loadInTurns(targets: readonly Target[], autocannon: Autocannon): Promise<Map<number, Load>[]> {
  const run = async ({ service, requests }: Target, clients: number, seconds: number): Promise<Load> => {
    const sent = await requests();
    const [first] = sent;
    if (first !== undefined)
      await checkedAnswer(service.port, first.headers['host'] ?? '', first.headers, first.path);
    try {
      return await load(autocannon, service.port, sent, { clients, seconds });
    } catch (error) {
      throw new Error(`${service.name}: ${(error as Error).message}`, { cause: error });
    } finally {
      service.forgetOutput();
    }
  };
  const results = targets.map(() => new Map<number, Load>());
  for (const { clients, warmUpSeconds } of LOADS) {
    const rounds = targets.map((): Load[] => []);
    for (const target of targets) await run(target, clients, warmUpSeconds);
    for (let round = 0; round < LOAD_ROUNDS; round += 1) {
      for (const index of rotated(targets.length, round)) {
        const target = targets[index];
        if (target !== undefined) rounds[index]?.push(await run(target, clients, LOAD_SECONDS));
      }
    }
    for (const [index, all] of rounds.entries()) results[index]?.set(clients, medianLoad(all));
  }
  return results;
}

function medianLoad(loads: readonly Load[]): Load {
  return {
    requestsPerSecond: median(loads.map(({ requestsPerSecond }) => requestsPerSecond)),
    p50: median(loads.map(({ p50 }) => p50)),
    p99: median(loads.map(({ p99 }) => p99)),
  };
}

/** 0 … count - 1, beginning elsewhere each round. */
function rotated(count: number, round: number): number[] {
  return Array.from({ length: count }, (_, index) => (index + round) % count);
}

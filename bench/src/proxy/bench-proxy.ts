import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Children } from '../children';
import { freePorts } from '../free-ports';
import type { Peers } from '../peers';
import { higherIsBetter, lowerIsBetter, type Row } from '../row';
import { throughput } from '../throughput';
import { coldStart } from './cold-start';
import {
  BUFFERED,
  FETCH,
  LIMIT,
  ours,
  passthrough,
  proxyBundle,
  proxyEnvironment,
  SIGNED_LIMIT,
  signedPassthrough,
  STREAMED,
  withAws4fetch,
} from './contenders';
import { proxyEvent, type ProxyEvent } from './events';
import { provideStreaming } from './sink';

const MEBIBYTE = 1024 * 1024;
/** The promises: see the README. */
const COLD_START_GOAL = 0.4;
const SIZE_LIMIT = 60 * 1024;

interface Case {
  readonly name: string;
  readonly event: ProxyEvent;
  readonly limitGoal: number;
}

/** The proxy's handler against a bare passthrough and against the same written with aws4fetch; its cold start and size. */
export async function benchProxy(root: string, peers: Peers): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'furl-bench-'));
  const children = new Children(() => rmSync(folder, { recursive: true, force: true }));
  try {
    const [port = 0] = await freePorts(1);
    await startUpstream(root, children, port);
    const bundle = proxyBundle(root);
    return [
      ...(await requests(bundle, port, peers)),
      ...starts(bundle, folder, proxyEnvironment(port, 'RESPONSE_STREAM')),
    ];
  } finally {
    await children.close();
  }
}

async function startUpstream(root: string, children: Children, port: number): Promise<void> {
  const script = join(root, 'bench/fixtures/upstream.cjs');
  const child = children.spawn(process.execPath, [script, String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout?.once('data', () => resolve());
    child.once('exit', (status) => reject(new Error(`the upstream ended with ${status}`)));
  });
}

async function requests(bundle: string, port: number, { aws4fetch, undici }: Peers): Promise<Row[]> {
  provideStreaming();
  const forwarders = [
    ...(await ours(bundle, port)),
    passthrough(undici, port),
    signedPassthrough(undici, port),
    withAws4fetch(aws4fetch, port),
  ];
  const cases: Case[] = [
    { name: 'GET', event: proxyEvent('GET', 0), limitGoal: 0.8 },
    { name: 'POST 1 MiB', event: proxyEvent('POST', MEBIBYTE), limitGoal: 0.9 },
  ];
  const rows: Row[] = [];
  for (const { name, event, limitGoal } of cases) {
    for (const forwarder of forwarders) await checked(forwarder.name, forwarder.forward(event));
    const contenders = forwarders.map((forwarder) => ({
      name: forwarder.name,
      run: () => forwarder.forward(event),
    }));
    const speeds = await silently(() => throughput(contenders, { rounds: 15, batchMs: 150 }));
    const speed = (contender: string): number => speeds.get(contender) ?? NaN;
    for (const [mode, own] of [
      ['RESPONSE_STREAM', STREAMED],
      ['BUFFERED', BUFFERED],
    ] as const) {
      const row = (peer: string, goal: number | null = null): Row =>
        requestsRow(`${name}, ${mode}`, peer, [speed(own), speed(peer)], goal);
      rows.push(row(LIMIT, limitGoal), row(SIGNED_LIMIT), row(FETCH, 1));
    }
    rows.push(requestsRow(`${name}, ${SIGNED_LIMIT}`, LIMIT, [speed(SIGNED_LIMIT), speed(LIMIT)]));
  }
  return rows;
}

function requestsRow(
  name: string,
  peer: string,
  [ours, theirs]: readonly [number, number],
  goal: number | null = null,
): Row {
  return higherIsBetter({ case: name, peer, ours, theirs, unit: 'requests/s', goal });
}

async function checked(name: string, answer: Promise<string>): Promise<void> {
  const text = await answer;
  // Streamed: the number of bytes, prelude included.
  if (!(Number(text) > 100) && !text.includes('items'))
    throw new Error(`${name} answered ${text.slice(0, 200)}`);
}

/** The proxy writes a line of log for each request, which is its work; who reads it is not the bench's. */
async function silently<T>(run: () => Promise<T>): Promise<T> {
  const { write } = process.stdout;
  process.stdout.write = () => true;
  try {
    return await run();
  } finally {
    process.stdout.write = write;
  }
}

function starts(bundle: string, folder: string, environment: Readonly<Record<string, string>>): Row[] {
  const { bundleMs, emptyMs } = coldStart(bundle, folder, environment);
  const { size } = statSync(bundle);
  return [
    lowerIsBetter({
      case: 'cold start: node and the bundle',
      peer: 'an empty module',
      ours: bundleMs,
      theirs: emptyMs,
      unit: 'ms',
      goal: COLD_START_GOAL,
    }),
    lowerIsBetter({
      case: 'bundle, minified',
      peer: '60 KiB',
      ours: size / 1024,
      theirs: SIZE_LIMIT / 1024,
      unit: 'KiB',
      goal: 1,
    }),
  ];
}

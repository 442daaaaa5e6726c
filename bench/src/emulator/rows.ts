import { higherIsBetter, lowerIsBetter, type Row } from '../row';
import type { Load } from './load';

/** What was measured of one contender: medians over the rounds. */
export interface ContenderFigures {
  readonly name: string;
  readonly readyMs: number;
  readonly firstAnswerMs: number;
  /** After the first answer, in bytes; undefined where the system does not tell. */
  readonly idleBytes: number | undefined;
  /** Of the public URL, by the number of clients. */
  readonly loads: ReadonlyMap<number, Load>;
}

/** All that the bench of the emulator measures. */
export interface EmulatorFigures {
  readonly ours: ContenderFigures;
  /** Of the AWS_IAM URL, by the number of clients. */
  readonly signedLoads: ReadonlyMap<number, Load>;
  readonly peers: readonly ContenderFigures[];
  /** Of a server that does nothing but hand each request to a process with the handler. */
  readonly limitLoads: ReadonlyMap<number, Load>;
  readonly coldStartMs: number;
  /** Of AWS's runtime client by itself. */
  readonly bareColdStartMs: number;
}

/** The promises: see the README. */
const PUBLIC_GOAL = 2;
const SIGNED_GOAL = 1;
/** Cold start at most 1.3 × that of the bare runtime client. */
const COLD_START_GOAL = 0.769;
const READY_LIMIT_MS = 1_500;

/** The comparisons that the figures make. */
export function emulatorRows(figures: EmulatorFigures): Row[] {
  const clients = [...figures.ours.loads.keys()];
  return [
    ...clients.flatMap((count) => loadRows(figures, count)),
    ...startRows(figures),
    ...memoryRows(figures),
  ];
}

function loadRows({ ours, signedLoads, limitLoads, peers }: EmulatorFigures, clients: number): Row[] {
  const rivals = peers.map(({ name, loads }) => ({ name, load: loads.get(clients) ?? NOTHING }));
  const best = (of: (load: Load) => number, pick: (...values: number[]) => number): number =>
    pick(...rivals.map(({ load }) => of(load)));
  const [open, signed] = [ours.loads.get(clients) ?? NOTHING, signedLoads.get(clients) ?? NOTHING];
  const who = clients === 1 ? '1 client' : `${clients} clients`;
  const rate = (kase: string, peer: string, own: number, theirs: number, goal: number | null): Row =>
    higherIsBetter({ case: `${kase}, ${who}`, peer, ours: own, theirs, unit: 'requests/s', goal });
  const time = (kase: string, peer: string, own: number, theirs: number): Row =>
    lowerIsBetter({ case: `${kase}, ${who}`, peer, ours: own, theirs, unit: 'ms', goal: null });

  const fastest = best((load) => load.requestsPerSecond, Math.max);
  return [
    ...rivals.map(({ name, load }) =>
      rate('NONE', name, open.requestsPerSecond, load.requestsPerSecond, null),
    ),
    rate('NONE', 'the fastest peer', open.requestsPerSecond, fastest, PUBLIC_GOAL),
    rate(
      'NONE',
      'the limit: node:http and a process',
      open.requestsPerSecond,
      (limitLoads.get(clients) ?? NOTHING).requestsPerSecond,
      null,
    ),
    rate('AWS_IAM', 'the fastest peer, unsigned', signed.requestsPerSecond, fastest, SIGNED_GOAL),
    ...rivals.map(({ name, load }) => time('NONE p50', name, open.p50, load.p50)),
    ...rivals.map(({ name, load }) => time('NONE p99', name, open.p99, load.p99)),
    time(
      'AWS_IAM p50',
      'the best peer, unsigned',
      signed.p50,
      best((load) => load.p50, Math.min),
    ),
    time(
      'AWS_IAM p99',
      'the best peer, unsigned',
      signed.p99,
      best((load) => load.p99, Math.min),
    ),
  ];
}

function startRows({ ours, peers, coldStartMs, bareColdStartMs }: EmulatorFigures): Row[] {
  const row = (kase: string, peer: string, own: number, theirs: number, goal: number | null = null): Row =>
    lowerIsBetter({ case: kase, peer, ours: own, theirs, unit: 'ms', goal });
  return [
    row('cold start', 'aws-lambda-ric by itself', coldStartMs, bareColdStartMs, COLD_START_GOAL),
    row('ready', '1.5 s', ours.readyMs, READY_LIMIT_MS, 1),
    ...peers.map(({ name, readyMs }) => row('ready', name, ours.readyMs, readyMs)),
    ...peers.map(({ name, firstAnswerMs }) => row('first answer', name, ours.firstAnswerMs, firstAnswerMs)),
  ];
}

function memoryRows({ ours, peers }: EmulatorFigures): Row[] {
  const { idleBytes } = ours;
  if (idleBytes === undefined) return [];
  return peers.flatMap((peer) =>
    peer.idleBytes === undefined
      ? []
      : lowerIsBetter({
          case: 'memory, idle',
          peer: peer.name,
          ours: idleBytes / MEBIBYTE,
          theirs: peer.idleBytes / MEBIBYTE,
          unit: 'MiB',
          goal: null,
        }),
  );
}

const MEBIBYTE = 1024 * 1024;
const NOTHING: Load = { requestsPerSecond: NaN, p50: NaN, p99: NaN };

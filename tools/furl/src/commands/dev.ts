import { existsSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import {
  EmulatorError,
  isEniClock,
  keepUp,
  LogFiles,
  readDeveloperCredentials,
  removeSession,
  startEmulator,
  writeSession,
  type Emulator,
  type EniClock,
  type EventSink,
  type KeepingUp,
} from '@furl/emulator';
import type { Io } from '../io';
import { defaultAssembly, logsFolder, sessionFolder, workspaceRoot, type Locations } from '../locations';
import { UsageError } from '../errors';
import { endOfProcess } from '../end-of-process';
import { jsonReporter } from '../print/json-reporter';
import { peopleReporter } from '../print/people-reporter';
import type { Reporter } from '../print/reporter';

/** Out of the way of what else developers run, and easy to remember. */
const DEFAULT_PORT = 4600;

/** Each is a process of some 60 MB; an account on AWS has 1,000. */
const DEFAULT_CONCURRENCY = 50;

interface DevOptions {
  readonly port: number;
  readonly account: string;
  readonly region?: string;
  readonly json?: boolean;
  readonly watch?: boolean;
  readonly synth?: string;
  readonly synthSources?: readonly string[];
  readonly inspect: Readonly<Record<string, number>>;
  readonly streamRate: 'aws' | 'off';
  readonly network: 'aws' | 'open';
  readonly eniClock?: EniClock;
  readonly concurrency: number;
}

/** `furl dev`: serves the function URLs of a cloud assembly, or of a single template, until it is told to end. */
export function devCommand(io: Io, locations: Locations): Command {
  return new Command('dev')
    .description(
      'serve the function URLs of a cloud assembly, or of a template of CloudFormation or SAM, on this machine, with IAM enforced',
    )
    .argument(
      '[source]',
      'the folder of the cloud assembly, or a template in JSON or YAML (default: dist/infra/cdk.out of this workspace)',
    )
    .option('-p, --port <number>', 'the port to listen on; 0 takes a free one', parsePort, DEFAULT_PORT)
    .option('--account <id>', 'the account that the functions are in', parseAccount, '123456789012')
    .option(
      '--region <region>',
      'the region of stacks that name none (default: that of their zones and endpoints, else us-east-1)',
    )
    .option(
      '-w, --watch',
      'serve what changes: code, templates, and the source of bundles in an Nx workspace',
    )
    .option('--no-watch', 'serve what was there at the start, and nothing else')
    .option('--synth <command>', 'with --watch: what writes the assembly anew when its source changes')
    .option('--synth-sources <path...>', 'with --synth: the files and folders that the template is made of')
    .option(
      '--inspect <function[=port]>',
      'open Node’s inspector on a function; may be repeated',
      collectInspected,
      {},
    )
    .addOption(
      new Option(
        '--stream-rate <rate>',
        'aws: 2 MB/s after the first 6 MB of a stream; off: as fast as it comes',
      )
        .choices(['aws', 'off'])
        .default('aws'),
    )
    .addOption(
      new Option('--network <how>', 'aws: drop what a VPC without a way out would drop; open: let it through')
        .choices(['aws', 'open'])
        .default('aws'),
    )
    .option(
      '--eni-clock <speed>',
      'how fast ENIs are made and deleted: 1x as on AWS, 60x, instant; with a speed that is named, functions idle as well (default: 60x)',
      parseEniClock,
    )
    .option(
      '--concurrency <number>',
      'how many invocations of all functions run at a time; one more is answered 429',
      parseConcurrency,
      DEFAULT_CONCURRENCY,
    )
    .option('--json', 'events as JSON, one a line')
    .action(async (source: string | undefined, options: DevOptions) => {
      const reporter = options.json ? jsonReporter(io) : peopleReporter(io);
      const folder = sessionFolder(io.cwd);
      const assemblyFolder = resolve(io.cwd, source ?? defaultAssembly(io.cwd));
      const developer = readDeveloperCredentials(folder);
      const ended = endOfProcess();
      const logs = new LogFiles(logsFolder(io.cwd));
      const events: EventSink = (event) => {
        logs.take(event);
        reporter.event(event);
      };
      const emulator = await startEmulator({
        ...locations,
        assemblyFolder,
        port: options.port,
        accountId: options.account,
        // As plan and reach take it.
        defaultRegion: options.region ?? '',
        ...(developer && { developer }),
        inspect: options.inspect,
        streamRate: options.streamRate,
        network: options.network,
        ...(options.eniClock && { eniClock: options.eniClock }),
        concurrentExecutions: options.concurrency,
        events,
      }).catch((error: unknown) => {
        // As elsewhere: what is to be read cannot be read.
        const isUnreadable = error instanceof EmulatorError && error.code === 'ASSEMBLY_UNREADABLE';
        throw isUnreadable ? new UsageError(error.message, { cause: error }) : error;
      });
      // Whatever ends this process, its sandboxes end with it.
      process.once('exit', emulator.kill);
      let watching: KeepingUp | undefined;
      try {
        writeSession(folder, emulator);
        reporter.ready(emulator, assemblyFolder);
        watching = options.watch ? startWatching(io, options, emulator, reporter, assemblyFolder) : undefined;
        await ended;
      } finally {
        await watching?.close();
        await emulator.close();
        removeSession(folder);
      }
      reporter.ended();
    });
}

function startWatching(
  io: Io,
  options: DevOptions,
  emulator: Emulator,
  reporter: Reporter,
  assemblyFolder: string,
): KeepingUp {
  const workspace = workspaceRoot(io.cwd);
  const folder = sessionFolder(io.cwd);
  const watching = keepUp(emulator, {
    assemblyFolder,
    // What is written there is ours: a template's code may be the folder that it is in.
    watch: (paths, onChange) =>
      io.watch(paths, (path) => void (path.startsWith(folder + sep) || onChange(path))),
    events: reporter.event,
    // URLs and outputs may be others now.
    onReloaded: () => void writeSession(folder, emulator),
    ...(existsSync(join(workspace, 'nx.json')) && {
      sources: { workspace, buildsFolder: join(folder, 'builds', String(process.pid)) },
    }),
    ...(options.synth !== undefined && {
      synth: {
        command: options.synth,
        cwd: workspace,
        sources: (options.synthSources ?? []).map((path) => resolve(workspace, path)),
      },
    }),
  });
  void watching.ready.then(
    (sources) => reporter.watching(sources),
    (error: unknown) =>
      reporter.event({ kind: 'reload-failed', what: 'watch', message: (error as Error).message }),
  );
  return watching;
}

function collectInspected(
  text: string,
  before: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  const [, name = text, port = '0'] = /^(.*?)(?:=(\d+))?$/.exec(text) ?? [];
  return { ...before, [name]: parsePort(port) };
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError('a port is a number from 0 to 65535.');
}

function parseConcurrency(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('a number of invocations is from 1 to 9999.');
}

function parseEniClock(text: string): EniClock {
  if (isEniClock(text)) return text;
  throw new InvalidArgumentError('a speed is 1x, 60x or another number with an x, or instant.');
}

function parseAccount(text: string): string {
  if (/^\d{12}$/.test(text)) return text;
  throw new InvalidArgumentError('an account id has 12 digits.');
}

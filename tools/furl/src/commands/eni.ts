import { resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { Command, InvalidArgumentError } from 'commander';
import {
  awsSource,
  deleteEni,
  EniFinderError,
  eniQuery,
  findEnis,
  isBad,
  MINIMAL_POLICY,
  savedSource,
  watchEnis,
  type AwsOptions,
  type EniQuery,
  type EniReport,
} from '@furl/eni-finder';
import { endOfProcess } from '../end-of-process';
import { ExitStatus } from '../exit-status';
import type { Io } from '../io';
import type { Locations } from '../locations';
import { eniReporter } from '../print/eni-reporter';

const DEFAULT_INTERVAL_S = 30;

interface AccessOptions {
  readonly region?: string;
  readonly profile?: string;
  readonly endpointUrl?: string;
  readonly json?: boolean;
}

interface EniOptions extends AccessOptions {
  readonly eni?: readonly string[];
  readonly securityGroup?: readonly string[];
  readonly subnet?: readonly string[];
  readonly vpc?: readonly string[];
  readonly all?: boolean;
  readonly from?: string;
  readonly watch?: boolean;
  readonly interval: number;
  readonly printPolicy?: boolean;
}

/** `furl eni`: who holds a network interface of Lambda, how long still, and what to do. */
export function eniCommand(io: Io, _locations: Locations, exit: (status: number) => void): Command {
  return new Command('eni')
    .description('who holds a Lambda network interface, how long still, and is it safe to delete')
    .option('--eni <id...>', 'interfaces by id, apart by spaces or commas')
    .option('--security-group <id...>', 'all interfaces that have one of these groups')
    .option('--subnet <id...>', 'all interfaces in these subnets')
    .option('--vpc <id...>', 'all interfaces in these VPCs')
    .option('--all', 'all interfaces of Lambda in the Region')
    .option('--region <region>', 'the Region (default: AWS_REGION, AWS_DEFAULT_REGION, the profile’s)')
    .option('--profile <name>', 'the profile of the AWS configuration')
    .option('--endpoint-url <url>', 'ask there, and not AWS')
    .option('--from <folder>', 'answer from saved output of the AWS CLI (*.json), without AWS')
    .option('--watch', 'look again until they are gone')
    .option(
      '--interval <seconds>',
      'with --watch: how long between two looks',
      parseInterval,
      DEFAULT_INTERVAL_S,
    )
    .option('--print-policy', 'print the IAM policy that this command needs, and nothing else')
    .option('--json', 'as JSON')
    .addHelpText('after', HELP)
    .action(async (options: EniOptions) => {
      if (options.printPolicy) return void io.stdout.write(`${JSON.stringify(MINIMAL_POLICY, null, 2)}\n`);
      const query = queryOf(options);
      if (options.from === undefined) return askAws(io, options, query, exit);
      if (options.watch)
        throw new EniFinderError('BAD_OPTION', '--watch needs AWS: what is saved (--from) stays as it is');
      const reporter = eniReporter(io, options);
      const reports = await findEnis(savedSource(resolve(io.cwd, options.from)), query);
      reporter.reports(reports);
      exit(statusOf(reports));
    })
    .addCommand(deleteCommand(io, exit));
}

/** The SDK warns of Node.js 20, which this workspace runs on, in six lines before every answer. */
function keepSdkQuiet(): void {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
}

async function askAws(
  io: Io,
  options: EniOptions,
  query: EniQuery,
  exit: (status: number) => void,
): Promise<void> {
  const reporter = eniReporter(io, options);
  keepSdkQuiet();
  const source = await awsSource(accessOf(options));
  try {
    if (!options.watch) {
      const reports = await findEnis(source, query, { progress: reporter.progress });
      reporter.reports(reports);
      return exit(statusOf(reports));
    }
    const ending = new AbortController();
    void endOfProcess().then(() => ending.abort());
    const isGone = await watchEnis(source, query, {
      signal: ending.signal,
      wait: () => sleep(options.interval * 1000, undefined, { signal: ending.signal }).catch(() => undefined),
      progress: reporter.progress,
      changed: reporter.reports,
      failed: ({ message }) => reporter.note(`${message}; looking again`),
    });
    exit(isGone ? ExitStatus.fine : ExitStatus.bad);
  } finally {
    reporter.done();
    source.close();
  }
}

function deleteCommand(io: Io, exit: (status: number) => void): Command {
  return new Command('delete')
    .description('delete an interface, only if nothing uses it and it is detached (ORPHAN_AVAILABLE)')
    .argument('<id>', 'the interface')
    .option('-y, --yes', 'do not ask')
    .option('--region <region>', 'as above')
    .option('--profile <name>', 'as above')
    .option('--endpoint-url <url>', 'as above')
    .option('--json', 'as JSON')
    .action(async (typed: string, _options: unknown, command: Command) => {
      // `furl eni --region … delete …` means the same as `furl eni delete … --region …`.
      const options = command.optsWithGlobals<AccessOptions & { readonly yes?: boolean }>();
      const [id, ...more] = eniQuery({ enis: [typed] }).enis;
      if (id === undefined || more.length > 0) {
        throw new EniFinderError(
          'BAD_OPTION',
          `"${typed}" is not one interface: they are deleted one at a time`,
        );
      }
      if (!options.yes && io.stdin?.isTTY !== true) {
        throw new EniFinderError(
          'BAD_OPTION',
          'there is nobody to ask here: say --yes to delete it all the same',
        );
      }
      const reporter = eniReporter(io, options);
      keepSdkQuiet();
      const source = await awsSource(accessOf(options));
      try {
        const outcome = await deleteEni(source, id, async (report) => {
          if (options.yes) return true;
          reporter.question(report);
          return ask(io, `Delete ${id}? [y/N] `);
        });
        reporter.outcome(id, outcome);
        exit(outcome === 'kept' ? ExitStatus.bad : ExitStatus.fine);
      } finally {
        source.close();
      }
    });
}

async function ask(io: Io, question: string): Promise<boolean> {
  const terminal = createInterface({ input: io.stdin ?? process.stdin, output: io.stderr });
  try {
    return /^y(es)?$/i.test((await terminal.question(question)).trim());
  } finally {
    terminal.close();
  }
}

function queryOf({ eni, securityGroup, subnet, vpc, all }: EniOptions): EniQuery {
  const query = eniQuery({
    ...(eni && { enis: eni }),
    ...(securityGroup && { securityGroups: securityGroup }),
    ...(subnet && { subnets: subnet }),
    ...(vpc && { vpcs: vpc }),
  });
  const isEmpty = Object.values(query).every((list: readonly string[]) => list.length === 0);
  if (isEmpty !== (all === true)) {
    throw new EniFinderError(
      'BAD_OPTION',
      isEmpty
        ? 'which interfaces? say --eni <id>, --security-group <id>, --subnet <id>, --vpc <id>, or --all'
        : '--all and a choice do not go together: leave one of them out',
    );
  }
  return query;
}

function accessOf({ region, profile, endpointUrl }: AccessOptions): AwsOptions {
  return {
    ...(region !== undefined && { region }),
    ...(profile !== undefined && { profile }),
    ...(endpointUrl !== undefined && { endpointUrl }),
  };
}

function statusOf(reports: readonly EniReport[]): number {
  return reports.some(isBad) ? ExitStatus.bad : ExitStatus.fine;
}

function parseInterval(text: string): number {
  const seconds = Number(text);
  if (/^\d{1,5}(\.\d+)?$/.test(text) && seconds > 0) return seconds;
  throw new InvalidArgumentError('an interval is a number of seconds above 0.');
}

const HELP = `
Exit status: 0 in use, being updated, on its way out, free to delete, or gone (--watch) · 1 something has to be done about
it (ROLE_MISSING, ROLE_LACKS_DELETE, SG_CHANGED_OUTSIDE, OTHER_OWNER_ACCOUNT, STUCK), it cannot be told, it is not there,
or AWS could not be asked; what was to be deleted is not ORPHAN_AVAILABLE · 2 usage · 70 a fault of ours`;

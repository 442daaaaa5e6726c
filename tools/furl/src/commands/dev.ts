import { resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { readDeveloperCredentials, removeSession, startEmulator, writeSession } from '@furl/emulator';
import type { Io } from '../io';
import { defaultAssembly, sessionFolder, type Locations } from '../locations';
import { endOfProcess } from '../end-of-process';
import { jsonReporter } from '../print/json-reporter';
import { peopleReporter } from '../print/people-reporter';

/** Out of the way of what else developers run, and easy to remember. */
const DEFAULT_PORT = 4600;

interface DevOptions {
  readonly port: number;
  readonly account: string;
  readonly region: string;
  readonly json?: boolean;
}

/** `furl dev`: serves the function URLs of a cloud assembly until it is told to end. */
export function devCommand(io: Io, locations: Locations): Command {
  return new Command('dev')
    .description('serve the function URLs of a cloud assembly on this machine, with IAM enforced')
    .argument('[cdk.out]', 'the folder of the cloud assembly (default: dist/infra/cdk.out of this workspace)')
    .option('-p, --port <number>', 'the port to listen on; 0 takes a free one', parsePort, DEFAULT_PORT)
    .option('--account <id>', 'the account that the functions are in', parseAccount, '123456789012')
    .option('--region <region>', 'the region of stacks that name none', 'us-east-1')
    .option('--json', 'events as JSON, one a line')
    .action(async (assembly: string | undefined, options: DevOptions) => {
      const reporter = options.json ? jsonReporter(io) : peopleReporter(io);
      const folder = sessionFolder(io.cwd);
      const assemblyFolder = resolve(io.cwd, assembly ?? defaultAssembly(io.cwd));
      const developer = readDeveloperCredentials(folder);
      const ended = endOfProcess();
      const emulator = await startEmulator({
        ...locations,
        assemblyFolder,
        port: options.port,
        accountId: options.account,
        defaultRegion: options.region,
        ...(developer && { developer }),
        events: reporter.event,
      });
      // Whatever ends this process, its sandboxes end with it.
      process.once('exit', emulator.kill);
      try {
        writeSession(folder, emulator);
        reporter.ready(emulator, assemblyFolder);
        await ended;
      } finally {
        await emulator.close();
        removeSession(folder);
      }
      reporter.ended();
    });
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError('a port is a number from 0 to 65535.');
}

function parseAccount(text: string): string {
  if (/^\d{12}$/.test(text)) return text;
  throw new InvalidArgumentError('an account id has 12 digits.');
}

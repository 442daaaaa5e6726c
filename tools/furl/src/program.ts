import { Command, CommanderError } from 'commander';
import { EmulatorError } from '@furl/emulator';
import { EniFinderError } from '@furl/eni-finder';
import { curlCommand } from './commands/curl';
import { devCommand } from './commands/dev';
import { eniCommand } from './commands/eni';
import { envCommand } from './commands/env';
import { logsCommand } from './commands/logs';
import { planCommand } from './commands/plan';
import { reachCommand } from './commands/reach';
import { Interrupted, UsageError } from './errors';
import { ExitStatus } from './exit-status';
import type { Io } from './io';
import type { Locations } from './locations';
import { plain } from './print/page';

/**
 * Runs the command line.
 *
 * @param argv the arguments, without node and script
 * @returns the exit status: see {@link ExitStatus}
 */
export async function run(argv: readonly string[], io: Io, locations: Locations): Promise<number> {
  let status: number = ExitStatus.fine;
  const exit = (code: number): void => {
    status = code;
  };
  const program = new Command('furl')
    .description('The workspace for AWS Lambda function URLs: run them here as AWS would, and ask why.')
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
    })
    .exitOverride()
    .showHelpAfterError('(furl --help, or furl <command> --help, says what there is)');
  for (const add of [
    devCommand,
    envCommand,
    curlCommand,
    logsCommand,
    planCommand,
    reachCommand,
    eniCommand,
  ]) {
    program.addCommand(add(io, locations, exit).copyInheritedSettings(program));
  }
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    return failure(error, io);
  }
  return status;
}

function failure(error: unknown, io: Io): number {
  // Commander has printed its message by now; help and version come here too, with status 0.
  if (error instanceof CommanderError) return error.exitCode === 0 ? ExitStatus.fine : ExitStatus.usage;
  if (error instanceof UsageError || error instanceof Interrupted) {
    io.stderr.write(`furl: ${plain(error.message)}\n`);
    return error instanceof UsageError ? ExitStatus.usage : ExitStatus.interrupted;
  }
  if (error instanceof EmulatorError || error instanceof EniFinderError) {
    io.stderr.write(`furl: ${error.message}\n`);
    return error.code === 'BAD_OPTION' ? ExitStatus.usage : ExitStatus.bad;
  }
  io.stderr.write(`furl: a fault of ours, please report it: ${(error as Error).stack ?? String(error)}\n`);
  return ExitStatus.fault;
}

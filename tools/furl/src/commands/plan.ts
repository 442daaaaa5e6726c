import { writeFileSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { EnvironmentNetwork } from '@furl/cloud-assembly';
import { diagram, DIAGRAM_FORMATS, type DiagramFormat } from '@furl/diagram';
import { change, DEFAULT_ENI_QUOTA, type Finding, type Plan, plan } from '@furl/hyperplane';
import { UsageError } from '../errors';
import { ExitStatus } from '../exit-status';
import { flush, type Io, print } from '../io';
import { defaultAssembly, type Locations } from '../locations';
import { changeLines } from '../print/change-report';
import { pageOf, paragraph, plain } from '../print/page';
import { planLines } from '../print/plan-report';
import { useAgainst } from '../sources/against';
import { networkIn, networksOfChange, type Pair } from '../sources/environment';
import { type Source, sourceAt } from '../sources/source';

interface PlanCommandOptions {
  readonly against?: string;
  readonly environment?: string;
  readonly quota: number;
  readonly diagram?: Picture;
  readonly failOn: 'error' | 'warning' | 'none';
  readonly json?: boolean;
}

/** Where a picture goes, and as what. */
interface Picture {
  readonly file: string;
  readonly format: DiagramFormat;
}

/** `furl plan`: the ENIs and addresses of templates, and of a change of them. */
export function planCommand(io: Io, _locations: Locations, exit: (status: number) => void): Command {
  return new Command('plan')
    .description('how many ENIs and addresses templates take, before they are deployed')
    .argument(
      '[source]',
      'a cdk.out folder, or a template of CloudFormation or SAM (default: dist/infra/cdk.out)',
    )
    .option('--against <source>', 'compare with a cdk.out folder, a template, or a git revision')
    .option('--environment <name>', 'which Region, or account/Region, where there are several')
    .option('--quota <number>', 'ENIs allowed in each VPC (L-9FEE3D26)', parseQuota, DEFAULT_ENI_QUOTA)
    .option(
      '--diagram <file>',
      `draw the layout (${DIAGRAM_FORMATS.map((format) => `.${format}`).join(', ')})`,
      parsePicture,
    )
    .addOption(
      new Option('--fail-on <severity>', 'what makes the exit status 1: errors, warnings too, or nothing')
        .choices(['error', 'warning', 'none'])
        .default('error'),
    )
    .option('--json', 'as JSON')
    .addHelpText('after', HELP)
    .action(async (path: string | undefined, options: PlanCommandOptions) => {
      const { against, environment, failOn } = options;
      const place = path ?? defaultAssembly(io.cwd);
      const source = sourceAt(place, io.cwd);
      const progress = (text: string): void => void io.stderr.write(`furl: ${text}\n`);
      const found =
        against === undefined
          ? planOne(io, source, networkIn(source, environment), options)
          : planChange(
              io,
              source,
              against,
              await useAgainst({ against, path: place, cwd: io.cwd, progress }, (before) =>
                networksOfChange(before, source, environment),
              ),
              options,
            );
      const isBad = found.some(({ severity }) => severity === 'error' || failOn === 'warning');
      flush(io);
      exit(isBad && failOn !== 'none' ? ExitStatus.bad : ExitStatus.fine);
    });
}

function planOne(
  io: Io,
  { label }: Source,
  network: EnvironmentNetwork,
  options: PlanCommandOptions,
): readonly Finding[] {
  const planned = withProblems(network, plan(network, options));
  draw(io, network, planned, options);
  const { region, accountId } = network;
  if (options.json) print(io, JSON.stringify({ region, accountId, ...planned }));
  else
    printLines(io, [
      `Plan of ${plain(label)} in ${plain(region)}`,
      '',
      ...planLines(pageOf(io), network, planned),
    ]);
  return planned.warnings;
}

function planChange(
  io: Io,
  { label }: Source,
  against: string,
  { before, after }: Pair,
  options: PlanCommandOptions,
): readonly Finding[] {
  const planned = change(before, after, options);
  const whole = {
    ...planned,
    before: withProblems(before, planned.before),
    after: withProblems(after, planned.after),
  };
  draw(io, after, whole.after, options);
  const { region, accountId } = after;
  if (options.json) print(io, JSON.stringify({ region, accountId, ...whole }));
  else {
    const title = `Change from ${plain(against)} to ${plain(label)} in ${plain(region)}`;
    printLines(io, [...paragraph(pageOf(io), title), '', ...changeLines(pageOf(io), before, after, whole)]);
  }
  return [...whole.warnings, ...whole.after.warnings];
}

/** What the reader left out makes a plan partial, too. */
function withProblems({ problems }: EnvironmentNetwork, planned: Plan): Plan {
  const reasons = problems.map(({ path, message }) => `${path}: ${message}`);
  return { ...planned, partial: [...new Set([...planned.partial, ...reasons])] };
}

function draw(
  io: Io,
  network: EnvironmentNetwork,
  planned: Plan,
  { diagram: picture }: PlanCommandOptions,
): void {
  if (picture === undefined) return;
  try {
    writeFileSync(resolve(io.cwd, picture.file), diagram(network, planned, picture.format));
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    throw new UsageError(`the picture cannot be written to ${picture.file}: ${error.message}`, {
      cause: error,
    });
  }
  io.stderr.write(`furl: drawn to ${picture.file}\n`);
}

function printLines(io: Io, lines: readonly string[]): void {
  for (const line of lines) print(io, line);
}

function parseQuota(text: string): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('a quota is a number of ENIs, 1 or more.');
}

function parsePicture(file: string): Picture {
  const format = DIAGRAM_FORMATS.find((each) => extname(file).toLowerCase() === `.${each}`);
  if (format !== undefined) return { file, format };
  throw new InvalidArgumentError(
    `a picture is a file that ends in ${DIAGRAM_FORMATS.map((each) => `.${each}`).join(', ')}.`,
  );
}

const HELP = `
Exit status: 0 it fits · 1 it does not work as it is (an error), or, with --fail-on warning, there is a warning
2 the templates cannot be read, or usage · 70 a fault of ours`;

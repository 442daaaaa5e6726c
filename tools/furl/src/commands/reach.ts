import { Command } from 'commander';
import type { EnvironmentNetwork } from '@furl/cloud-assembly';
import { type Destination, type LambdaFunction, matrix } from '@furl/hyperplane';
import { ExitStatus } from '../exit-status';
import { flush, type Io, print } from '../io';
import { defaultAssembly, type Locations } from '../locations';
import { pageOf } from '../print/page';
import { partialLines } from '../print/plan-report';
import { type Answer, answerLines, listLines, matrixLines } from '../print/reach-report';
import { destinationAsked, functionAsked, worthAsking } from '../questions/asked';
import { labelsOf } from '../questions/labels';
import { networkIn } from '../sources/environment';
import { sourceAt } from '../sources/source';

interface ReachOptions {
  readonly source?: string;
  readonly environment?: string;
  readonly json?: boolean;
}

/** `furl reach`: what functions reach by the network that templates describe, and why not. */
export function reachCommand(io: Io, _locations: Locations, exit: (status: number) => void): Command {
  return new Command('reach')
    .description('what a function can reach, and what would have to change')
    .argument('[function]', 'its name or ARN (default: all)')
    .argument(
      '[destination]',
      'internet, <host>:<port>, a CIDR block, a function, url:<function>, a URL, or an AWS service',
    )
    .option(
      '--source <path>',
      'a cdk.out folder, or a template of CloudFormation or SAM (default: dist/infra/cdk.out)',
    )
    .option('--environment <name>', 'which Region, or account/Region, where there are several')
    .option('--json', 'as JSON')
    .addHelpText('after', HELP)
    .action((name: string | undefined, destination: string | undefined, options: ReachOptions) => {
      const source = sourceAt(options.source ?? defaultAssembly(io.cwd), io.cwd);
      const network = networkIn(source, options.environment);
      const from = name === undefined ? network.functions : [functionAsked(network, name)];
      const to = destination === undefined ? worthAsking(network) : [destinationAsked(network, destination)];
      const answers = answersOf(network, from, to);
      if (options.json) print(io, JSON.stringify(answers.map(({ reach }) => reach)));
      else
        for (const line of linesOf(io, network, answers, {
          isOne: name !== undefined,
          isAsked: destination !== undefined,
        }))
          print(io, line);
      flush(io);
      const isBad = destination !== undefined && answers.some(({ reach }) => reach.verdict !== 'yes');
      exit(isBad ? ExitStatus.bad : ExitStatus.fine);
    });
}

/** Every function's answer for every destination, by names that tell them apart. */
function answersOf(
  network: EnvironmentNetwork,
  from: readonly LambdaFunction[],
  to: readonly Destination[],
): Answer[] {
  const labels = new Map([...labelsOf(network.functions), ...labelsOf(network.resources)]);
  const reaches = matrix(
    network,
    to,
    from.map(({ id }) => id),
  );
  return from.flatMap(({ id, needs }, row) =>
    to.flatMap((destination, column): Answer[] => {
      const reach = reaches[row * to.length + column];
      const key = JSON.stringify(destination);
      const need = needs.find((each) => JSON.stringify(each.to) === key);
      if (reach === undefined) return [];
      const named = {
        ...reach,
        from: labels.get(id) ?? reach.from,
        to: labelOf(destination, labels) ?? reach.to,
      };
      return [{ reach: named, ...(need && { because: need.because }) }];
    }),
  );
}

function labelOf(to: Destination, labels: ReadonlyMap<string, string>): string | undefined {
  if (to.kind === 'function') return labels.get(to.function);
  if (to.kind === 'resource') return labels.get(to.resource);
  const owner = to.kind === 'function-url' && to.function !== undefined ? labels.get(to.function) : undefined;
  return owner === undefined ? undefined : `URL of ${owner}`;
}

function linesOf(
  io: Io,
  { problems }: EnvironmentNetwork,
  answers: readonly Answer[],
  { isOne, isAsked }: { readonly isOne: boolean; readonly isAsked: boolean },
): string[] {
  const page = pageOf(io);
  const [first] = answers;
  if (first === undefined) return ['The templates have no functions.'];
  const lines = isAsked
    ? answerLines(page, first)
    : isOne
      ? listLines(page, answers)
      : matrixLines(page, answers);
  return [
    ...lines,
    ...partialLines(
      page,
      problems.map(({ path, message }) => `${path}: ${message}`),
    ),
  ];
}

const HELP = `
Exit status: 0 it is reached, or no destination was named · 1 it is not reached, not from every subnet, or not certainly
2 the templates cannot be read, there is no such function or destination, or usage · 70 a fault of ours`;

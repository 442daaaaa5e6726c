import { relative } from 'node:path';
import Table from 'cli-table3';
import pc from 'picocolors';
import type { Emulator, EmulatorEvent, ServedUrl } from '@furl/emulator';
import { print, type Io } from '../io';
import { BORDERLESS } from './borderless';
import { logLines } from './log-line';
import { interfaceLine, networkLines, stateLine } from './network-lines';
import type { Reporter } from './reporter';

const ENFORCED = {
  AWS_IAM: 'SigV4, and both lambda:InvokeFunctionUrl and lambda:InvokeFunction',
  NONE: 'a resource policy that allows everyone both actions',
};

const NO_URL = 'no function has a URL; the AWS CLI and SDKs can invoke them: see furl env';

/** For the person at the terminal: a table of what is served, then a line an event. */
export function peopleReporter(io: Io): Reporter {
  return {
    event: (event) => printEvent(io, event),
    ready: (emulator, assemblyFolder) => printReady(io, emulator, assemblyFolder),
    watching: ({ projects, notices }) => {
      for (const notice of notices) print(io, `${pc.yellow('note')} ${notice}`);
      const sources = projects.length === 0 ? '' : `, and the source of ${projects.join(', ')}`;
      print(io, pc.dim(`watching the assembly${sources}`));
    },
    ended: () => print(io, pc.dim('furl: ended; nothing is left running')),
  };
}

function printReady(io: Io, { urls, notices, accountId, network }: Emulator, assemblyFolder: string): void {
  for (const notice of notices) print(io, `${pc.yellow('note')} ${notice}`);
  print(io);
  print(io, `${pc.bold('furl')} serves ${relative(io.cwd, assemblyFolder) || '.'} as account ${accountId}`);
  print(io);
  // Where stacks have one URL each, their names say more than those that CloudFormation makes for functions.
  const isByStack = new Set(urls.map(({ stack }) => stack)).size === urls.length;
  const table = new Table({
    head: [isByStack ? 'stack' : 'function', 'auth', 'URL, and what is enforced'].map(pc.bold),
    // Colours by picocolors, which knows when there is nobody to see them.
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 0 },
    chars: BORDERLESS,
  });
  for (const { stack, functionName, authType, url } of urls)
    table.push([isByStack ? stack : functionName, authType, `${pc.cyan(url)}\n${ENFORCED[authType]}`]);
  print(io, urls.length === 0 ? NO_URL : table.toString());
  print(io);
  const subnets = networkLines(io, network);
  for (const line of subnets) print(io, line);
  if (subnets.length > 0) print(io);
  for (const line of tryLines(urls)) print(io, line);
}

/** The two lines to try: the IAM URL refuses a plain curl, the public one answers. */
function tryLines(urls: readonly ServedUrl[]): string[] {
  const iam = urls.find(({ authType }) => authType === 'AWS_IAM');
  const open = urls.find(({ authType }) => authType === 'NONE');
  return [
    ...(iam ? [`curl -i ${iam.url}   ${pc.dim('# 403: not signed')}`] : []),
    ...(open ? [`curl -i ${open.url}   ${pc.dim('# answers everyone')}`] : []),
  ];
}

function printEvent(io: Io, event: EmulatorEvent): void {
  switch (event.kind) {
    case 'function-log':
    case 'platform-log': {
      const kind = event.kind === 'function-log' ? 'function' : 'platform';
      const { columns, isTTY } = io.stdout;
      for (const line of logLines({ ...event, kind }, isTTY ? columns : undefined)) print(io, line);
      return;
    }
    case 'answered':
      return print(
        io,
        `${pc.green(String(event.status))} ${event.method} ${event.path} ${pc.dim(`${event.functionName} ${event.durationMs.toFixed(0)} ms`)}`,
      );
    case 'refused':
      print(
        io,
        `${pc.red(String(event.status))} ${event.method} ${event.path} ${pc.dim(event.functionName ?? '')}`,
      );
      for (const line of event.explanation.split('\n')) print(io, `    ${line}`);
      return;
    case 'network-interface':
      return print(io, interfaceLine(event));
    case 'function-state':
      return print(io, stateLine(event));
    case 'reloaded': {
      const { added, changed, removed, notices, durationMs } = event;
      for (const notice of notices) print(io, `${pc.yellow('note')} ${notice}`);
      const parts = Object.entries({ added, changed, removed })
        .filter(([, names]) => names.length > 0)
        .map(([what, names]) => `${what} ${names.join(', ')}`);
      const what = parts.length === 0 ? 'the template; no function changed' : parts.join('; ');
      return print(io, `${pc.green('reloaded')} ${what} ${pc.dim(`${durationMs.toFixed(0)} ms`)}`);
    }
    case 'reload-failed':
      print(io, `${pc.red('not reloaded')} ${event.what}: what was there before goes on`);
      for (const line of event.message.split('\n')) print(io, `    ${line}`);
  }
}

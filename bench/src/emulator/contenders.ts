import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePorts } from '../free-ports';
import { writeAssembly, writeService } from './fixture';
import type { BenchFunction } from './assembly';

/** What a contender serves, once it has said so. */
export interface Served {
  /** Where requests go. */
  readonly port: number;
  /** The value of `Host` for each function, by its name. */
  readonly hosts: Readonly<Record<string, string>>;
}

/** How to start an emulator, and how to know that it is up. */
export interface Command {
  readonly cwd: string;
  /** The arguments of node. */
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Finds the announcement in what it has printed so far; undefined when it is not there yet. */
  readonly served: (output: string) => Served | undefined;
}

/** Something that serves a handler over HTTP. */
export interface Contender {
  readonly name: string;
  /** The command for the next start: with a port that is free now. */
  readonly command: () => Promise<Command>;
}

/** Ours. */
export interface Furl extends Contender {
  /** The folder of its cloud assembly. */
  readonly assembly: string;
  /** Where it leaves the developer's keys while it runs. */
  readonly credentialsFile: string;
}

/** Where things are. */
export interface Folders {
  /** The workspace's. */
  readonly root: string;
  /** For this run's files; removed by the caller. */
  readonly temporary: string;
}

/** The name of the function behind the public URL, in every contender. */
export const PUBLIC = 'public';
/** The name of the function behind the AWS_IAM URL. */
export const SIGNED = 'signed';

/** `furl dev`, on an assembly that is there already. */
export function furl(
  { root, temporary }: Folders,
  functions: readonly BenchFunction[],
  name = 'furl dev',
): Furl {
  const cwd = join(temporary, name.replaceAll(' ', '-'));
  const assembly = writeAssembly(join(cwd, 'cdk.out'), join(root, 'bench'), functions);
  // Makes it a workspace of its own: sessions and keys of the developer's other emulators stay as they are.
  writeFileSync(join(cwd, 'nx.json'), '{}');
  const args = [join(root, 'dist/tools/furl/cli.mjs'), 'dev', assembly, '--port', '0', '--json'];
  return {
    name,
    assembly,
    credentialsFile: join(cwd, 'dist/furl/credentials.json'),
    command: async () => ({ cwd, args, env: environment(temporary), served: servedByFurl }),
  };
}

/** `serverless offline`: the handler as a route of an HTTP API, payload format 2.0, like a function URL's. */
export function serverlessOffline({ root, temporary }: Folders): Contender {
  const cwd = writeService(join(temporary, 'serverless'), join(root, 'bench'));
  const cli = join(root, 'bench/node_modules/serverless/bin/serverless.js');
  return {
    name: 'serverless-offline',
    command: async () => {
      const [port, lambdaPort] = await freePorts(2);
      return {
        cwd,
        args: [
          ...[cli, 'offline', '--noSponsor', '--host', '127.0.0.1'],
          ...['--httpPort', String(port), '--lambdaPort', String(lambdaPort)],
        ],
        env: environment(temporary),
        served: announced(/Server ready: /, port),
      };
    },
  };
}

/** `lambda-local --watch`: its own HTTP server, payload format 2.0. */
export function lambdaLocal({ root, temporary }: Folders): Contender {
  const cwd = writeService(join(temporary, 'lambda-local'), join(root, 'bench'));
  const cli = join(root, 'bench/node_modules/lambda-local/build/cli.js');
  return {
    name: 'lambda-local',
    command: async () => {
      const [port] = await freePorts(1);
      const args = [cli, '--lambda-path', 'index.js', '--handler', 'handler', '--watch', String(port)];
      return { cwd, args, env: environment(temporary), served: announced(/listening on /, port) };
    },
  };
}

/** No emulator, and no peer: what node:http, a second process and the handler take by themselves. */
export function limit({ root, temporary }: Folders): Contender {
  return {
    name: 'node:http and a process',
    command: async () => {
      const [port] = await freePorts(1);
      const args = [join(root, 'bench/fixtures/limit.cjs'), String(port)];
      return { cwd: temporary, args, env: environment(temporary), served: announced(/listening/, port) };
    },
  };
}

/**
 * What `furl dev --json` says when it is up; undefined while its line is not there to the end.
 *
 * @throws SyntaxError when the line is not JSON
 */
export function servedByFurl(output: string): Served | undefined {
  const [line] = /^\{"kind":"ready".*(?=\n)/m.exec(output) ?? [];
  if (line === undefined) return undefined;
  const { port, urls } = JSON.parse(line) as { port: number; urls: { functionName: string; url: string }[] };
  return { port, hosts: Object.fromEntries(urls.map((url) => [url.functionName, new URL(url.url).host])) };
}

/** Served on `port` as soon as `announcement` is printed. */
export function announced(
  announcement: RegExp,
  port: number | undefined,
): (output: string) => Served | undefined {
  return (output) =>
    port !== undefined && announcement.test(output)
      ? { port, hosts: { [PUBLIC]: `127.0.0.1:${port}` } }
      : undefined;
}

/** Nothing of the person's shell, and nothing sent to anybody: the serverless framework would report each start. */
function environment(temporary: string): NodeJS.ProcessEnv {
  const home = join(temporary, 'home');
  mkdirSync(home, { recursive: true });
  const { PATH, TMPDIR, SystemRoot } = process.env;
  return {
    ...(PATH !== undefined && { PATH }),
    ...(TMPDIR !== undefined && { TMPDIR }),
    ...(SystemRoot !== undefined && { SystemRoot }),
    HOME: home,
    USERPROFILE: home,
    SLS_TELEMETRY_DISABLED: '1',
    SLS_TRACKING_DISABLED: '1',
    SLS_NOTIFICATIONS_MODE: 'off',
  };
}

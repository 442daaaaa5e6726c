import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

/** The workspace's folder. */
export const root = resolve(__dirname, '../../..');
const cli = join(root, 'dist/tools/furl/cli.mjs');

/** An event of `furl dev --json`. */
export type DevEvent = { readonly kind: string } & Readonly<Record<string, unknown>>;

/** A finished command. */
export interface Finished {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder of its own for one test: commands run in it and leave their session in it. */
export class Sandbox {
  readonly folder = mkdtempSync(join(tmpdir(), 'furl-e2e-'));
  private readonly running: FurlDev[] = [];

  constructor() {
    // Makes it a workspace, so that nothing is looked for above it.
    writeFileSync(join(this.folder, 'nx.json'), '{}');
  }

  /** Runs a command to its end. */
  furl(...args: string[]): Finished {
    const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
      cwd: this.folder,
      env: environment(this.folder),
      encoding: 'utf8',
      timeout: 30_000,
    });
    return { status, stdout, stderr };
  }

  /** Starts a command and leaves it running; whoever starts it ends it. */
  start(...args: string[]): ChildProcess {
    return spawn(process.execPath, [cli, ...args], {
      cwd: this.folder,
      env: environment(this.folder),
      stdio: 'ignore',
    });
  }

  /** Renames a file or a folder; relative paths are this sandbox's. */
  move(from: string, to: string): void {
    renameSync(resolve(this.folder, from), resolve(this.folder, to));
  }

  /** A copy of this workspace's own assembly, to be changed at will; its folder relative to this sandbox. */
  copyAssembly(): Assembly {
    const folder = join(this.folder, 'cdk.out');
    rmSync(folder, { recursive: true, force: true });
    cpSync(join(root, 'dist/infra/cdk.out'), folder, { recursive: true });
    return new Assembly(folder);
  }

  /** Starts `furl dev` on a free port and waits until it is ready. */
  async dev(assembly: Assembly, ...args: string[]): Promise<FurlDev> {
    const dev = new FurlDev(this.folder, [assembly.folder, '--port', '0', '--json', ...args]);
    this.running.push(dev);
    await dev.ready;
    return dev;
  }

  /** Ends what still runs and removes the folder. */
  async close(): Promise<void> {
    await Promise.all(this.running.map((dev) => dev.stop('SIGKILL')));
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A cloud assembly on disk. */
export class Assembly {
  constructor(readonly folder: string) {}

  /** Changes a stack's template. */
  edit(stack: string, change: (template: Template) => void): void {
    const file = join(this.folder, `${stack}.template.json`);
    const template = JSON.parse(readFileSync(file, 'utf8')) as Template;
    change(template);
    writeFileSync(file, JSON.stringify(template));
  }

  /** Puts a handler of this suite's fixtures in the place of a stack's bundle. */
  replaceBundle(stack: string, fixture: string): void {
    this.edit(stack, (template) => {
      // These handlers return their answer, whatever the stack's own does.
      for (const { Properties } of resourcesOf(template, 'AWS::Lambda::Url')) delete Properties['InvokeMode'];
      const folder = join(this.folder, `fixture-${fixture}`);
      mkdirSync(folder, { recursive: true });
      cpSync(join(__dirname, 'fixtures', `${fixture}.mjs`), join(folder, 'index.mjs'));
      for (const resource of resourcesOf(template, 'AWS::Lambda::Function')) {
        resource.Metadata = { ...resource.Metadata, 'aws:asset:path': `fixture-${fixture}` };
      }
    });
  }

  /** The folder of a stack's bundle. */
  bundleOf(stack: string): string {
    const template = JSON.parse(
      readFileSync(join(this.folder, `${stack}.template.json`), 'utf8'),
    ) as Template;
    const code = resourcesOf(template, 'AWS::Lambda::Function')[0]?.Properties['Code'] as { S3Key: string };
    return join(this.folder, `asset.${code.S3Key.replace(/\.zip$/, '')}`);
  }
}

/** As much of a CloudFormation template as these tests change. */
export interface Template {
  Resources: Record<string, Resource>;
}
export interface Resource {
  Type: string;
  Properties: Record<string, unknown>;
  Metadata?: Record<string, unknown>;
}

/** The resources of one type. */
export function resourcesOf(template: Template, type: string): Resource[] {
  return Object.values(template.Resources).filter((resource) => resource.Type === type);
}

/** A running `furl dev --json`. */
export class FurlDev {
  readonly events: DevEvent[] = [];
  readonly ready: Promise<DevEvent>;
  private readonly process: ChildProcess;
  private readonly ended: Promise<number | null>;

  constructor(
    private readonly cwd: string,
    args: string[],
  ) {
    this.process = spawn(process.execPath, [cli, 'dev', ...args], {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: environment(cwd),
    });
    this.ended = new Promise((done) => this.process.once('close', (code) => done(code)));
    let stderr = '';
    this.process.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    this.ready = new Promise((done, failed) => {
      createInterface({ input: this.process.stdout ?? process.stdin }).on('line', (line) => {
        const event = JSON.parse(line) as DevEvent;
        this.events.push(event);
        if (event.kind === 'ready') done(event);
      });
      void this.ended.then((code) => failed(new Error(`furl dev ended with ${code}: ${stderr}`)));
    });
    // A test that waits for the end and not for readiness handles it there.
    this.ready.catch(() => undefined);
  }

  /** The outputs as other programs find them. */
  get outputs(): Record<string, Record<string, string>> {
    return JSON.parse(readFileSync(join(this.cwd, 'dist/furl/outputs.json'), 'utf8')) as Record<
      string,
      Record<string, string>
    >;
  }

  get serverUrl(): string {
    return this.outputs['FurlServer']?.['LambdaServerFunctionUrl'] ?? '';
  }

  get proxyUrl(): string {
    return this.outputs['FurlProxy']?.['LambdaProxyFunctionUrl'] ?? '';
  }

  /** Waits until the terminal has explained a refusal like this; what it prints comes a moment after the answer. */
  async explains(...parts: (string | RegExp)[]): Promise<void> {
    const matches = (text: string, part: string | RegExp): boolean =>
      typeof part === 'string' ? text.includes(part) : part.test(text);
    await eventually(() => {
      const said = this.events
        .filter(({ kind }) => kind === 'refused')
        .map(({ explanation }) => String(explanation))
        .join('\n');
      return parts.every((part) => matches(said, part));
    });
  }

  /** True while the session's file tells others of it. */
  get isAnnounced(): boolean {
    return existsSync(join(this.cwd, 'dist/furl/session.json'));
  }

  /** Names of what it left in its temporary folder. */
  get leftovers(): string[] {
    return readdirSync(join(this.cwd, 'tmp'));
  }

  /** Sends a signal and waits for the end; the exit status, null when the signal itself ended it. */
  async stop(signal: NodeJS.Signals): Promise<number | null> {
    this.process.kill(signal);
    return this.ended;
  }
}

/** A response, read to its end. */
export interface Response {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Sends a request as it is: to 127.0.0.1, since not every resolver knows `*.localhost`. */
export async function request(
  url: string,
  options: { method?: string; headers?: Record<string, string>; body?: Uint8Array } = {},
): Promise<Response> {
  const { host, port, pathname, search } = new URL(url);
  const { method = 'GET', headers = {}, body } = options;
  return new Promise((done, failed) => {
    const outgoing = http.request(
      {
        hostname: '127.0.0.1',
        port,
        path: pathname + search,
        method,
        headers: { host, ...headers },
        agent: false,
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          done({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
        );
        response.on('error', failed);
      },
    );
    outgoing.on('error', failed);
    outgoing.end(body);
  });
}

/** True when a process of that id lives. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Waits until `condition` holds; gives up after ten seconds. */
export async function eventually(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (await condition()) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`it never came true: ${condition.toString()}`);
}

/** The temporary folder of everything that runs in `cwd`: its own, so that a test sees what is left there by whom. */
function environment(cwd: string): NodeJS.ProcessEnv {
  const temporary = join(cwd, 'tmp');
  mkdirSync(temporary, { recursive: true });
  // Nx asks for colours; these tests read text.
  const inherited = { ...process.env };
  delete inherited['FORCE_COLOR'];
  return { ...inherited, NO_COLOR: '1', TMPDIR: temporary, TEMP: temporary, TMP: temporary };
}

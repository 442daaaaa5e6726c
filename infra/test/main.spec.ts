import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { TestBundles } from './test-app';

const MAIN = join(__dirname, '../src/main.ts');
const requireFrom = createRequire(__filename);
const ESBUILD = requireFrom.resolve('esbuild/bin/esbuild');
const CDK = join(dirname(requireFrom.resolve('aws-cdk/package.json')), 'bin/cdk');
const NODE_MODULES = join(dirname(requireFrom.resolve('aws-cdk-lib/package.json')), '..');

/** The app as it is built and run: `dist/infra/main.mjs` in a workspace of its own, with `infra/cdk.json`. */
class BuiltApp {
  private readonly folders = new TestBundles([]);
  private readonly dist = join(this.folders.root, 'dist');
  private readonly infra = join(this.folders.root, 'infra');

  constructor() {
    symlinkSync(NODE_MODULES, join(this.folders.root, 'node_modules'), 'junction');
    mkdirSync(this.infra);
    cpSync(join(__dirname, '../cdk.json'), join(this.infra, 'cdk.json'));
    const options = [
      '--bundle',
      '--platform=node',
      '--format=esm',
      '--packages=external',
      '--log-level=warning',
    ];
    this.run([ESBUILD, MAIN, ...options, `--outfile=${join(this.dist, 'infra/main.mjs')}`]);
  }

  build(app: string): void {
    mkdirSync(join(this.dist, 'apps', app), { recursive: true });
    writeFileSync(join(this.dist, 'apps', app, 'index.mjs'), 'export const handler = async () => "here";\n');
  }

  remove = () => this.folders.remove();

  /** Runs the app without the CLI, which otherwise passes the context in this variable. */
  runApp(context: object) {
    return this.run([join(this.dist, 'infra/main.mjs')], { CDK_CONTEXT_JSON: JSON.stringify(context) });
  }

  cdk(...args: string[]) {
    return this.run([CDK, ...args, '--no-lookups', '--quiet', '--no-color']);
  }

  /** A template that the CLI wrote. */
  template(stack: string): string | undefined {
    const file = join(this.dist, 'infra/cdk.out', `${stack}.template.json`);
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  }

  private run(args: string[], variables: Record<string, string> = {}) {
    const { PATH = '', SystemRoot = '' } = process.env;
    const home = this.folders.root;
    // Nothing of the caller's environment: no credentials, no Region, no cdk.json of the home folder.
    const env = {
      PATH,
      SystemRoot,
      HOME: home,
      USERPROFILE: home,
      CDK_DISABLE_CLI_TELEMETRY: 'true',
      ...variables,
    };
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
      cwd: this.infra,
      env,
      encoding: 'utf8',
    });
    return { status, stdout, stderr };
  }
}

describe('the built app', () => {
  let app: BuiltApp;
  beforeEach(() => {
    app = new BuiltApp();
  });
  afterEach(() => app.remove());

  it('says one line about a value that it cannot use, and exits with 2', () => {
    expect(app.runApp({ 'furl:region': 'tokyo' })).toEqual({
      status: 2,
      stdout: '',
      stderr: 'error: bad value for furl:region: "tokyo"; give an AWS Region, such as ap-northeast-1\n',
    });
  });

  it('is synthesised by the CLI without credentials, and its configuration by -c goes first', () => {
    app.build('server');
    app.build('proxy');

    const { status, stderr } = app.cdk('synth', '-c', 'furl:region=eu-west-1');

    expect({
      status,
      chatter: stderr.replace(/^(Successfully synth|Supply a stack id).*$/gm, '').trim(),
    }).toEqual({
      status: 0,
      chatter: '',
    });
    expect(app.template('FurlNetwork')).toContain('"eu-west-1b"');
  }, 60_000);

  it('lets a machine that has built one app go on with the stack of that app, and with that one only', () => {
    app.build('server');

    expect(app.cdk('synth', 'FurlServer', '--exclusively')).toMatchObject({ status: 0 });
    const all = app.cdk('synth');

    expect(all.status).toBe(1);
    expect(all.stderr).toMatch(/the bundle of proxy is missing: .*; run: npx nx build proxy/);
  }, 60_000);
});

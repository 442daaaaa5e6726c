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

/** An app as it is built and run: `dist/infra/main.mjs` in a workspace of its own, with `infra/cdk.json`. */
export class BuiltApp {
  private readonly folders = new TestBundles([]);
  private readonly dist = join(this.folders.root, 'dist');
  private readonly infra = join(this.folders.root, 'infra');

  /** @param main the module that is built */
  constructor(main = MAIN) {
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
    this.run([ESBUILD, main, ...options, `--outfile=${join(this.dist, 'infra/main.mjs')}`]);
  }

  /** Puts a bundle in the place of one that an app's own project builds. */
  build(app: string): void {
    mkdirSync(join(this.dist, 'apps', app), { recursive: true });
    writeFileSync(join(this.dist, 'apps', app, 'index.mjs'), 'export const handler = async () => "here";\n');
  }

  /** Removes everything that was written. */
  remove = () => this.folders.remove();

  /** Runs the app without the CLI, which otherwise passes the context in this variable. */
  runApp(context: object) {
    return this.run([join(this.dist, 'infra/main.mjs')], { CDK_CONTEXT_JSON: JSON.stringify(context) });
  }

  /** Runs the CLI. */
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

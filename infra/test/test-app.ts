import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { context as cdkJsonContext } from '../cdk.json';
import { FurlApp } from '../src/furl-app';

/** The bundles that an app finds: every app in `built` has one, in a temporary folder. */
export class TestBundles {
  readonly root = mkdtempSync(join(tmpdir(), 'furl-infra-'));
  readonly server = join(this.root, 'server');
  readonly proxy = join(this.root, 'proxy');

  constructor(built: readonly string[] = ['server', 'proxy']) {
    for (const app of built) {
      mkdirSync(join(this.root, app));
      writeFileSync(join(this.root, app, 'index.mjs'), `export const handler = async () => '${app}';\n`);
    }
  }

  /** Removes everything that was written. */
  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** The app with the context that the CLI takes from cdk.json, and more of it; the assembly goes into the bundles' folder. */
export function createTestApp(bundles: TestBundles, context: Record<string, unknown> = {}): FurlApp {
  return new FurlApp({
    bundles,
    context: { ...cdkJsonContext, ...context },
    outdir: mkdtempSync(join(bundles.root, 'cdk.out-')),
  });
}

/** The templates of the four stacks. CloudFormation's rules, which take a second to load, are held where `synth` is tested. */
export function templatesOf(app: FurlApp) {
  const before = process.env['CDK_VALIDATION'];
  process.env['CDK_VALIDATION'] = 'false';
  try {
    return {
      network: Template.fromStack(app.network),
      server: Template.fromStack(app.server),
      proxy: Template.fromStack(app.proxy),
      vpcLambda: Template.fromStack(app.vpcLambda),
    };
  } finally {
    if (before === undefined) delete process.env['CDK_VALIDATION'];
    else process.env['CDK_VALIDATION'] = before;
  }
}

/** How many resources of each type a template has. */
export function countByType(template: Template): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { Type } of Object.values<{ Type: string }>(template.toJSON().Resources)) {
    counts[Type] = (counts[Type] ?? 0) + 1;
  }
  return counts;
}

/** The properties of the one resource of a type. */
export function onlyResource(template: Template, type: string): Record<string, unknown> {
  const [first, ...rest] = Object.values(template.findResources(type));
  if (first === undefined || rest.length > 0)
    throw new Error(`${rest.length + (first ? 1 : 0)} resources of ${type}`);
  return first['Properties'];
}

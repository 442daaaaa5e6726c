import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Annotations, CfnRule, Fn } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';

/** A bundle that another target has built; CDK never bundles. */
export interface BundleProps {
  /** The project that builds it, such as `server`. */
  readonly app: string;
  /** The folder with `index.mjs`. */
  readonly directory: string;
}

/**
 * The code of a function from its bundle.
 *
 * A bundle that is missing is an error of its stack and of no other, so that a machine that has built one app can deploy that
 * app. The template is still written, for tools that read it; a rule in it makes CloudFormation refuse it, should somebody tell
 * the CLI to ignore errors.
 *
 * @param scope the function's construct, which carries the error
 * @param bundle what should be there
 */
export function bundleCode(scope: Construct, { app, directory }: BundleProps): Code {
  if (existsSync(join(directory, 'index.mjs'))) return Code.fromAsset(directory);

  const problem = `the bundle of ${app} is missing: no index.mjs in ${directory}; run: npx nx build ${app}`;
  Annotations.of(scope).addError(problem);
  new CfnRule(scope, 'BundleIsBuilt', {
    assertions: [{ assert: Fn.conditionEquals('missing', 'built'), assertDescription: describe(app) }],
  });
  return Code.fromInline(`throw new Error(${JSON.stringify(describe(app))});`);
}

/** Without the folder: a template says nothing about the machine that made it. */
function describe(app: string): string {
  return `The bundle of ${app} is missing. Run: npx nx build ${app}`;
}

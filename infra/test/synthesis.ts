import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { FurlNetworkRules, type FurlNetworkRulesProps } from '../src/validation/furl-network-rules';

/** A violation as `validation-report.json` has it, less what CDK adds. */
export interface Reported {
  readonly rule: string;
  readonly severity: string;
  readonly description: string;
  readonly fix: string;
  /** Construct paths. */
  readonly at: readonly string[];
  /** `<template>#<logical id>` */
  readonly resources: readonly string[];
  /** Why it is acknowledged. */
  readonly reason?: string;
}

/** What came of a synthesis. */
export interface Synthesis {
  /** Where the assembly is. */
  readonly folder: string;
  /** What the synthesis fails with; empty when it does not. */
  readonly error: string;
  /** What it wrote to the terminal. */
  readonly terminal: string;
  readonly violations: readonly Reported[];
  readonly acknowledged: readonly Reported[];
}

/** Synthesises apps that are held against the rules of the network, and nothing else, in temporary folders. */
export class Syntheses {
  private readonly root = mkdtempSync(join(tmpdir(), 'furl-rules-'));

  /** @param build fills the app; the plugin is already there */
  run(build: (app: App) => void, props: FurlNetworkRulesProps = {}): Synthesis {
    return this.synthesise((app) => {
      Validations.of(app).addPlugins(new FurlNetworkRules(props));
      build(app);
    });
  }

  /** @param build fills the app, which has no plugin */
  synthesise(build: (app: App) => void): Synthesis {
    const folder = mkdtempSync(join(this.root, 'cdk.out-'));
    const app = new App({
      outdir: folder,
      analyticsReporting: false,
      builtinCloudFormationValidation: false,
    });
    build(app);
    const terminal = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    let error = '';
    try {
      app.synth();
    } catch (thrown) {
      error = thrown instanceof Error ? thrown.message : String(thrown);
    }
    const written = terminal.mock.calls.flat().join('\n');
    terminal.mockRestore();
    return { folder, error, terminal: written, ...readReport(folder) };
  }

  /** Removes everything that was written. */
  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

interface ReportedViolation {
  readonly ruleName: string;
  readonly severity: string;
  readonly description: string;
  readonly suggestedFix: string;
  readonly reason?: string;
  readonly violatingConstructs: readonly {
    readonly constructPath: string;
    readonly cloudFormationResource?: { readonly templatePath: string; readonly logicalId: string };
  }[];
}

interface Report {
  readonly pluginReports: readonly {
    readonly violations: readonly ReportedViolation[];
    readonly suppressedViolations?: readonly ReportedViolation[];
  }[];
}

function readReport(folder: string): Pick<Synthesis, 'violations' | 'acknowledged'> {
  const { pluginReports }: Report = JSON.parse(readFileSync(join(folder, 'validation-report.json'), 'utf8'));
  return {
    violations: pluginReports.flatMap(({ violations }) => violations).map(reported),
    acknowledged: pluginReports
      .flatMap(({ suppressedViolations = [] }) => suppressedViolations)
      .map(reported),
  };
}

function reported(violation: ReportedViolation): Reported {
  const { ruleName, severity, description, suggestedFix, reason, violatingConstructs } = violation;
  return {
    rule: ruleName,
    severity,
    description,
    fix: suggestedFix,
    at: violatingConstructs.map(({ constructPath }) => constructPath),
    resources: violatingConstructs.flatMap(({ cloudFormationResource: resource }) =>
      resource === undefined ? [] : [`${resource.templatePath}#${resource.logicalId}`],
    ),
    ...(reason !== undefined && { reason }),
  };
}

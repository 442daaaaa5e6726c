import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, Stack, Stage, Validations } from 'aws-cdk-lib';
import { SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { ManagedPolicy } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { createFunction, createVpc, createWorker } from '../../test/small-network';
import { Syntheses } from '../../test/synthesis';
import { FurlNetworkRules } from './furl-network-rules';

const env = { region: 'eu-west-1' };

function inVpc(scope: Construct): void {
  const stack = new Stack(scope, 'App', { env });
  createWorker(stack, createVpc(stack));
}

/** CDK takes the policy away together with the VPC. */
function outOfVpc(scope: Construct): void {
  const stack = new Stack(scope, 'App', { env });
  createVpc(stack);
  createFunction(stack, 'Worker');
}

function outOfVpcWithItsPolicy(scope: Construct): void {
  const stack = new Stack(scope, 'App', { env });
  createVpc(stack);
  createFunction(stack, 'Worker').role?.addManagedPolicy(
    ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSLambdaVPCAccessExecutionRole'),
  );
}

describe('the rules of a change', () => {
  const syntheses = new Syntheses();
  afterAll(() => syntheses.remove());
  const synthesise = (before: (app: App) => void, after: (app: App) => void) =>
    syntheses.run(after, { against: syntheses.run(before).folder });
  const REMOVED = 'VPC_CONFIG_AND_POLICY_REMOVED_TOGETHER';

  it('stop a change that takes a function out of the VPC and the right to delete its interfaces with it', () => {
    const { error, violations } = synthesise(inVpc, outOfVpc);

    expect(error).toMatch(/leaves the VPC and its role loses the right to delete interfaces/);
    expect(violations).toContainEqual(
      expect.objectContaining({ rule: REMOVED, severity: 'error', at: ['App/Worker/Resource'] }),
    );
  });

  it('let it pass when the right stays', () => {
    const { error, violations } = synthesise(inVpc, outOfVpcWithItsPolicy);

    expect(error).toBe('');
    expect(violations.map(({ rule }) => rule)).not.toContain(REMOVED);
  });

  it('need to be told what is deployed', () => {
    syntheses.run(inVpc);

    expect(syntheses.run(outOfVpc)).toMatchObject({ error: '', violations: [] });
  });

  it('hold for the first deployment to a Region, where nothing is deployed', () => {
    const { error, violations } = synthesise(
      inVpc,
      (app) => void createFunction(new Stack(app, 'App', { env: { region: 'us-east-1' } }), 'Worker'),
    );

    expect({ error, violations }).toEqual({ error: '', violations: [] });
  });

  it('are told of the stack when what they are about is gone from it', () => {
    const build = (hasGroup: boolean) => (app: App) => {
      const stack = new Stack(app, 'App', { env });
      const vpc = createVpc(stack);
      const group = hasGroup
        ? new SecurityGroup(stack, 'Own', { vpc })
        : new SecurityGroup(stack, 'Other', { vpc });
      createWorker(stack, vpc, { securityGroups: [group] });
    };
    const { violations, error } = synthesise(build(true), build(false));

    expect(violations).toMatchObject([
      {
        rule: 'GROUP_REPLACED',
        severity: 'warning',
        at: ['App'],
        description: expect.stringContaining('Own'),
      },
    ]);
    expect(error).toBe('');
  });

  it('compare a stage with itself, unless it is new', () => {
    const build = (name: string, fill: (scope: Construct) => void, against?: string) =>
      syntheses.synthesise((app) => {
        inVpc(new Stage(app, 'Test'));
        const stage = new Stage(app, name);
        fill(stage);
        Validations.of(stage).addPlugins(new FurlNetworkRules(against === undefined ? {} : { against }));
      });
    const before = build('Live', inVpc).folder;

    expect(build('New', outOfVpc, before)).toMatchObject({ error: '', violations: [] });
    expect(build('Live', outOfVpc, before).violations).toContainEqual(
      expect.objectContaining({ rule: REMOVED, at: ['Live/App/Worker/Resource'] }),
    );
  });

  it('stop with the folder’s name when there is no assembly in it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'furl-no-assembly-'));
    try {
      const { error } = syntheses.run(inVpc, { against: folder });

      expect(error).toContain(`the assembly to compare with, ${folder}: manifest.json is missing`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

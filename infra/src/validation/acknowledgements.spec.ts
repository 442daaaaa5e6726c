import { Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { createVpc, createWorker } from '../../test/small-network';
import { Syntheses, type Synthesis } from '../../test/synthesis';

describe('an acknowledgement', () => {
  const syntheses = new Syntheses();
  afterAll(() => syntheses.remove());

  /** A function with a fault, its role not allowed to create interfaces, and a thing to be warned of, one subnet only. */
  const synthesise = (
    acknowledge: (at: { app: IConstruct; stack: IConstruct; worker: IConstruct; other: IConstruct }) => void,
  ): Synthesis =>
    syntheses.run((app) => {
      const stack = new Stack(app, 'App', { env: { region: 'eu-west-1' } });
      const vpc = createVpc(stack);
      const worker = createWorker(stack, vpc, {
        vpcSubnets: { subnets: vpc.isolatedSubnets.slice(0, 1) },
        environment: { TABLE: 'https://dynamodb.eu-west-1.amazonaws.com' },
      });
      acknowledge({ app, stack, worker, other: vpc });
    });
  const rules = ({ violations }: Synthesis) => violations.map(({ rule }) => rule).sort();
  const needs = (reason: string) => ({ id: 'Furl::NEED_UNREACHABLE', reason });

  it.each(['app', 'stack', 'worker'] as const)('on the %s lets the synthesis pass', (level) => {
    const synthesis = synthesise((at) =>
      Validations.of(at[level]).acknowledge(needs('The endpoint comes with the next release.')),
    );

    expect(synthesis.error).toBe('');
    expect(rules(synthesis)).toEqual(['ONE_SUBNET']);
  });

  it('stays in the report with its reason', () => {
    const { acknowledged } = synthesise(({ worker }) =>
      Validations.of(worker).acknowledge(needs('The endpoint comes with the next release.')),
    );

    expect(acknowledged).toMatchObject([
      {
        rule: 'NEED_UNREACHABLE',
        at: ['App/Worker/Resource'],
        reason: 'The endpoint comes with the next release.',
      },
    ]);
  });

  it('of a warning silences it', () => {
    const { terminal, error } = synthesise(({ worker, stack }) => {
      Validations.of(worker).acknowledge(needs('The endpoint comes with the next release.'));
      Validations.of(stack).acknowledge({ id: 'Furl::ONE_SUBNET', reason: 'The licence is for one zone.' });
    });

    expect({ terminal, error }).toEqual({ terminal: '', error: '' });
  });

  it('of another construct or another rule changes nothing', () => {
    const synthesis = synthesise(({ other, worker }) => {
      Validations.of(other).acknowledge(needs('Not the function.'));
      Validations.of(worker).acknowledge({ id: 'Furl::URL_OPEN_TO_ALL', reason: 'Not the rule.' });
    });

    expect(synthesis.error).toMatch(/cannot reach it/);
    expect(rules(synthesis)).toEqual(['NEED_UNREACHABLE', 'ONE_SUBNET']);
  });

  it.each(['', ' \n'])(
    'without a reason (%j) stops the synthesis, and no acknowledgement helps',
    (reason) => {
      const synthesis = synthesise(({ app, worker }) => {
        Validations.of(worker).acknowledge(needs(reason));
        Validations.of(app).acknowledge({
          id: 'Furl::ACKNOWLEDGED_WITHOUT_REASON',
          reason: 'Reasons are a bother.',
        });
      });

      expect(synthesis.error).toContain('Furl::NEED_UNREACHABLE is acknowledged without a reason');
      expect(synthesis.violations).toContainEqual(
        expect.objectContaining({
          rule: 'ACKNOWLEDGED_WITHOUT_REASON',
          severity: 'fatal',
          at: ['App/Worker'],
        }),
      );
    },
  );

  it('of other plugins is not ours to judge', () => {
    const { error } = synthesise(({ worker }) =>
      Validations.of(worker).acknowledge(
        { id: 'AwsSolutions-L1', reason: '' },
        needs('The endpoint comes with the next release.'),
      ),
    );

    expect(error).toBe('');
  });
});

import { App, Stack, Validations } from 'aws-cdk-lib';
import { CfnSecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { createFunction } from '../../test/small-network';
import { Syntheses } from '../../test/synthesis';
import { FurlNetworkRules } from './furl-network-rules';

const env = { region: 'eu-west-1' };

function addGroup(stack: Stack, id: string, property: string, value: unknown): void {
  const group = new CfnSecurityGroup(stack, id, { groupDescription: 'A group' });
  group.addPropertyOverride(property, value);
}

describe('the templates that the rules are held against', () => {
  const syntheses = new Syntheses();
  afterAll(() => syntheses.remove());

  it.each<[string, (stack: Stack) => void, RegExp]>([
    [
      'refers to something that is not there',
      (stack) => addGroup(stack, 'Group', 'VpcId', { Ref: 'Nowhere' }),
      /ERROR no rule is checked: App\.template\.json: Group refers to "Nowhere", which is no resource/,
    ],
    [
      'has resources that depend on each other in a circle',
      (stack) => {
        addGroup(stack, 'One', 'SecurityGroupIngress', [{ SourceSecurityGroupId: { Ref: 'Two' } }]);
        addGroup(stack, 'Two', 'SecurityGroupIngress', [{ SourceSecurityGroupId: { Ref: 'One' } }]);
      },
      /ERROR no rule is checked: App\.template\.json: .* depend on each other in a circle/,
    ],
  ])('stop the synthesis when one of them %s', (_, build, message) => {
    const { error, violations } = syntheses.run((app) => build(new Stack(app, 'App', { env })));

    expect(error).toMatch(message);
    expect(error).not.toMatch(/\n\s+at /);
    expect(violations).toMatchObject([{ rule: 'NOT_CHECKED', severity: 'error', at: [''] }]);
  });

  it('are not checked when the app acknowledges that', () => {
    const { error, acknowledged } = syntheses.run((app) => {
      addGroup(new Stack(app, 'App', { env }), 'Group', 'VpcId', { Ref: 'Nowhere' });
      Validations.of(app).acknowledge({ id: 'Furl::NOT_CHECKED', reason: 'A macro adds what is missing.' });
    });

    expect(error).toBe('');
    expect(acknowledged).toMatchObject([{ rule: 'NOT_CHECKED', reason: 'A macro adds what is missing.' }]);
  });

  it('may be empty, as those of stacks that only look things up', () => {
    const synthesis = syntheses.run((app) => {
      new Stack(app, 'Empty', { env });
      createFunction(new Stack(app, 'App', { env }), 'Worker');
    });

    expect(synthesis).toMatchObject({ error: '', violations: [] });
  });

  it('may be none', () => {
    expect(syntheses.run(() => undefined)).toMatchObject({ error: '', violations: [] });
  });

  it('stop the synthesis as well when the fault is the rules’ own', () => {
    const { success, violations } = new FurlNetworkRules().validate({
      appConstruct: new App(),
      templatePaths: [],
      get stackTemplates(): [] {
        throw new TypeError('a fault');
      },
    });

    expect(success).toBe(false);
    expect(violations).toMatchObject([
      {
        ruleName: 'NOT_CHECKED',
        description: 'no rule is checked: a fault',
        fix: expect.stringContaining('report it'),
      },
    ]);
  });
});

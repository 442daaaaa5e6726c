import { CfnStackSet, NestedStack, Stack, Stage, Validations } from 'aws-cdk-lib';
import { CfnFunction, FunctionUrlAuthType } from 'aws-cdk-lib/aws-lambda';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnFunction as ServerlessFunction } from 'aws-cdk-lib/aws-sam';
import type { Construct } from 'constructs';
import { createFunction } from '../../test/small-network';
import { Syntheses, type Synthesis } from '../../test/synthesis';
import { FurlNetworkRules } from './furl-network-rules';

const env = { region: 'eu-west-1' };

/** A function whose URL is open to all, though it may do more than write logs. */
function addOpenDoor(stack: Stack): void {
  const door = createFunction(stack, 'Door');
  door.addFunctionUrl({ authType: FunctionUrlAuthType.NONE });
  door.addToRolePolicy(new PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] }));
}

class DoorStack extends NestedStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    addOpenDoor(this);
  }
}

describe('where a finding is', () => {
  const syntheses = new Syntheses();
  afterAll(() => syntheses.remove());
  const places = ({ violations }: Synthesis) => violations.map(({ at }) => at);

  it('in a stack with a name of its own: construct, template and logical id', () => {
    const { violations } = syntheses.run((app) =>
      addOpenDoor(new Stack(app, 'Construct', { env, stackName: 'called-otherwise' })),
    );

    expect(violations).toMatchObject([
      {
        at: ['Construct/Door/Resource'],
        resources: [expect.stringMatching(/^Construct\.template\.json#Door[0-9A-F]{8}$/)],
      },
    ]);
  });

  it('in nested stacks that are made of the same class: each in its own', () => {
    const synthesis = syntheses.run((app) => {
      const parent = new Stack(app, 'StackWithARatherLongNameOfItsOwn', { env });
      const nested = new DoorStack(parent, 'FirstTenantWithARatherLongName');
      new DoorStack(parent, 'SecondTenantWithARatherLongName');
      new DoorStack(nested, 'Inside');
    });

    const parent = 'StackWithARatherLongNameOfItsOwn';
    expect(places(synthesis)).toEqual([
      [`${parent}/FirstTenantWithARatherLongName/Door/Resource`],
      [`${parent}/SecondTenantWithARatherLongName/Door/Resource`],
      [`${parent}/FirstTenantWithARatherLongName/Inside/Door/Resource`],
    ]);
  });

  it('in the same stack of two Regions: each in its own', () => {
    const synthesis = syntheses.run((app) => {
      for (const region of ['eu-west-1', 'us-east-1']) {
        addOpenDoor(new Stack(app, `In-${region}`, { env: { region }, stackName: 'the-same' }));
      }
    });

    expect(places(synthesis)).toEqual([['In-eu-west-1/Door/Resource'], ['In-us-east-1/Door/Resource']]);
  });

  it('in stages: each in its own, whether the app or the stage has the rules', () => {
    const build = (rulesOf: 'app' | 'stage') =>
      syntheses.synthesise((app) => {
        if (rulesOf === 'app') Validations.of(app).addPlugins(new FurlNetworkRules());
        for (const name of ['Test', 'Live']) {
          const stage = new Stage(app, name, { env });
          if (rulesOf === 'stage' && name === 'Live')
            Validations.of(stage).addPlugins(new FurlNetworkRules());
          addOpenDoor(new Stack(stage, 'App'));
        }
        addOpenDoor(new Stack(app, 'Outside', { env }));
      });

    expect(places(build('app')).sort()).toEqual([
      ['Live/App/Door/Resource'],
      ['Outside/Door/Resource'],
      ['Test/App/Door/Resource'],
    ]);
    expect(places(build('stage'))).toEqual([['Live/App/Door/Resource']]);
  });

  it('of a function of SAM: the function', () => {
    const synthesis = syntheses.run((app) => {
      const stack = new Stack(app, 'Sam', { env });
      stack.addTransform('AWS::Serverless-2016-10-31');
      new ServerlessFunction(stack, 'Worker', {
        runtime: 'nodejs24.x',
        handler: 'index.handler',
        inlineCode: 'exports.handler = async () => {};',
        vpcConfig: { subnetIds: ['subnet-0'], securityGroupIds: ['sg-0'] },
      });
    });

    expect(places(synthesis)).toEqual([['Sam/Worker']]);
  });

  it('of a VPC that is not in the templates: the stacks whose functions are in it', () => {
    const { violations } = syntheses.run((app) => {
      const stack = new Stack(app, 'Crowded', { env });
      addOpenDoor(new Stack(app, 'Other', { env }));
      for (let number = 0; number <= 250; number += 1) {
        new CfnFunction(stack, `Worker${number}`, {
          runtime: 'nodejs24.x',
          handler: 'index.handler',
          role: 'arn:aws:iam::111122223333:role/worker',
          code: { zipFile: 'exports.handler = async () => {};' },
          vpcConfig: { subnetIds: ['subnet-0', 'subnet-1'], securityGroupIds: [`sg-${number}`] },
        });
      }
    });

    expect(violations).toContainEqual(
      expect.objectContaining({ rule: 'ENI_QUOTA_EXCEEDED', severity: 'error', at: ['Crowded'] }),
    );
  });

  it('of what no rule sees: the resource, with a word that it is left out', () => {
    const { violations, error } = syntheses.run((app) => {
      const stack = new Stack(app, 'App', { env });
      new CfnStackSet(stack, 'Set', { permissionModel: 'SELF_MANAGED', stackSetName: 'set' });
    });

    expect(violations).toMatchObject([
      {
        rule: 'NOT_READ',
        severity: 'warning',
        description: expect.stringContaining('stack sets are not read'),
        at: ['App/Set'],
      },
    ]);
    expect(error).toBe('');
  });
});

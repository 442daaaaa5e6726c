import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

type Resources = Readonly<Record<string, object>>;

/** A cloud assembly of one stack, made by a test in a folder of its own. */
export class TemporaryAssembly {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'furl-assembly-')));

  /** Writes the template, as a synth does. */
  synth(resources: Resources, outputs: object = {}): this {
    this.write('App.template.json', JSON.stringify({ Resources: resources, Outputs: outputs }));
    return this.write(
      'manifest.json',
      JSON.stringify({
        version: '55.0.0',
        artifacts: {
          App: {
            type: 'aws:cloudformation:stack',
            environment: 'aws://unknown-account/us-east-1',
            properties: { templateFile: 'App.template.json' },
          },
        },
      }),
    );
  }

  /** Writes a file of the assembly. */
  write(path: string, content: string | Buffer): this {
    const file = join(this.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    return this;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A function of that name with a public URL, its code at `path` of the assembly. */
export function publicFunction(name: string, path: string, properties: object = {}): Resources {
  return {
    [name]: {
      Type: 'AWS::Lambda::Function',
      Metadata: { 'aws:asset:path': path },
      Properties: {
        FunctionName: name,
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Code: { S3Bucket: 'assets', S3Key: 'asset.zip' },
        Role: { 'Fn::GetAtt': [`${name}Role`, 'Arn'] },
        ...properties,
      },
    },
    [`${name}Role`]: {
      Type: 'AWS::IAM::Role',
      Properties: { RoleName: `${name}-role`, AssumeRolePolicyDocument: { Statement: [] } },
    },
    [`${name}Url`]: {
      Type: 'AWS::Lambda::Url',
      Properties: { AuthType: 'NONE', TargetFunctionArn: { 'Fn::GetAtt': [name, 'Arn'] } },
    },
    [`${name}Everyone`]: permission(name, {
      Action: 'lambda:InvokeFunctionUrl',
      FunctionUrlAuthType: 'NONE',
    }),
    [`${name}EveryoneToo`]: permission(name, {
      Action: 'lambda:InvokeFunction',
      InvokedViaFunctionUrl: true,
    }),
  };
}

function permission(name: string, rest: object): object {
  return {
    Type: 'AWS::Lambda::Permission',
    Properties: { FunctionName: { 'Fn::GetAtt': [name, 'Arn'] }, Principal: '*', ...rest },
  };
}

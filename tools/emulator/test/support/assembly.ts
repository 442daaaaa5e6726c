import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A function of a cloud assembly that a test writes itself. */
export interface FunctionSpec {
  /** The file in the folder of handlers, without its ending. @default the function's name */
  readonly module?: string;
  /** More properties of the AWS::Lambda::Function. */
  readonly properties?: Readonly<Record<string, unknown>>;
  /** Properties of its AWS::Lambda::Url. */
  readonly url?: Readonly<Record<string, unknown>>;
}

/**
 * Writes a cloud assembly of one stack, `Test`, with a function and a public URL for each entry.
 *
 * @param fixture the folder in `fixtures` whose `handlers` are the functions' code
 * @returns the assembly's folder
 */
export function writeAssembly(
  folder: string,
  fixture: string,
  functions: Readonly<Record<string, FunctionSpec>>,
): string {
  mkdirSync(folder, { recursive: true });
  cpSync(join(__dirname, '../../fixtures', fixture, 'handlers'), join(folder, 'handlers'), {
    recursive: true,
  });
  const role = {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
        ],
      },
    },
  };
  const resources = Object.entries(functions).map(([name, spec], index) =>
    resourcesOf(name, spec, `F${index}`),
  );
  writeFileSync(
    join(folder, 'Test.template.json'),
    JSON.stringify({ Resources: Object.assign({ Role: role }, ...resources) as object }),
  );
  const stack = {
    type: 'aws:cloudformation:stack',
    environment: 'aws://123456789012/eu-west-1',
    properties: { templateFile: 'Test.template.json' },
  };
  writeFileSync(
    join(folder, 'manifest.json'),
    JSON.stringify({ version: '48.0.0', artifacts: { Test: stack } }),
  );
  return folder;
}

function resourcesOf(name: string, { module = name, properties, url }: FunctionSpec, id: string): object {
  const arn = { 'Fn::GetAtt': [id, 'Arn'] };
  const permission = { Type: 'AWS::Lambda::Permission' };
  return {
    [id]: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        FunctionName: name,
        Runtime: `nodejs${process.versions.node.split('.')[0]}.x`,
        Handler: `${module}.handler`,
        Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
        Code: { S3Bucket: 'assets', S3Key: 'handlers.zip' },
        Timeout: 10,
        ...properties,
      },
      Metadata: { 'aws:asset:path': 'handlers', 'aws:asset:property': 'Code' },
    },
    [`${id}Url`]: {
      Type: 'AWS::Lambda::Url',
      Properties: { AuthType: 'NONE', TargetFunctionArn: arn, ...url },
    },
    [`${id}UrlForAll`]: {
      ...permission,
      Properties: {
        Action: 'lambda:InvokeFunctionUrl',
        FunctionName: arn,
        Principal: '*',
        FunctionUrlAuthType: 'NONE',
      },
    },
    [`${id}InvokeForAll`]: {
      ...permission,
      Properties: {
        Action: 'lambda:InvokeFunction',
        FunctionName: arn,
        Principal: '*',
        InvokedViaFunctionUrl: true,
      },
    },
  };
}

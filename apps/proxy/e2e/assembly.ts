import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A function behind a function URL, as these tests need it. */
export interface FunctionSpec {
  /** The folder of its code within the assembly, and the handler in it. */
  readonly code: 'proxy' | 'fixtures';
  readonly handler: string;
  readonly invokeMode: 'BUFFERED' | 'RESPONSE_STREAM';
  readonly environment?: Readonly<Record<string, unknown>>;
  /** Seconds. */
  readonly timeout: number;
  /** The one function whose role may call it; everybody, unless said otherwise. */
  readonly onlyFor?: string;
}

/** The workspace's folder. */
export const workspaceRoot = path.resolve(__dirname, '../../..');

/** The function URL of another function, for its environment. */
export const urlOf = (id: string): object => ({ 'Fn::GetAtt': [`${id}Url`, 'FunctionUrl'] });

/**
 * Writes a cloud assembly of one stack, `Test`, with these functions, their URLs as outputs under the functions' names, and the
 * proxy's bundle as it is deployed.
 *
 * @param folder to be made
 * @param functions by name, letters only
 */
export function writeAssembly(folder: string, functions: Readonly<Record<string, FunctionSpec>>): void {
  mkdirSync(folder, { recursive: true });
  cpSync(path.join(workspaceRoot, 'dist/apps/proxy'), path.join(folder, 'proxy'), { recursive: true });
  cpSync(path.join(__dirname, 'fixtures'), path.join(folder, 'fixtures'), { recursive: true });
  const names = Object.keys(functions);
  const resources = names.map((name) => resourcesOf(name, functions));
  const template = {
    Resources: Object.assign({}, ...resources) as object,
    Outputs: Object.fromEntries(names.map((name) => [name, { Value: urlOf(name) }])),
  };
  writeFileSync(path.join(folder, 'Test.template.json'), JSON.stringify(template));
  const stack = {
    type: 'aws:cloudformation:stack',
    environment: 'aws://123456789012/eu-west-1',
    properties: { templateFile: 'Test.template.json' },
  };
  writeFileSync(
    path.join(folder, 'manifest.json'),
    JSON.stringify({ version: '48.0.0', artifacts: { Test: stack } }),
  );
}

function resourcesOf(name: string, functions: Readonly<Record<string, FunctionSpec>>): object {
  const spec = functions[name];
  if (spec === undefined) return {};
  const { code, handler, invokeMode, environment = {}, timeout, onlyFor } = spec;
  const arn = { 'Fn::GetAtt': [name, 'Arn'] };
  const authType = onlyFor === undefined ? 'NONE' : 'AWS_IAM';
  const callable = Object.keys(functions).filter((other) => functions[other]?.onlyFor === name);
  return {
    [name]: {
      Type: 'AWS::Lambda::Function',
      Metadata: { 'aws:asset:path': code, 'aws:asset:property': 'Code' },
      Properties: {
        FunctionName: name,
        Runtime: 'nodejs24.x',
        Handler: handler,
        MemorySize: 128,
        Timeout: timeout,
        Role: { 'Fn::GetAtt': [`${name}Role`, 'Arn'] },
        Code: { S3Bucket: 'assets', S3Key: `${code}.zip` },
        Environment: { Variables: environment },
      },
    },
    [`${name}Role`]: role(callable),
    [`${name}Url`]: {
      Type: 'AWS::Lambda::Url',
      Properties: { AuthType: authType, InvokeMode: invokeMode, TargetFunctionArn: arn },
    },
    ...(onlyFor === undefined ? permissionsOfAll(name, arn) : {}),
  };
}

/** A role that may call the URLs of these functions. */
function role(callable: readonly string[]): object {
  const Resource = callable.map((name) => ({ 'Fn::GetAtt': [name, 'Arn'] }));
  const Action = ['lambda:InvokeFunctionUrl', 'lambda:InvokeFunction'];
  const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] };
  const trusted = {
    Effect: 'Allow',
    Principal: { Service: 'lambda.amazonaws.com' },
    Action: 'sts:AssumeRole',
  };
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [trusted] },
      ...(callable.length > 0 && { Policies: [{ PolicyName: 'Calls', PolicyDocument: document }] }),
    },
  };
}

function permissionsOfAll(name: string, arn: object): object {
  const everybody = { FunctionName: arn, Principal: '*' };
  const permission = (properties: object): object => ({
    Type: 'AWS::Lambda::Permission',
    Properties: { ...everybody, ...properties },
  });
  return {
    [`${name}UrlForAll`]: permission({ Action: 'lambda:InvokeFunctionUrl', FunctionUrlAuthType: 'NONE' }),
    [`${name}InvokeForAll`]: permission({ Action: 'lambda:InvokeFunction', InvokedViaFunctionUrl: true }),
  };
}

/** A function of the assembly that the bench writes. */
export interface BenchFunction {
  readonly name: string;
  readonly authType: 'AWS_IAM' | 'NONE';
}

/**
 * A cloud assembly of one stack, as `cdk synth` writes them, with a function and a function URL for each entry. The code
 * of all is the asset `handler`.
 *
 * @param runtime Lambda's name of the runtime, such as `nodejs20.x`
 * @returns the files' contents by name
 */
export function assemblyFiles(functions: readonly BenchFunction[], runtime: string): Record<string, object> {
  const resources = functions.map((fn, index) => resourcesOf(fn, `F${index}`, runtime));
  return {
    'manifest.json': {
      version: '48.0.0',
      artifacts: {
        Bench: {
          type: 'aws:cloudformation:stack',
          environment: 'aws://123456789012/eu-west-1',
          properties: { templateFile: 'Bench.template.json' },
        },
      },
    },
    'Bench.template.json': { Resources: Object.assign({ Role: ROLE }, ...resources) as object },
  };
}

const ROLE = {
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

function resourcesOf({ name, authType }: BenchFunction, id: string, runtime: string): object {
  const arn = { 'Fn::GetAtt': [id, 'Arn'] };
  const permit = (properties: object): object => ({
    Type: 'AWS::Lambda::Permission',
    Properties: { FunctionName: arn, Principal: '*', ...properties },
  });
  return {
    [id]: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        FunctionName: name,
        Runtime: runtime,
        Handler: 'index.handler',
        Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
        Code: { S3Bucket: 'assets', S3Key: 'handler.zip' },
      },
      Metadata: { 'aws:asset:path': 'handler', 'aws:asset:property': 'Code' },
    },
    [`${id}Url`]: {
      Type: 'AWS::Lambda::Url',
      Properties: { AuthType: authType, TargetFunctionArn: arn },
    },
    ...(authType === 'NONE' && {
      [`${id}UrlForAll`]: permit({ Action: 'lambda:InvokeFunctionUrl', FunctionUrlAuthType: 'NONE' }),
      [`${id}InvokeForAll`]: permit({ Action: 'lambda:InvokeFunction', InvokedViaFunctionUrl: true }),
    }),
  };
}

import { readStack } from '../testing/assemblies';

const sam = (properties: object, rest: object = {}) =>
  readStack({
    Transform: 'AWS::Serverless-2016-10-31',
    Resources: {
      Fn: {
        Type: 'AWS::Serverless::Function',
        Properties: { Runtime: 'nodejs24.x', Handler: 'index.handler', CodeUri: 'src/', ...properties },
      },
    },
    ...rest,
  });

it('has the function, its code beside the template, and a role of its own', () => {
  const { functions, roles, problems } = sam({ FunctionName: 'fn', Timeout: 7 });
  expect(problems).toEqual([]);
  expect(functions).toMatchObject([
    { functionName: 'fn', timeoutSeconds: 7, code: { kind: 'asset', path: 'src' }, roleArn: roles[0]?.arn },
  ]);
  expect(roles[0]?.managedPolicyArns).toEqual([
    'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole',
  ]);
});

it('has the URL, and both permissions that make it public', () => {
  const { functions, functionUrls, problems } = sam({
    FunctionUrlConfig: { AuthType: 'NONE', InvokeMode: 'RESPONSE_STREAM', Cors: { AllowOrigins: ['*'] } },
  });
  expect(problems).toEqual([]);
  expect(functionUrls).toMatchObject([
    { logicalId: 'FnUrl', authType: 'NONE', invokeMode: 'RESPONSE_STREAM', cors: { allowOrigins: ['*'] } },
  ]);
  expect(functions[0]?.policy).toMatchObject([
    {
      Action: 'lambda:InvokeFunctionUrl',
      Condition: { StringEquals: { 'lambda:FunctionUrlAuthType': 'NONE' } },
    },
    { Action: 'lambda:InvokeFunction', Condition: { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } } },
  ]);
});

it('lets nobody in by itself where callers have to sign', () => {
  const { functions, functionUrls } = sam({ FunctionUrlConfig: { AuthType: 'AWS_IAM' } });
  expect(functionUrls).toMatchObject([{ authType: 'AWS_IAM' }]);
  expect(functions[0]?.policy).toEqual([]);
});

it('puts the URL on the alias that is published', () => {
  const { functions, functionUrls, problems } = sam({
    AutoPublishAlias: 'live',
    FunctionUrlConfig: { AuthType: 'NONE' },
  });
  expect(problems).toEqual([]);
  expect(functionUrls).toMatchObject([{ qualifier: 'live', functionArn: functions[0]?.arn }]);
  expect(functions[0]?.policy.map(({ Resource }) => Resource)).toEqual([
    `${functions[0]?.arn}:live`,
    `${functions[0]?.arn}:live`,
  ]);
});

it('takes what all functions share from Globals: objects merged, lists joined, the function’s own first', () => {
  const { functions } = sam(
    { Timeout: 5, Environment: { Variables: { B: 'own', C: 'own' } } },
    {
      Globals: {
        Function: { Timeout: 9, MemorySize: 256, Environment: { Variables: { A: 'all', B: 'all' } } },
      },
    },
  );
  expect(functions[0]).toMatchObject({
    timeoutSeconds: 5,
    memoryMb: 256,
    environment: { A: 'all', B: 'own', C: 'own' },
  });
});

it.each([
  ['*', { timeoutSeconds: 3, memoryMb: 128 }],
  [['Timeout'], { timeoutSeconds: 3, memoryMb: 256 }],
])('takes from Globals nothing that IgnoreGlobals %j names', (IgnoreGlobals, settings) => {
  const { functions } = readStack({
    Transform: 'AWS::Serverless-2016-10-31',
    Globals: { Function: { Timeout: 9, MemorySize: 256, Handler: 'a.b', Runtime: 'nodejs24.x' } },
    Resources: { Fn: { Type: 'AWS::Serverless::Function', IgnoreGlobals, Properties: { InlineCode: '' } } },
  });
  expect(functions[0]).toMatchObject(settings);
});

it('lets a role with LambdaInvokePolicy invoke what the template of SAM names, aliases included, and not by URL', () => {
  const { roles, problems } = sam({ Policies: { LambdaInvokePolicy: { FunctionName: 'other' } } });
  expect(problems).toEqual([]);
  expect(roles[0]?.policies.map(({ document }) => document)).toEqual([
    {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: ['lambda:InvokeFunction'],
          Resource: 'arn:aws:lambda:us-east-1:000000000000:function:other*',
        },
      ],
    },
  ]);
});

it('grants nothing by a policy template without its parameter', () => {
  const { roles, problems } = sam({ Policies: [{ LambdaInvokePolicy: { Function: 'other' } }] });
  expect(roles[0]?.policies).toEqual([]);
  expect(problems[0]?.message).toContain('LambdaInvokePolicy');
});

it('has layers, and tables by the name that is given', () => {
  const { functions, problems } = sam(
    {},
    {
      Resources: {
        Fn: {
          Type: 'AWS::Serverless::Function',
          Properties: {
            Runtime: 'nodejs24.x',
            Handler: 'index.handler',
            CodeUri: 'src/',
            Layers: [{ Ref: 'Shared' }],
            Environment: { Variables: { TABLE: { Ref: 'Table' } } },
          },
        },
        Shared: { Type: 'AWS::Serverless::LayerVersion', Properties: { ContentUri: 'layers/shared' } },
        Table: { Type: 'AWS::Serverless::SimpleTable', Properties: { TableName: 'orders' } },
      },
    },
  );
  expect(problems).toEqual([]);
  expect(functions[0]).toMatchObject({
    environment: { TABLE: 'orders' },
    layers: [
      {
        arn: 'arn:aws:lambda:us-east-1:000000000000:layer:Shared:1',
        code: { kind: 'asset', path: 'layers/shared' },
      },
    ],
  });
});

it('attaches policies, and names the templates that it does not expand', () => {
  const { roles, problems } = sam({
    Policies: [
      'AmazonS3ReadOnlyAccess',
      { Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] },
      { DynamoDBReadPolicy: { TableName: 't' } },
    ],
  });
  expect(roles[0]?.managedPolicyArns).toContain('arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess');
  expect(roles[0]?.policies).toMatchObject([{ document: { Statement: [{ Action: 's3:*' }] } }]);
  expect(problems).toEqual([
    { path: 'App.Fn.Policies.2', message: expect.stringContaining('DynamoDBReadPolicy') },
  ]);
});

it.each([
  ['inline code', { CodeUri: undefined, InlineCode: 'x' }, { kind: 'inline', text: 'x' }],
  ['code out of the folder', { CodeUri: '../elsewhere' }, { kind: 'unsupported' }],
  ['code in S3', { CodeUri: 's3://bucket/key.zip' }, { kind: 'unsupported' }],
])('knows %s', (_what, properties, code) => {
  expect(sam(properties).functions[0]?.code).toMatchObject(code);
});

it.each([null, 'x', [], { Properties: null }, { Properties: { Policies: 7, FunctionUrlConfig: [] } }])(
  'does not throw at %j',
  (resource) => {
    const Fn = { ...(typeof resource === 'object' ? resource : {}), Type: 'AWS::Serverless::Function' };
    expect(() =>
      readStack({ Transform: ['AWS::Serverless-2016-10-31'], Globals: 'x', Resources: { Fn } }),
    ).not.toThrow();
  },
);

it('expands nothing without the transform, and says so', () => {
  const { functions, problems } = sam({}, { Transform: undefined });
  expect(functions).toEqual([]);
  expect(problems[0]?.message).toContain('Transform');
});

import { lambda, readStack } from '../testing/assemblies';

const assets = (path: string, objectKey = 'hash.zip') => ({
  'App.assets.json': { files: { hash: { source: { path }, destinations: { here: { objectKey } } } } },
});
const fromS3 = { Code: { S3Bucket: 'b', S3Key: 'hash.zip' } };
const codeOf = (properties: object, rest: object, files: Record<string, unknown> = {}) =>
  readStack({ Resources: { Fn: lambda({ ...properties }, rest) } }, files);

describe('a function', () => {
  it('has the defaults of Lambda where the template says nothing', () => {
    const { functions, problems } = readStack({ Resources: { Fn: lambda() } });

    expect(problems).toEqual([]);
    expect(functions).toEqual([
      {
        stack: 'App',
        logicalId: 'Fn',
        constructPath: 'App/Fn',
        functionName: expect.stringMatching(/^App-Fn-[A-Za-z0-9]{12}$/),
        arn: `arn:aws:lambda:us-east-1:000000000000:function:${functions[0]?.functionName}`,
        region: 'us-east-1',
        accountId: '000000000000',
        runtime: 'nodejs22.x',
        handler: 'index.handler',
        architecture: 'x86_64',
        code: { kind: 'inline', text: '' },
        environment: {},
        timeoutSeconds: 3,
        memoryMb: 128,
        ephemeralStorageMb: 512,
        logFormat: 'Text',
        logGroup: `/aws/lambda/${functions[0]?.functionName}`,
        policy: [],
      },
    ]);
  });

  it.each([
    [undefined, { logFormat: 'Text' }, []],
    [{ LogFormat: 'JSON' }, { logFormat: 'JSON', applicationLogLevel: 'INFO', systemLogLevel: 'INFO' }, []],
    [
      { LogFormat: 'JSON', ApplicationLogLevel: 'TRACE', SystemLogLevel: 'WARN' },
      { logFormat: 'JSON', applicationLogLevel: 'TRACE', systemLogLevel: 'WARN' },
      [],
    ],
    [
      { LogFormat: 'JSON', ApplicationLogLevel: 'LOUD', SystemLogLevel: 'TRACE' },
      { logFormat: 'JSON', applicationLogLevel: 'INFO', systemLogLevel: 'INFO' },
      ['ApplicationLogLevel', 'SystemLogLevel'],
    ],
    [{ SystemLogLevel: 'WARN' }, { logFormat: 'Text' }, ['SystemLogLevel']],
  ])('reads the logging configuration %j', (LoggingConfig, expected, wrong) => {
    const { functions, problems } = readStack({ Resources: { Fn: lambda({ LoggingConfig }) } });
    const { logFormat, applicationLogLevel, systemLogLevel } = functions[0] ?? {};

    expect({ logFormat, applicationLogLevel, systemLogLevel }).toEqual(expected);
    expect(problems.map(({ path }) => path)).toEqual(wrong.map((name) => `App.Fn.LoggingConfig.${name}`));
  });

  it('takes numbers as text, and texts that are numbers or booleans, as CloudFormation does', () => {
    const Environment = { Variables: { PORT: 8080, DEBUG: true } };
    const { functions, problems } = readStack({
      Resources: {
        Fn: lambda({
          Timeout: '30',
          MemorySize: 1024,
          ReservedConcurrentExecutions: 0,
          Architectures: ['arm64'],
          Environment,
        }),
      },
    });

    expect(problems).toEqual([]);
    expect(functions[0]).toMatchObject({
      timeoutSeconds: 30,
      memoryMb: 1024,
      reservedConcurrency: 0,
      architecture: 'arm64',
      environment: { PORT: '8080', DEBUG: 'true' },
    });
  });

  it.each([
    [{ Timeout: 'soon' }, 'App.Fn.Timeout', '"soon" is not a number'],
    [{ Environment: { Variables: [] } }, 'App.Fn.Environment.Variables', 'is not an object'],
    [{ Environment: { Variables: { A: {} } } }, 'App.Fn.Environment.Variables.A', 'the variable is left out'],
    [{ LoggingConfig: { LogFormat: 'XML' } }, 'App.Fn.LoggingConfig.LogFormat', 'Text is taken'],
    [{ VpcConfig: { SubnetIds: ['a', {}] } }, 'App.Fn.VpcConfig.SubnetIds.1', 'is not a text'],
    [{ Role: [] }, 'App.Fn.Role', 'is not a text'],
    [{ Code: { ImageUri: 'x' } }, 'App.Fn.Code', 'container image'],
    [{ Code: {} }, 'App.Fn.Code', 'no code'],
    [{ Code: { S3Key: 'elsewhere.zip' } }, 'App.Fn.Code', 'in S3, not in the assembly'],
  ])('with %j stays, and the problem has its path', (properties, path, message) => {
    const { functions, problems } = readStack({ Resources: { Fn: lambda(properties) } });

    expect(functions).toHaveLength(1);
    expect(problems).toEqual([{ path, message: expect.stringContaining(message) }]);
  });

  it.each([
    ['a folder', 'asset.hash', undefined],
    ['a .zip', 'asset.hash.zip', 'prefix/hash.zip'],
  ])('finds its code, %s, by the hash in the object key', (_what, path, objectKey) => {
    const { functions, problems } = codeOf(fromS3, {}, assets(path, objectKey));

    expect(problems).toEqual([]);
    expect(functions[0]?.code).toEqual({ kind: 'asset', path });
  });

  it('finds its code by the path that CDK notes on the resource', () => {
    const Metadata = {
      'aws:asset:path': 'asset.noted',
      'aws:asset:property': 'Code',
      'aws:cdk:path': 'App/Mine/Resource',
    };
    const { functions } = codeOf(fromS3, { Metadata });

    expect(functions[0]).toMatchObject({
      code: { kind: 'asset', path: 'asset.noted' },
      constructPath: 'App/Mine',
    });
  });

  it.each(['../../etc/passwd', '/etc/passwd', 'C:\\code', 'a/../../b'])('takes no code from %s', (path) => {
    const noted = codeOf(fromS3, { Metadata: { 'aws:asset:path': path } });
    const listed = codeOf(fromS3, {}, assets(path));

    expect(noted.functions[0]?.code.kind).toBe('unsupported');
    expect(listed.functions[0]?.code.kind).toBe('unsupported');
    expect(noted.problems).not.toEqual([]);
    expect(listed.problems).not.toEqual([]);
  });

  it('says so when the asset manifest is missing', () => {
    const { problems } = codeOf(fromS3, {}, { 'App.assets.json': 'no JSON' });

    expect(problems.map(({ message }) => message).join()).toContain(
      'the asset manifest is missing or not JSON',
    );
  });
});

describe('what is left out', () => {
  it.each([
    ['a false condition, silently', { Fn: lambda({}, { Condition: 'No' }) }, []],
    [
      'a condition that is not known',
      { Fn: lambda({}, { Condition: 'Unknown' }) },
      ['App.Fn.Condition', 'App.Fn.Condition'],
    ],
    ['SAM', { Fn: { Type: 'AWS::Serverless::Function', Properties: { FunctionUrlConfig: {} } } }, ['App.Fn']],
    ['loops', { 'Fn::ForEach::Fns': [] }, ['App.Fn::ForEach::Fns']],
    ['what has no type', { Fn: 1 }, ['App.Fn']],
  ])('%s', (_what, Resources, paths) => {
    const Conditions = { No: { 'Fn::Equals': [1, 2] }, Unknown: { 'Fn::Equals': [{ Ref: 'P' }, 1] } };
    const Parameters = { P: { Type: 'String' } };
    const { functions, problems } = readStack({ Resources, Conditions, Parameters });

    expect(functions).toEqual([]);
    expect(problems.map(({ path }) => path)).toEqual(paths);
  });
});

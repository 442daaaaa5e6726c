import { AssemblyError } from './assembly-error';
import { readCloudAssembly } from './read-cloud-assembly';
import { inMemory, readFixture, target } from './testing/assemblies';

describe.each(['strong-references', 'weak-references'])('an assembly of three stacks with %s', (fixture) => {
  const assembly = readFixture(fixture);
  const server = assembly.functions.find(({ stack }) => stack === 'FurlServer');
  const proxy = assembly.functions.find(({ stack }) => stack === 'FurlProxy');
  const url = (stack: string) => assembly.functionUrls.find((each) => each.stack === stack);
  const outputs = (stack: string) => assembly.stacks.find(({ name }) => name === stack)?.outputs ?? {};

  it('has nothing that is not understood', () => {
    expect(assembly.problems).toEqual([]);
  });

  it('gives the proxy the address of the server, the very one that the output names', () => {
    expect(proxy?.environment['LAMBDA_SERVER_URL']).toBe(url('FurlServer')?.url);
    expect(outputs('FurlServer')['LambdaServerFunctionUrl']).toBe(url('FurlServer')?.url);
    expect(url('FurlServer')?.url).toMatch(
      /^http:\/\/[0-9a-z]{32}\.lambda-url\.ap-northeast-1\.localhost:9000\/$/,
    );
  });

  it('puts the server into the subnets and groups of the network stack', () => {
    expect(server?.vpc?.subnetIds).toEqual(
      Object.entries(outputs('FurlNetwork'))
        .filter(([name]) => name.includes('Subnet'))
        .map(([, id]) => id),
    );
    expect(server?.vpc?.subnetIds).toHaveLength(2);
    expect(server?.vpc?.securityGroupIds).toEqual([expect.stringMatching(/^sg-0[0-9a-f]{16}$/)]);
  });

  it('lets the role of the proxy call the server, with the conditions as the template has them', () => {
    const role = assembly.roles.find(({ arn }) => arn === proxy?.roleArn);

    expect(role?.roleId).toMatch(/^AROA[A-Z0-9]{17}$/);
    expect(role?.managedPolicyArns).toEqual([
      'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole',
    ]);
    expect(role?.policies.map(({ document }) => document)).toEqual([
      {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: 'lambda:InvokeFunctionUrl',
            Resource: server?.arn,
            Condition: { StringEquals: { 'lambda:FunctionUrlAuthType': 'AWS_IAM' } },
          },
          {
            Effect: 'Allow',
            Action: 'lambda:InvokeFunction',
            Resource: server?.arn,
            Condition: { Bool: { 'lambda:InvokedViaFunctionUrl': true } },
          },
        ],
      },
    ]);
  });

  it('opens the proxy to everyone by its resource policy', () => {
    expect(proxy?.policy).toMatchObject([
      {
        Principal: '*',
        Action: 'lambda:InvokeFunctionUrl',
        Resource: proxy?.arn,
        Condition: { StringEquals: { 'lambda:FunctionUrlAuthType': 'NONE' } },
      },
      {
        Principal: '*',
        Action: 'lambda:InvokeFunction',
        Resource: proxy?.arn,
        Condition: { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } },
      },
    ]);
    expect(server?.policy).toEqual([]);
  });

  it('reads what the functions and URLs are set to', () => {
    expect(server).toMatchObject({
      runtime: 'nodejs22.x',
      timeoutSeconds: 7,
      memoryMb: 128,
      reservedConcurrency: 5,
      logFormat: 'JSON',
      applicationLogLevel: 'WARN',
      code: { kind: 'asset', path: `asset.${'aa11'.repeat(16)}` },
    });
    expect(proxy).toMatchObject({
      code: { kind: 'inline', text: 'exports.handler=async()=>1' },
      logFormat: 'Text',
    });
    expect(proxy?.logGroup).toMatch(/^FurlProxy-Logs6819BB44-[A-Za-z0-9]{12}$/);
    expect(url('FurlServer')).toMatchObject({
      authType: 'AWS_IAM',
      invokeMode: 'BUFFERED',
      cors: { allowMethods: ['*'], allowOrigins: ['*'], maxAge: 300 },
      functionArn: server?.arn,
    });
    expect(url('FurlProxy')).toMatchObject({ authType: 'NONE', invokeMode: 'RESPONSE_STREAM' });
  });

  it('is the same when it is read again', () => {
    expect(readFixture(fixture)).toEqual(assembly);
  });
});

describe('an assembly with a stage and a nested stack', () => {
  const assembly = readFixture('stage-and-nested-stack');

  it('reads them like any stack', () => {
    expect(assembly.problems).toEqual([]);
    expect(assembly.functions.map(({ constructPath }) => constructPath)).toEqual([
      'Prod/S/F',
      'FurlServer/Fn',
      'FurlServer/Nested/NF',
    ]);
  });

  it('takes account and region from the stage, and finds the code in the folder above it', () => {
    const code = { kind: 'asset', path: `asset.${'aa11'.repeat(16)}` };

    expect(assembly.functions[0]).toMatchObject({ accountId: '111122223333', region: 'eu-west-1', code });
    expect(assembly.functions[0]?.arn).toMatch(/^arn:aws:lambda:eu-west-1:111122223333:function:Prod-S-/);
  });

  it('passes values into the nested stack, and outputs out of it', () => {
    const [, outer, nested] = assembly.functions;

    expect(nested?.environment['A']).toBe(outer?.arn);
    expect(assembly.stacks.find(({ name }) => name === 'FurlServer')?.outputs['FromNested']).toBe(
      assembly.functionUrls.find(({ functionArn }) => functionArn === nested?.arn)?.url,
    );
  });
});

describe('an assembly that cannot be read', () => {
  const stack = (templateFile: unknown) => ({
    artifacts: { App: { type: 'aws:cloudformation:stack', properties: { templateFile } } },
  });

  it.each([
    ['no manifest', {}, 'MANIFEST_MISSING', 'run cdk synth'],
    ['a manifest that is not JSON', { 'manifest.json': '{' }, 'MANIFEST_INVALID', 'manifest.json'],
    ['a manifest that is a list', { 'manifest.json': [] }, 'MANIFEST_INVALID', 'not an object'],
    ['artifacts that are none', { 'manifest.json': { artifacts: 1 } }, 'MANIFEST_INVALID', 'artifacts is 1'],
    ['a stack without a template', { 'manifest.json': stack(undefined) }, 'MANIFEST_INVALID', 'templateFile'],
    [
      'a template outside',
      { 'manifest.json': stack('../secret') },
      'MANIFEST_INVALID',
      'inside the assembly',
    ],
    ['a template that is missing', { 'manifest.json': stack('a.json') }, 'TEMPLATE_MISSING', 'a.json'],
    [
      'a template that is not JSON',
      { 'manifest.json': stack('a.json'), 'a.json': 'x' },
      'TEMPLATE_INVALID',
      'a.json',
    ],
    [
      'an assembly nested in itself',
      {
        'manifest.json': {
          artifacts: { A: { type: 'cdk:cloud-assembly', properties: { directoryName: '.' } } },
        },
      },
      'MANIFEST_INVALID',
      'nested assembly "A"',
    ],
  ])('%s is refused with a message that names the file', (_case, files, code, message) => {
    const read = () => readCloudAssembly(inMemory(files), target);

    expect(read).toThrow(AssemblyError);
    expect(read).toThrow(expect.objectContaining({ code, message: expect.stringContaining(message) }));
  });

  it('says so when a file is there and cannot be read', () => {
    const files = {
      readText: () => {
        throw Object.assign(new Error('denied'), { code: 'EACCES' });
      },
    };

    expect(() => readCloudAssembly(files, target)).toThrow(
      expect.objectContaining({ code: 'FILE_UNREADABLE' }),
    );
  });

  it.each([
    [{ ...target, accountId: '1' }, '12 digits'],
    [{ ...target, functionUrl: () => 'http://localhost' }, 'does not end in "/"'],
  ])('refuses a target that AWS could not be', (wrong, message) => {
    const files = {
      'manifest.json': stack('a.json'),
      'a.json': {
        Resources: {
          Fn: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'f', Code: { ZipFile: '' } } },
          Url: { Type: 'AWS::Lambda::Url', Properties: { TargetFunctionArn: 'f', AuthType: 'NONE' } },
        },
      },
    };

    expect(() => readCloudAssembly(inMemory(files), wrong)).toThrow(message);
  });
});

import { AssemblyError } from './assembly-error';
import type { CloudAssembly } from './cloud-assembly';
import { readTemplateAsAssembly } from './read-cloud-assembly';
import { readNetwork } from './read-network';
import { inMemory, target } from './testing/assemblies';

const read = (template: unknown, files: Readonly<Record<string, unknown>> = {}): CloudAssembly =>
  readTemplateAsAssembly(inMemory({ 'template.yaml': template, ...files }), 'template.yaml', target);

const SAM = `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Parameters:
  Stage: { Type: String }
Globals:
  Function:
    Runtime: nodejs24.x
    Handler: index.handler
    Environment: { Variables: { STAGE: !Ref Stage } }
Resources:
  Greeter:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src/greeter
      FunctionUrlConfig: { AuthType: NONE }
Outputs:
  Url: { Value: !GetAtt GreeterUrl.FunctionUrl }
`;

it('reads a template of SAM with short intrinsics as the stack Template', () => {
  const { stacks, functions, functionUrls } = read(SAM);
  expect(stacks).toMatchObject([{ name: 'Template', outputs: { Url: functionUrls[0]?.url } }]);
  expect(functions).toMatchObject([
    { logicalId: 'Greeter', code: { kind: 'asset', path: 'src/greeter', packagedBy: 'sam' } },
  ]);
  expect(functionUrls).toMatchObject([{ authType: 'NONE', functionArn: functions[0]?.arn }]);
});

it('names a parameter that has no default', () => {
  const { functions, problems } = read(SAM);
  expect(problems).toEqual([
    {
      path: 'Template.Greeter.Environment.Variables.STAGE',
      message: expect.stringContaining('the parameter Stage has no default'),
    },
  ]);
  expect(functions[0]?.environment['STAGE']).toBe('parameter-Template-Stage');
});

it.each([
  ['', 'eu-west-1'],
  ['us-east-2', 'us-east-2'],
])('is in the Region of its zones where the target says %j', (defaultRegion, region) => {
  const zone = `${SAM.replace(
    'Resources:',
    `Resources:
  Subnet:
    Type: AWS::EC2::Subnet
    Properties: { AvailabilityZone: eu-west-1a }`,
  )}`;
  const { functions, stacks } = readTemplateAsAssembly(inMemory({ 'template.yaml': zone }), 'template.yaml', {
    ...target,
    defaultRegion,
  });
  expect([stacks[0]?.region, functions[0]?.region]).toEqual([region, region]);
});

it('gives functions the ids that the network of the same template has', () => {
  const { functions } = read(SAM);
  const { accountId, defaultRegion } = target;
  const network = readNetwork(
    { files: inMemory({ 'template.yaml': SAM }), template: 'template.yaml' },
    { accountId, defaultRegion },
  );
  expect(network.functions.map(({ id }) => id)).toEqual(functions.map(({ arn }) => arn));
});

const plain = (Code: unknown, rest: object = {}): object => ({
  Resources: {
    Fn: {
      Type: 'AWS::Lambda::Function',
      Properties: { Runtime: 'nodejs24.x', Handler: 'a.b', Code },
      ...rest,
    },
  },
});

describe('where code is', () => {
  it.each([
    ['./dist/', 'dist'],
    ['.', '.'],
    ['../shared/dist', '../shared/dist'],
    ['a/../../b', '../b'],
    ['/abs/fn.zip', '/abs/fn.zip'],
  ])('is a local path from the template: %s', (code, path) => {
    const { functions, problems } = read(plain(code));
    expect(problems).toEqual([]);
    expect(functions[0]?.code).toEqual({ kind: 'asset', path, packagedBy: 'cloudformation' });
  });

  it('is inline', () => {
    expect(read(plain({ ZipFile: 'text' })).functions[0]?.code).toEqual({ kind: 'inline', text: 'text' });
  });

  it('is what CDK notes, in a template of an assembly', () => {
    const { functions } = read(
      plain({ S3Bucket: 'b', S3Key: 'k' }, { Metadata: { 'aws:asset:path': 'asset.1' } }),
    );
    expect(functions[0]?.code).toMatchObject({ kind: 'asset', path: 'asset.1' });
  });

  it.each([
    ['an object', { S3Bucket: 'bucket', S3Key: 'a/key.zip' }],
    ['a URL', 's3://bucket/a/key.zip'],
  ])('is not here when it is in S3, given as %s', (_as, code) => {
    const { functions, problems } = read(plain(code));
    expect(functions[0]?.code).toMatchObject({
      kind: 'unsupported',
      reason: expect.stringContaining('s3://bucket/a/key.zip'),
    });
    expect(problems).toMatchObject([{ path: 'Template.Fn.Code' }]);
  });

  it.each([
    ['CodeUri in S3', { CodeUri: { Bucket: 'bucket', Key: 'key' } }, 's3://bucket/key'],
    ['an image', { PackageType: 'Image' }, 'container image'],
  ])('is not to be run: %s', (_what, properties, reason) => {
    const { functions, problems } = read({
      Transform: 'AWS::Serverless-2016-10-31',
      Resources: { Fn: { Type: 'AWS::Serverless::Function', Properties: properties } },
    });
    expect(functions[0]?.code).toMatchObject({
      kind: 'unsupported',
      reason: expect.stringContaining(reason),
    });
    expect(problems).toMatchObject([{ path: 'Template.Fn.CodeUri' }]);
  });

  it('is where a parameter’s default says, for SAM and CloudFormation', () => {
    const { functions, problems } = read({
      Transform: 'AWS::Serverless-2016-10-31',
      Parameters: { Folder: { Type: 'String', Default: 'dist' } },
      Resources: {
        Sam: { Type: 'AWS::Serverless::Function', Properties: { CodeUri: { 'Fn::Sub': '${Folder}/a' } } },
        Plain: { Type: 'AWS::Lambda::Function', Properties: { Code: { Ref: 'Folder' } } },
      },
    });
    expect(problems).toEqual([]);
    expect(functions.map(({ code }) => code)).toMatchObject([{ path: 'dist/a' }, { path: 'dist' }]);
  });

  it.each([7, {}, [], null, { Bucket: 1 }, { 'Fn::If': ['x'] }, { 'Fn::GetAtt': 'a' }, '\0'])(
    'is never guessed, and nothing throws: CodeUri %j',
    (CodeUri) => {
      const { functions } = read({
        Transform: 'AWS::Serverless-2016-10-31',
        Resources: { Fn: { Type: 'AWS::Serverless::Function', Properties: { CodeUri } } },
      });
      expect(functions[0]?.code).not.toMatchObject({ path: '.' });
    },
  );

  it('is the template’s folder where a function of SAM says nothing, and nowhere for others', () => {
    const Properties = { Runtime: 'nodejs24.x', Handler: 'a.b' };
    const { functions } = read({
      Transform: 'AWS::Serverless-2016-10-31',
      Resources: {
        Sam: { Type: 'AWS::Serverless::Function', Properties },
        Plain: { Type: 'AWS::Lambda::Function', Properties },
      },
    });
    expect(functions.map(({ code }) => code)).toMatchObject([
      { kind: 'asset', path: '.' },
      { kind: 'unsupported' },
    ]);
  });

  it('starts in the folder of the nested template that names it', () => {
    const { functions } = read(
      {
        Resources: {
          Child: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'child/app.yaml' } },
        },
      },
      { 'child/app.yaml': JSON.stringify(plain('../src')) },
    );
    expect(functions[0]?.code).toMatchObject({ path: 'src' });
  });
});

it.each([
  ['is missing', undefined, 'TEMPLATE_MISSING'],
  ['is no YAML', 'a: [', 'TEMPLATE_INVALID'],
  ['is no template', 'a: 1', 'TEMPLATE_INVALID'],
])('refuses what %s', (_what, text, code) => {
  expect(() => read(text)).toThrow(expect.objectContaining({ code }));
  expect(() => read(text)).toThrow(AssemblyError);
});

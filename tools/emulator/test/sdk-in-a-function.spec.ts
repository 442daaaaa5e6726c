import { join } from 'node:path';
import { build } from 'esbuild';
import { request } from './support/http-client';
import { runFixture, type RunningEmulator } from './support/running-emulator';
import { publicFunction, TemporaryAssembly } from './support/temporary-assembly';

/** Does with the AWS SDK what the query says, with nothing set but what the environment says. */
const CALLER = `
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
const options = { maxAttempts: 1, requestHandler: { connectionTimeout: 500 } };
const lambda = new LambdaClient(options);
const sts = new STSClient(options);
export const handler = async ({ queryStringParameters: { invoke, variable } }) => {
  try {
    if (variable) return { variable: process.env[variable] ?? null };
    if (!invoke) return { arn: (await sts.send(new GetCallerIdentityCommand({}))).Arn };
    const { Payload, ExecutedVersion } = await lambda.send(new InvokeCommand({ FunctionName: invoke, Payload: '{"from":"caller"}' }));
    return { got: JSON.parse(Buffer.from(Payload).toString()), ExecutedVersion };
  } catch ({ name, message }) {
    return { name, message };
  }
};`;
const ARN = 'arn:aws:lambda:us-east-1:123456789012:function';
const MAY_INVOKE = {
  callerPolicy: {
    Type: 'AWS::IAM::Policy',
    Properties: {
      PolicyName: 'may-invoke',
      Roles: [{ Ref: 'callerRole' }, { Ref: 'elsewhereRole' }, { Ref: 'isolatedRole' }],
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: { 'Fn::GetAtt': ['callee', 'Arn'] } },
        ],
      },
    },
  },
};
/** Where nobody listens. */
const NOBODY = 'http://127.0.0.1:1';
const ISOLATED = { SubnetIds: [{ Ref: 'Subnet' }], SecurityGroupIds: ['sg-1'] };

let assembly: TemporaryAssembly;
let emulator: RunningEmulator;
beforeAll(async () => {
  assembly = new TemporaryAssembly().write(
    'callee/index.js',
    'exports.handler = async (event) => ({ said: event.from });',
  );
  await build({
    stdin: { contents: CALLER, resolveDir: join(__dirname, '../../..') },
    outfile: join(assembly.folder, 'caller/index.js'),
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    logLevel: 'error',
  });
  const environment = (Variables: object): object => ({ Environment: { Variables } });
  assembly.synth({
    Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
    Subnet: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Vpc' } } },
    ...publicFunction('caller', 'caller', { Timeout: 10 }),
    ...publicFunction('isolated', 'caller', { Timeout: 10, VpcConfig: ISOLATED }),
    ...publicFunction('elsewhere', 'caller', environment({ AWS_ENDPOINT_URL_LAMBDA: NOBODY })),
    ...publicFunction('everywhere', 'caller', environment({ AWS_ENDPOINT_URL: NOBODY })),
    ...publicFunction('callee', 'callee'),
    ...publicFunction('other', 'callee'),
    ...MAY_INVOKE,
  });
  emulator = await runFixture('none', { assemblyFolder: assembly.folder });
});
afterAll(async () => {
  await emulator.close();
  assembly.remove();
});

const ask = async (name: string, query: string): Promise<Record<string, unknown>> =>
  (await request(`${emulator.urlOf(name)}?${query}`)).json();

it('invokes another function with the permissions of its role', async () => {
  expect(await ask('caller', 'invoke=callee')).toEqual({
    got: { said: 'caller' },
    ExecutedVersion: '$LATEST',
  });
});

it('is refused what its role does not grant, and the terminal hears why', async () => {
  expect(await ask('caller', 'invoke=other')).toEqual({
    name: 'AccessDeniedException',
    message: expect.stringMatching(
      new RegExp(
        `^User: arn:aws:sts::123456789012:assumed-role/caller-role/caller is not authorized to perform: lambda:InvokeFunction on resource: ${ARN}:other`,
      ),
    ) as string,
  });
  expect(emulator.explanations().at(-1)).toMatch(/lambda:InvokeFunction/);
});

it('knows who it is', async () => {
  expect(await ask('caller', 'a=b')).toEqual({
    arn: 'arn:aws:sts::123456789012:assumed-role/caller-role/caller',
  });
});

it('asks where its template says', async () => {
  expect(await ask('elsewhere', 'invoke=callee')).toMatchObject({
    message: expect.stringContaining('ECONNREFUSED') as string,
  });
  expect(await ask('elsewhere', 'a=b')).toMatchObject({
    arn: expect.stringContaining('elsewhere-role') as string,
  });
  expect(await ask('everywhere', 'variable=AWS_ENDPOINT_URL_LAMBDA')).toEqual({ variable: null });
  expect(await ask('everywhere', 'a=b')).toMatchObject({
    message: expect.stringContaining('ECONNREFUSED') as string,
  });
});

it('does not reach AWS out of a VPC without a way there, as on AWS', async () => {
  expect(await ask('isolated', 'invoke=callee')).toMatchObject({ name: 'TimeoutError' });
  expect(emulator.log('isolated').join('\n')).toMatch(
    /connection to lambda\.us-east-1\.amazonaws\.com port 443 dropped, as on AWS: no route 0\.0\.0\.0\/0 in the route table of Subnet/,
  );
});

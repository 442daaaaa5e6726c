import {
  GetFunctionCommand,
  GetPolicyCommand,
  InvokeCommand,
  LambdaClient,
  ListFunctionsCommand,
} from '@aws-sdk/client-lambda';
import {
  AssumeRoleCommand,
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
  STSClient,
  type AssumeRoleCommandInput,
} from '@aws-sdk/client-sts';
import { sign, type Credentials } from '@furl/sigv4';
import { request, type Answer } from './support/http-client';
import { runFixture, type RunningEmulator } from './support/running-emulator';

const REGION = 'eu-west-1';
const role = (name: string): string => `arn:aws:iam::123456789012:role/${name}`;

let emulator: RunningEmulator;
/** How far the emulator's clock is ahead of ours, in milliseconds. */
let ahead = 0;
const clients: { destroy(): void }[] = [];
beforeAll(async () => {
  emulator = await runFixture('control-plane', { clock: () => new Date(Date.now() + ahead) });
});
afterEach(() => {
  ahead = 0;
});
afterAll(async () => {
  for (const client of clients) client.destroy();
  await emulator.close();
});

const options = (credentials: Credentials) => ({
  endpoint: `http://localhost:${emulator.port}`,
  region: REGION,
  credentials,
  maxAttempts: 1,
  systemClockOffset: ahead,
});

function sts(credentials: Credentials = emulator.developer): STSClient {
  const client = new STSClient(options(credentials));
  clients.push(client);
  return client;
}

function lambda(credentials: Credentials = emulator.developer): LambdaClient {
  const client = new LambdaClient(options(credentials));
  clients.push(client);
  return client;
}

async function assume(
  name: string,
  more: Partial<AssumeRoleCommandInput> = {},
  as: Credentials = emulator.developer,
): Promise<Credentials> {
  const { Credentials: given } = await sts(as).send(
    new AssumeRoleCommand({ RoleArn: role(name), RoleSessionName: 'ada', ...more }),
  );
  return {
    accessKeyId: given?.AccessKeyId ?? '',
    secretAccessKey: given?.SecretAccessKey ?? '',
    sessionToken: given?.SessionToken ?? '',
  };
}

/** A signed request to the function URL that wants IAM. */
async function callUrl(credentials: Credentials): Promise<Answer> {
  const { host, href } = new URL(emulator.urls.find(({ authType }) => authType === 'AWS_IAM')?.url ?? '');
  const signed = await sign(
    { method: 'GET', host, path: '/' },
    { credentials, region: REGION, service: 'lambda', clock: () => new Date(Date.now() + ahead) },
  );
  return request(href, { headers: Object.fromEntries(signed.headers) });
}

const explanation = (): string => emulator.explanations().at(-1) ?? '';

describe('STS', () => {
  it('says who has the key', async () => {
    expect(await sts().send(new GetCallerIdentityCommand())).toMatchObject({
      Account: '123456789012',
      Arn: 'arn:aws:sts::123456789012:assumed-role/FurlDeveloper/developer',
      UserId: expect.stringMatching(/^AROA[A-Z0-9]{17}:developer$/) as string,
    });
  });

  it('gives out credentials of a role, which then reach the function URL', async () => {
    const answer = await sts().send(
      new AssumeRoleCommand({ RoleArn: role('caller'), RoleSessionName: 'ada', DurationSeconds: 900 }),
    );
    expect(answer.AssumedRoleUser).toEqual({
      Arn: 'arn:aws:sts::123456789012:assumed-role/caller/ada',
      AssumedRoleId: expect.stringMatching(/^AROA[A-Z0-9]{17}:ada$/) as string,
    });
    const left = (answer.Credentials?.Expiration?.getTime() ?? 0) - Date.now();
    expect(left).toBeGreaterThan(800_000);
    expect(left).toBeLessThanOrEqual(900_000);

    const credentials = await assume('caller');
    expect(await sts(credentials).send(new GetCallerIdentityCommand())).toMatchObject({
      Arn: 'arn:aws:sts::123456789012:assumed-role/caller/ada',
    });
    expect(await callUrl(credentials)).toMatchObject({ status: 200 });
  });

  it('gives a role without the grant no way in, and tells the terminal what is missing', async () => {
    expect(await callUrl(await assume('outsider'))).toMatchObject({ status: 403 });
    expect(explanation()).toMatch(
      /lambda:InvokeFunctionUrl .* is not allowed for .*assumed-role\/outsider\/ada/,
    );
  });

  it('ends sessions when their time is over, on the APIs and on function URLs', async () => {
    const credentials = await assume('caller', { DurationSeconds: 900 });
    ahead = 901_000;
    expect(await callUrl(credentials)).toMatchObject({
      status: 403,
      text: '{"message":"The security token included in the request is expired"}',
      headers: { 'x-amzn-errortype': 'ExpiredTokenException' },
    });
    expect(explanation()).toMatch(/caller\/ada ended at \d{4}-.*: assume the role again/);
    await expect(lambda(credentials).send(new ListFunctionsCommand())).rejects.toMatchObject({
      name: 'ExpiredTokenException',
      message: 'The security token included in the request is expired',
      $metadata: { httpStatusCode: 403 },
    });
    await expect(sts(credentials).send(new GetCallerIdentityCommand())).rejects.toMatchObject({
      name: expect.stringMatching(/^ExpiredToken/) as string,
      $metadata: { httpStatusCode: 403 },
    });
    // The developer's own key lasts as long as the emulator.
    expect(await callUrl(emulator.developer)).toMatchObject({ status: 200 });
  });

  it('holds a session within its session policy', async () => {
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'lambda:InvokeFunctionUrl', Resource: '*' }],
    });
    const credentials = await assume('caller', { Policy });
    expect(await callUrl(credentials)).toMatchObject({ status: 403 });
    expect(explanation()).toMatch(/the session policy "session policy of AssumeRole" does not allow it/);
  });

  it.each([
    ['functions', /names another principal: \{"Service":"lambda\.amazonaws\.com"\}[^]*trust policy/],
    ['team', /names another principal[^]*trust policy/],
    ['nobody', /the template has no role .*role\/nobody/],
  ])('does not let even an administrator into the role %s, and says why', async (name, told) => {
    await expect(assume(name)).rejects.toMatchObject({
      name: 'AccessDenied',
      message: `User: arn:aws:sts::123456789012:assumed-role/FurlDeveloper/developer is not authorized to perform: sts:AssumeRole on resource: ${role(name)}`,
      $metadata: { httpStatusCode: 403 },
    });
    expect(explanation()).toMatch(told);
  });

  it('asks the trust policy for its conditions', async () => {
    const outsider = await assume('outsider');
    await expect(assume('team', { ExternalId: 'a guess' }, outsider)).rejects.toMatchObject({
      name: 'AccessDenied',
    });
    expect(explanation()).toMatch(/sts:ExternalId wants "secret-handshake", but it was "a guess"/);
    const team = await assume('team', { ExternalId: 'secret-handshake' }, outsider);
    expect(await lambda(team).send(new ListFunctionsCommand())).toHaveProperty('Functions');
  });

  it('does not let a caller in whose account is trusted and who may not assume roles', async () => {
    await expect(assume('caller', {}, await assume('outsider'))).rejects.toMatchObject({
      name: 'AccessDenied',
    });
    expect(explanation()).toMatch(/leaves the decision to the caller's identity-based policies/);
  });

  it.each<[string, Partial<AssumeRoleCommandInput>, string, RegExp]>([
    ['a session name of one letter', { RoleSessionName: 'a' }, 'ValidationError', /'roleSessionName' failed/],
    [
      'a session name with a blank',
      { RoleSessionName: 'a b' },
      'ValidationError',
      /pattern: \[\\w\+=,\.@-\]\*/,
    ],
    ['an ARN of no role', { RoleArn: 'arn:aws:iam::123456789012:user/x' }, 'ValidationError', /is invalid/],
    ['less than 15 minutes', { DurationSeconds: 899 }, 'ValidationError', /greater than or equal to 900/],
    ['more than 12 hours', { DurationSeconds: 43_201 }, 'ValidationError', /less than or equal to 43200/],
    ['more than an hour', { DurationSeconds: 3601 }, 'ValidationError', /1 hour session limit/],
    ['a policy that is none', { Policy: '{' }, 'MalformedPolicyDocument', /Syntax errors/],
    ['tags', { Tags: [{ Key: 'a', Value: 'b' }] }, 'ValidationError', /does not know Tags/],
  ])('refuses %s', async (_what, input, name, message) => {
    await expect(assume('caller', input)).rejects.toMatchObject({
      name: expect.stringMatching(new RegExp(`^${name}`)) as string,
      message: expect.stringMatching(message) as string,
      $metadata: { httpStatusCode: 400 },
    });
  });

  it('names an operation that it does not have', async () => {
    await expect(sts().send(new GetSessionTokenCommand())).rejects.toMatchObject({
      name: 'InvalidAction',
      message: expect.stringContaining('Could not find operation GetSessionToken') as string,
    });
    expect(explanation()).toContain('it has AssumeRole, GetCallerIdentity');
  });
});

describe('who may', () => {
  const denied = (session: string, action: string, resource: string, because: string): object => ({
    name: 'AccessDeniedException',
    message: `User: arn:aws:sts::123456789012:assumed-role/${session} is not authorized to perform: ${action} on resource: ${resource} ${because}`,
    $metadata: { httpStatusCode: 403 },
  });
  const GREETS = 'arn:aws:lambda:eu-west-1:123456789012:function:greets';

  it('says that no policy of the caller allows it', async () => {
    const client = lambda(await assume('outsider'));
    await expect(client.send(new InvokeCommand({ FunctionName: 'greets' }))).rejects.toMatchObject(
      denied(
        'outsider/ada',
        'lambda:InvokeFunction',
        GREETS,
        'because no identity-based policy allows the lambda:InvokeFunction action',
      ),
    );
    expect(explanation()).toContain('Add a statement that allows lambda:InvokeFunction');
  });

  it('says that a policy denies it', async () => {
    const client = lambda(await assume('outsider'));
    await expect(client.send(new GetPolicyCommand({ FunctionName: 'greets' }))).rejects.toMatchObject(
      denied('outsider/ada', 'lambda:GetPolicy', GREETS, 'with an explicit deny in an identity-based policy'),
    );
  });

  it('says that the boundary does not allow it', async () => {
    const client = lambda(await assume('bounded'));
    expect(await client.send(new ListFunctionsCommand())).toHaveProperty('Functions');
    await expect(client.send(new GetFunctionCommand({ FunctionName: 'greets' }))).rejects.toMatchObject(
      denied(
        'bounded/ada',
        'lambda:GetFunction',
        GREETS,
        'because no permissions boundary allows the lambda:GetFunction action',
      ),
    );
  });

  it('says that the session policy does not allow it', async () => {
    const Policy = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:*","Resource":"*"}}';
    const team = await assume('team', { ExternalId: 'secret-handshake', Policy }, await assume('outsider'));
    await expect(lambda(team).send(new ListFunctionsCommand())).rejects.toMatchObject(
      denied(
        'team/ada',
        'lambda:ListFunctions',
        '*',
        'because no session policy allows the lambda:ListFunctions action',
      ),
    );
  });

  // "Control access to Lambda function URLs": a grant that holds for the URL only is none for Invoke.
  it('does not take a grant for calls through the URL as one for Invoke', async () => {
    const client = lambda(await assume('caller'));
    await expect(client.send(new InvokeCommand({ FunctionName: 'greets' }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
    expect(explanation()).toContain(
      'lambda:InvokedViaFunctionUrl wants "true", but it was not in the request',
    );
  });

  it('does not tell whether a function is there to those who may not ask', async () => {
    const client = lambda(await assume('outsider'));
    await expect(client.send(new GetFunctionCommand({ FunctionName: 'no-such' }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
  });
});

describe('signatures', () => {
  const api = (path: string, headers: Record<string, string> = {}, body?: string): Promise<Answer> =>
    request(`http://localhost:${emulator.port}${path}`, { headers, ...(body !== undefined && { body }) });

  async function signed(
    service: string,
    path: string,
    {
      body = '',
      headers = [],
      ...more
    }: { body?: string; headers?: [string, string][]; secret?: string } = {},
  ): Promise<Answer> {
    const { secret = emulator.developer.secretAccessKey } = more;
    const method = body === '' ? 'GET' : 'POST';
    const ready = await sign(
      { method, host: `localhost:${emulator.port}`, path, body, headers },
      { credentials: { ...emulator.developer, secretAccessKey: secret }, region: REGION, service },
    );
    return api(path, Object.fromEntries(ready.headers), body === '' ? undefined : body);
  }

  it('refuses what is not signed', async () => {
    expect(await api('/2015-03-31/functions/')).toMatchObject({
      status: 403,
      text: '{"message":"Missing Authentication Token"}',
      headers: { 'x-amzn-errortype': 'MissingAuthenticationTokenException' },
    });
    expect(explanation()).toMatch(/not signed.*AWS_ENDPOINT_URL/);
    const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const answer = await api('/', form, 'Action=GetCallerIdentity&Version=2011-06-15');
    expect(answer.status).toBe(403);
    expect(answer.text).toContain('<Code>MissingAuthenticationToken</Code>');
  });

  it.each([
    ['lambda', '/2015-03-31/functions/', 'InvalidSignatureException'],
    ['sts', '/?Action=GetCallerIdentity&Version=2011-06-15', '<Code>SignatureDoesNotMatch</Code>'],
  ])('refuses a signature of %s that does not match, without a secret', async (service, path, code) => {
    const answer = await signed(service, path, { secret: 'another' });
    expect(answer.status).toBe(403);
    expect(JSON.stringify(answer.headers) + answer.text).toContain(code);
    expect(JSON.stringify(emulator.events)).not.toContain(emulator.developer.secretAccessKey);
  });

  it('refuses keys that nobody has, and scopes that are none', async () => {
    const authorization = (scope: string): Record<string, string> => ({
      'X-Amz-Date': new Date().toISOString().replace(/[-:]|\.\d+/g, ''),
      Authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`,
    });
    const today = new Date().toISOString().slice(0, 10).replaceAll('-', '');
    const stranger = `ASIAQQQQQQQQQQQQQQQQ/${today}/eu-west-1/lambda/aws4_request`;
    expect(await api('/2015-03-31/functions/', authorization(stranger))).toMatchObject({
      status: 403,
      text: '{"message":"The security token included in the request is invalid."}',
      headers: { 'x-amzn-errortype': 'UnrecognizedClientException' },
    });
    expect(await api('/2015-03-31/functions/', authorization('a/b'))).toMatchObject({
      status: 403,
      headers: { 'x-amzn-errortype': 'IncompleteSignatureException' },
    });
  });

  it.each<[string, string, { body?: string; headers?: [string, string][] }, number, RegExp]>([
    [
      'ec2',
      '/',
      {
        body: 'Action=RunInstances&Version=2016-11-15',
        headers: [['content-type', 'application/x-www-form-urlencoded']],
      },
      400,
      /^<Response><Errors><Error><Code>InvalidAction<\/Code><Message>[^<]*RunInstances[^<]*ec2/,
    ],
    [
      'iam',
      '/',
      {
        body: 'Action=ListUsers&Version=2010-05-08',
        headers: [['content-type', 'application/x-www-form-urlencoded']],
      },
      400,
      /<Code>InvalidAction<\/Code><Message>[^<]*ListUsers[^<]*iam/,
    ],
    [
      'dynamodb',
      '/',
      { body: '{}', headers: [['x-amz-target', 'DynamoDB_20120810.ListTables']] },
      400,
      /"__type":"UnknownOperationException".*dynamodb has no operation ListTables/,
    ],
    [
      's3',
      '/bucket',
      {},
      404,
      /^<Error><Code>UnknownOperationException<\/Code><Message>[^<]*s3 has no operation at GET \/bucket/,
    ],
    [
      'apigateway',
      '/restapis',
      {},
      404,
      /"Message":"The emulator's apigateway has no operation at GET \/restapis/,
    ],
  ])('never answers for %s in silence', async (service, path, more, status, text) => {
    const answer = await signed(service, path, more);
    expect(answer.status).toBe(status);
    expect(answer.text).toMatch(text);
    expect(explanation()).toMatch(/nothing of that service is here|it has \w+, /);
  });

  it('takes only names of this machine for the APIs', async () => {
    const elsewhere = await request(`http://rebound.example:${emulator.port}/2015-03-31/functions/`);
    expect(elsewhere).toMatchObject({ status: 403, text: '{"Message":null}' });
  });
});

import { sign, type Credentials } from '@furl/sigv4';
import { request, type Answer } from './support/http-client';
import { runFixture, type RunningEmulator } from './support/running-emulator';

let emulator: RunningEmulator;
beforeAll(async () => {
  emulator = await runFixture('iam');
});
afterAll(() => emulator.close());

const FORBIDDEN =
  '{"Message":"Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html"}';

/** The credentials that a function has in its environment. */
async function credentialsOf(functionName: string): Promise<Credentials> {
  const answer = await request(emulator.urlOf(functionName));
  const { environment } = answer.json<{ environment: Record<string, string> }>();
  const { AWS_ACCESS_KEY_ID: accessKeyId = '', AWS_SECRET_ACCESS_KEY: secretAccessKey = '' } = environment;
  return { accessKeyId, secretAccessKey, sessionToken: environment['AWS_SESSION_TOKEN'] ?? '' };
}

interface Call {
  readonly url?: string;
  readonly path?: string;
  readonly query?: string;
  readonly body?: string;
  /** Sent in place of `body`, which was signed. */
  readonly sentBody?: string;
  readonly clock?: () => Date;
  readonly region?: string;
  readonly service?: string;
}

async function callSigned(credentials: Credentials, call: Call = {}): Promise<Answer> {
  const url = call.url ?? emulator.urlOf('guarded');
  const { host } = new URL(url);
  const { path = '/', query = '', body = '', sentBody = body, ...options } = call;
  const method = body === '' ? 'GET' : 'POST';
  const signed = await sign(
    { method, host, path, query, body },
    { credentials, region: 'eu-west-1', service: 'lambda', ...options },
  );
  const headers = Object.fromEntries(signed.headers);
  const target = `http://${host}${signed.path}${signed.query === '' ? '' : `?${signed.query}`}`;
  return request(target, { method, headers, ...(sentBody !== '' && { body: sentBody }) });
}

// Troubleshooting function URLs; recorded answer: to the byte, and without a trace id.
it('refuses an unsigned request as AWS does', async () => {
  const answer = await request(emulator.urlOf('guarded'));

  expect(answer).toMatchObject({
    status: 403,
    text: FORBIDDEN,
    headers: { 'content-type': 'application/json', 'x-amzn-errortype': 'AccessDeniedException' },
  });
  expect(answer.headers['x-amzn-requestid']).toMatch(/^[0-9a-f-]{36}$/);
  expect(answer.headers).not.toHaveProperty('x-amzn-trace-id');
  expect(emulator.explanations().at(-1)).toMatch(/not signed/);
});

it('lets the person at the terminal in, and tells the function who called', async () => {
  const answer = await callSigned(emulator.developer, {
    path: '/a%20b/',
    query: 'z=1&a=%2F',
    body: '{"a":1}',
  });

  expect(answer.status).toBe(200);
  const event = answer.json<{
    headers: Record<string, string>;
    requestContext: { accountId: string; authorizer: { iam: Record<string, unknown> } };
  }>();
  expect(event.headers).not.toHaveProperty('authorization');
  expect(event.headers).toMatchObject({
    'x-amz-date': expect.any(String) as string,
    'x-amz-security-token': emulator.developer.sessionToken,
  });
  expect(event.requestContext.accountId).toBe(emulator.accountId);
  const userId = expect.stringMatching(/^AROA[A-Z0-9]{17}:developer$/) as string;
  expect(event.requestContext.authorizer.iam).toEqual({
    accessKey: emulator.developer.accessKeyId,
    accountId: emulator.accountId,
    callerId: userId,
    cognitoIdentity: null,
    principalOrgId: null,
    userArn: `arn:aws:sts::${emulator.accountId}:assumed-role/FurlDeveloper/developer`,
    userId,
  });
});

// "Control access to Lambda function URLs": both actions, since October 2025.
it('lets a role in that has both actions', async () => {
  const answer = await callSigned(await credentialsOf('caller-with-both'));

  expect(answer.status).toBe(200);
  expect(answer.text).toMatch(/assumed-role\/[^"/]+\/caller-with-both"/);
});

it('refuses a role that has only lambda:InvokeFunctionUrl, and says what is missing', async () => {
  const answer = await callSigned(await credentialsOf('caller-with-url-only'));

  expect(answer).toMatchObject({ status: 403, text: FORBIDDEN });
  const explanation = emulator.explanations().at(-1) ?? '';
  expect(explanation).toContain('lambda:InvokeFunction');
  expect(explanation).not.toContain('lambda:InvokeFunctionUrl');
  expect(explanation).toContain('lambda:InvokedViaFunctionUrl');
  expect(explanation).toContain('caller-with-url-only');
});

it('refuses a role that has neither, and names both', async () => {
  expect(await callSigned(await credentialsOf('caller-with-none'))).toMatchObject({ status: 403 });
  const explanation = emulator.explanations().at(-1) ?? '';
  expect(explanation).toMatch(/lambda:InvokeFunctionUrl/);
  expect(explanation).toMatch(/lambda:InvokeFunction\b(?!Url)/);
});

it('refuses everyone on a public URL whose policy lacks the second permission', async () => {
  expect(await request(emulator.urlOf('half-public'))).toMatchObject({ status: 403, text: FORBIDDEN });
  expect(emulator.explanations().at(-1)).toContain('lambda:InvokedViaFunctionUrl');
});

const MISMATCH =
  '{"message":"The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details."}';
const INVALID_TOKEN = '{"message":"The security token included in the request is invalid."}';

it.each<[what: string, body: string, errorType: string, call: (own: Credentials) => Promise<Answer>]>([
  [
    'a wrong secret',
    MISMATCH,
    'InvalidSignatureException',
    (own) => callSigned({ ...own, secretAccessKey: `${own.secretAccessKey}x` }),
  ],
  [
    'another body than the one that was signed',
    MISMATCH,
    'InvalidSignatureException',
    (own) => callSigned(own, { body: 'signed', sentBody: 'forged' }),
  ],
  [
    'an unknown key',
    INVALID_TOKEN,
    'UnrecognizedClientException',
    (own) => callSigned({ ...own, accessKeyId: 'ASIAQQQQQQQQQQQQQQQQ' }),
  ],
  [
    'no session token',
    INVALID_TOKEN,
    'UnrecognizedClientException',
    ({ accessKeyId, secretAccessKey }) => callSigned({ accessKeyId, secretAccessKey }),
  ],
  [
    "another session's token",
    INVALID_TOKEN,
    'UnrecognizedClientException',
    (own) => callSigned({ ...own, sessionToken: 'another' }),
  ],
  [
    'another region',
    '{"message":"Credential should be scoped to a valid Region, not us-east-1"}',
    'InvalidSignatureException',
    (own) => callSigned(own, { region: 'us-east-1' }),
  ],
  [
    'another service',
    `{"message":"Credential should be scoped to correct service: 'lambda'"}`,
    'InvalidSignatureException',
    (own) => callSigned(own, { service: 'execute-api' }),
  ],
])('refuses %s with AWS’s words, and tells the terminal no secret', async (_what, body, errorType, call) => {
  const answer = await call(emulator.developer);

  expect(answer).toMatchObject({ status: 403, text: body, headers: { 'x-amzn-errortype': errorType } });
  expect(answer.headers).not.toHaveProperty('x-amzn-trace-id');
  expect(JSON.stringify(emulator.events)).not.toContain(emulator.developer.secretAccessKey);
  expect(JSON.stringify(emulator.events)).not.toContain(emulator.developer.sessionToken);
});

it('refuses a signature that is more than five minutes old', async () => {
  const answer = await callSigned(emulator.developer, { clock: () => new Date(Date.now() - 301_000) });

  expect(answer.status).toBe(403);
  expect(answer.text).toMatch(
    /^\{"message":"Signature expired: \d{8}T\d{6}Z is now earlier than .* - 5 min\.\)"\}$/,
  );
});

it('lets in the developer of an earlier run', async () => {
  const developer = { accessKeyId: 'ASIAEARLIERRUN', secretAccessKey: 's3cret', sessionToken: 'token' };
  const second = await runFixture('iam', { developer });
  try {
    expect(await callSigned(developer, { url: second.urlOf('guarded') })).toMatchObject({ status: 200 });
    expect(second.urlOf('guarded').split('.')[0]).toBe(emulator.urlOf('guarded').split('.')[0]);
  } finally {
    await second.close();
  }
});

import { randomBytes } from 'node:crypto';
import { request } from './support/http-client';
import { runFixture, type RunningEmulator } from './support/running-emulator';

let emulator: RunningEmulator;
beforeAll(async () => {
  emulator = await runFixture('behaviours');
});
afterAll(() => emulator.close());

/** What a client gets when the handler returns `value`. */
const returned = (value: unknown) =>
  request(emulator.urlOf('returns-what-was-sent'), {
    ...(value !== undefined && { body: JSON.stringify(value) }),
    headers: { 'Content-Type': 'application/json' },
  });

// Lambda Developer Guide, "Response payload format"; recorded answers where the guide is wrong.
it.each<[what: string, value: unknown, body: string]>([
  ['an object without statusCode', { a: 1, b: [true] }, '{"a":1,"b":[true]}'],
  ['an array', [1, 'two'], '[1,"two"]'],
  ['a number', 42, '42'],
  ['a boolean', false, 'false'],
  ['a string, without quotes', 'hello', 'hello'],
  ['null', null, 'null'],
])('answers 200 application/json when the handler returns %s', async (_what, value, body) => {
  const answer = await returned(value);

  expect(answer).toMatchObject({
    status: 200,
    text: body,
    headers: { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) },
  });
});

it('answers null when the handler returns nothing', async () => {
  expect(await request(emulator.urlOf('returns-what-was-sent'))).toMatchObject({ status: 200, text: 'null' });
});

it('takes status, headers, cookies and body from a response object', async () => {
  const answer = await returned({
    statusCode: '418',
    headers: { 'Content-Type': 'text/html; charset=utf-8', 'X-Tea': 'Öl' },
    cookies: ['a=1; Path=/', 'b=2'],
    body: 'dGVh',
    isBase64Encoded: true,
  });

  expect(answer).toMatchObject({
    status: 418,
    text: 'tea',
    headers: { 'content-type': 'text/html; charset=utf-8', 'set-cookie': ['a=1; Path=/', 'b=2'] },
  });
  expect(Buffer.from(answer.headers['x-tea'] as string, 'latin1').toString('utf8')).toBe('Öl');
});

it('sends a request id and the trace with an answer, the id being that of the log', async () => {
  const { headers } = await returned('x');

  expect(headers['x-amzn-requestid']).toMatch(/^[0-9a-f-]{36}$/);
  expect(headers['x-amzn-trace-id']).toMatch(/^root=1-[0-9a-f]{8}-[0-9a-f]{24}$/);
  expect(headers).toMatchObject({ date: expect.any(String) as string });
  expect(emulator.log('returns-what-was-sent')).toContain(
    `START RequestId: ${headers['x-amzn-requestid']} Version: $LATEST`,
  );
});

it('sends no body with 204 and none to HEAD', async () => {
  const noContent = await returned({ statusCode: 204, body: 'ignored' });
  const head = await request(`${emulator.urlOf('echo-event')}`, { method: 'HEAD' });

  expect(noContent).toMatchObject({ status: 204, text: '' });
  expect(noContent.headers['content-length']).toBeUndefined();
  expect(head).toMatchObject({ status: 200, text: '' });
  expect(Number(head.headers['content-length'])).toBeGreaterThan(100);
});

it.each([
  ['a status that is none', { statusCode: 42 }],
  ['headers that would split the response', { statusCode: 200, headers: { a: 'b\r\nSet-Cookie: stolen=1' } }],
  ['a body that is no string', { statusCode: 200, body: { a: 1 } }],
])('answers 502 and nothing else to %s, and says at the terminal why', async (_what, value) => {
  const answer = await returned(value);

  expect(answer).toMatchObject({ status: 502, text: 'Internal Server Error' });
  expect(emulator.explanations().at(-1)).toMatch(/^malformed response: /);
});

it('hands a megabyte of random bytes through both ways unchanged', async () => {
  const bytes = randomBytes(1024 * 1024);

  const answer = await request(emulator.urlOf('echo-body'), { body: bytes });

  expect(answer.status).toBe(200);
  expect(answer.body.equals(bytes)).toBe(true);
});

it('hands text through as text, and text that is none as the bytes it was', async () => {
  const headers = { 'Content-Type': 'text/plain; charset=utf-8' };

  const text = await request(emulator.urlOf('echo-event'), { body: 'Grüße', headers });
  const bytes = await request(emulator.urlOf('echo-event'), { body: Buffer.from([0xff, 0xfe]), headers });

  expect(text.json()).toMatchObject({ body: 'Grüße', isBase64Encoded: false });
  expect(bytes.json()).toMatchObject({ body: '//4=', isBase64Encoded: true });
});

it('gives the handler the path and query as they came', async () => {
  const answer = await request(`${emulator.urlOf('echo-event')}/pa2%Fth//1?b=2&a=%20&b=3`);

  expect(answer.json()).toMatchObject({
    rawPath: '//pa2%Fth//1',
    rawQueryString: 'b=2&a=%20&b=3',
    queryStringParameters: { a: ' ', b: '2,3' },
    requestContext: { accountId: 'anonymous', requestId: answer.headers['x-amzn-requestid'] },
  });
});

it('runs the function as AWS does: environment, context, working directory', async () => {
  const answer = await request(emulator.urlOf('shows-environment'));

  const { environment, context, cwd } = answer.json<{
    environment: Record<string, string>;
    context: Record<string, unknown>;
    cwd: string;
  }>();
  expect(environment).toMatchObject({
    GREETING: 'hello',
    AWS_REGION: 'eu-west-1',
    AWS_LAMBDA_FUNCTION_NAME: 'shows-environment',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    _HANDLER: 'shows-environment.handler',
    LAMBDA_TASK_ROOT: cwd,
    TZ: ':UTC',
  });
  expect(environment['_X_AMZN_TRACE_ID']).toMatch(
    /^Root=1-[\da-f]{8}-[\da-f]{24};Parent=[\da-f]{16};Sampled=0$/,
  );
  expect(environment['AWS_ACCESS_KEY_ID']).toMatch(/^ASIA/);
  // Nothing of the person's shell, nothing of ours, nothing that AWS would refuse.
  for (const name of ['HOME', 'USER', 'FURL_CHANNEL_FD', 'AWS_LAMBDA_MAX_CONCURRENCY', 'NODE_ENV']) {
    expect(environment[name]).toBeUndefined();
  }
  expect(context).toMatchObject({
    awsRequestId: answer.headers['x-amzn-requestid'],
    functionName: 'shows-environment',
    memoryLimitInMB: '256',
    invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:shows-environment',
  });
  expect(context['remaining']).toBeGreaterThan(5000);
});

it('lets a function call the URL of another by the name it has in the template', async () => {
  expect((await request(emulator.urlOf('calls-another'))).json()).toMatchObject({ status: 200 });
});

it('runs inline code', async () => {
  expect(await request(emulator.urlOf('inline'))).toMatchObject({ status: 200, text: 'inline' });
});

it('serves a function that streams, with the status and headers of its prelude', async () => {
  const answer = await request(emulator.urlOf('streams-with-prelude'));

  expect(answer).toMatchObject({
    status: 201,
    text: 'one,two',
    headers: { 'content-type': 'text/plain', 'x-from': 'prelude', 'set-cookie': ['a=1', 'b=2'] },
  });
});

it('answers 200 with the bytes as they are when a stream has no prelude', async () => {
  const plain = await request(emulator.urlOf('streams-plainly'));
  const typed = await request(`${emulator.urlOf('streams-plainly')}typed`);

  expect(plain).toMatchObject({ status: 200, headers: { 'content-type': 'application/octet-stream' } });
  expect([...plain.body]).toEqual([0, 255, 128, ...Buffer.from('end')]);
  expect(typed.headers['content-type']).toBe('text/css');
});

it('answers 502 when a streaming handler throws before it has written', async () => {
  const answer = await request(`${emulator.urlOf('streams-then-throws')}?early`);

  expect(answer).toMatchObject({ status: 502, text: 'Internal Server Error' });
  expect(emulator.explanations().at(-1)).toBe('RangeError: then this');
});

// aws-lambda-nodejs-runtime-interface-client issues 97 and 95.
it('answers 502 to a stream that was ended with its first write, and 200 to an empty one', async () => {
  const url = emulator.urlOf('streams-without-a-write');

  expect(await request(url)).toMatchObject({ status: 502 });
  expect(await request(`${url}?alone`)).toMatchObject({ status: 200, text: '' });
});

it('does not interpret a response object on a URL that streams', async () => {
  const answer = await request(emulator.urlOf('returns-on-stream-url'), {
    body: '{"statusCode":418,"body":"tea"}',
    headers: { 'Content-Type': 'application/json' },
  });

  expect(answer).toMatchObject({ status: 200, text: '{"statusCode":418,"body":"tea"}' });
});

it('reads what a streaming handler wrote as a return value on a buffered URL, where it is JSON', async () => {
  expect(await request(emulator.urlOf('streams-json-on-buffered-url'))).toMatchObject({
    status: 418,
    text: 'tea',
  });
  expect(await request(emulator.urlOf('streams-plainly-on-buffered-url'))).toMatchObject({ status: 200 });
});

it('names at the start what is left out and what differs', () => {
  expect(emulator.notices).toEqual(
    expect.arrayContaining([
      'python is left out: its runtime python3.13 cannot run here, only nodejs runtimes can',
      'Behaviours.PythonUrl is not served: its function python is left out',
    ]),
  );
});

import http from 'node:http';
import type { FunctionResponse, Invocation } from './invocation';
import type { RuntimeError } from './posted';
import { RESPONSE_LIMIT, RuntimeApi } from './runtime-api';
import { RuntimeSession } from './runtime-session';

const invocation: Invocation = {
  requestId: 'id-1',
  payload: '{"ü":1}',
  functionArn: 'arn:f',
  traceId: 'Root=1',
};

let api: RuntimeApi;
let session: RuntimeSession;
let ready: number;
let responses: (FunctionResponse | { readonly kind: 'streamed' })[];
let errors: RuntimeError[];
beforeEach(async () => {
  [ready, responses, errors] = [0, [], []];
  session = new RuntimeSession({
    onReady: () => (ready += 1),
    onResponse: (response) => responses.push(response),
    onError: (error) => errors.push(error),
    onInitError: (error) => errors.push(error),
  });
  api = await RuntimeApi.listen(session);
});
afterEach(() => api.close());

interface Said {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
}

function call(method: string, path: string, body?: string | Buffer, headers = {}): Promise<Said> {
  return new Promise((resolve, reject) => {
    const request = http.request(
      `http://${api.address}/2018-06-01/runtime/${path}`,
      { method, headers, agent: false },
      (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
        );
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

/** Asks for the next invocation and gets one. */
async function take(one: Invocation = invocation): Promise<Said> {
  const before = ready;
  const next = call('GET', 'invocation/next');
  while (ready === before) await new Promise((resolve) => setImmediate(resolve));
  expect(session.deliver(one, 1234)).toBe(true);
  return next;
}

// "Using the Lambda runtime API": Next invocation.
it('hands out an invocation with its headers, always with a content type', async () => {
  const { status, headers, text } = await take();

  expect({ status, text }).toEqual({ status: 200, text: '{"ü":1}' });
  expect(headers).toMatchObject({
    'content-type': 'application/json',
    'lambda-runtime-aws-request-id': 'id-1',
    'lambda-runtime-deadline-ms': '1234',
    'lambda-runtime-invoked-function-arn': 'arn:f',
    'lambda-runtime-trace-id': 'Root=1',
  });
});

it('takes a response once: 202, then 403', async () => {
  await take();

  const first = await call('POST', 'invocation/id-1/response', '"ä"');
  const second = await call('POST', 'invocation/id-1/error', '{}');

  expect(first).toMatchObject({ status: 202, text: '{"status":"OK"}' });
  expect(second.status).toBe(403);
  expect(JSON.parse(second.text)).toMatchObject({ errorType: 'InvalidStateTransition' });
  expect(responses).toEqual([{ kind: 'response', payload: '"ä"' }]);
  expect(errors).toEqual([]);
});

it('refuses an answer to another invocation with 400, and to none', async () => {
  expect(await call('POST', 'invocation/id-1/response', '1')).toMatchObject({ status: 400 });
  await take();
  const answer = await call('POST', 'invocation/id-2/response', '1');

  expect(answer.status).toBe(400);
  expect(JSON.parse(answer.text)).toMatchObject({ errorType: 'InvalidRequestID' });
  expect(responses).toEqual([]);
});

it('refuses a response that is too large with 413: the invocation has failed', async () => {
  await take();

  const answer = await call('POST', 'invocation/id-1/response', Buffer.alloc(RESPONSE_LIMIT + 1, 'x'));

  expect(answer.status).toBe(413);
  expect(JSON.parse(answer.text)).toMatchObject({ errorType: 'RequestEntityTooLarge' });
  expect(errors).toMatchObject([{ errorType: 'Function.ResponseSizeTooLarge' }]);
});

it('takes the largest response', async () => {
  await take();

  expect(await call('POST', 'invocation/id-1/response', Buffer.alloc(RESPONSE_LIMIT, '1'))).toMatchObject({
    status: 202,
  });
});

it.each([
  ['{"errorType":"E","errorMessage":"m"}', {}, { errorType: 'E', errorMessage: 'm' }],
  ['not json', { 'Lambda-Runtime-Function-Error-Type': 'H' }, { errorType: 'H', errorMessage: '' }],
  ['null', {}, { errorType: 'Error', errorMessage: '' }],
])('reads the error %s', async (body, headers, error) => {
  await take();
  await call('POST', 'invocation/id-1/error', body, headers);

  expect(errors).toEqual([error]);
});

it('takes an init error before the first invocation only', async () => {
  expect(await call('POST', 'init/error', '{"errorType":"E","errorMessage":"m"}')).toMatchObject({
    status: 202,
  });
  await take();
  expect(await call('POST', 'init/error', '{}')).toMatchObject({ status: 403 });
  expect(errors).toHaveLength(1);
});

it('hears of the next invocation only when the answer to the last one is in', async () => {
  await take();
  const next = call('GET', 'invocation/next');
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(ready).toBe(1);

  await call('POST', 'invocation/id-1/response', '1');

  expect(ready).toBe(2);
  session.deliver({ ...invocation, requestId: 'id-2' }, 1);
  expect((await next).headers['lambda-runtime-aws-request-id']).toBe('id-2');
});

it('takes half an answer for none when the runtime dies in the middle of it', async () => {
  await take();
  const request = http.request(`http://${api.address}/2018-06-01/runtime/invocation/id-1/response`, {
    method: 'POST',
    headers: { 'Content-Length': 100 },
    agent: false,
  });
  request.on('error', () => undefined);
  request.write('"half');
  while (!api.isReceiving) await new Promise((resolve) => setImmediate(resolve));
  request.destroy();
  while (api.isReceiving) await new Promise((resolve) => setImmediate(resolve));

  expect(responses).toEqual([]);
});

it('says so when the runtime that waited has gone', async () => {
  const request = http.get(`http://${api.address}/2018-06-01/runtime/invocation/next`, { agent: false });
  request.on('error', () => undefined);
  while (ready === 0) await new Promise((resolve) => setImmediate(resolve));
  request.destroy();
  await new Promise((resolve) => setTimeout(resolve, 20));

  expect(session.deliver(invocation, 1)).toBe(false);
});

it('knows no other path', async () => {
  expect(await call('POST', 'restore/error', '{}')).toMatchObject({ status: 404 });
  expect(await call('DELETE', 'invocation/next')).toMatchObject({ status: 404 });
});

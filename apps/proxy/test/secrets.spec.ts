import { inspect } from 'node:util';

import type { EventParts } from './events';
import { eventOf } from './events';
import {
  installLambdaRuntime,
  invokeStreaming,
  removeLambdaRuntime,
  type AnyHandler,
} from './lambda-runtime';
import { loadHandler, restoreEnvironment, roleCredentials } from './load-handler';
import { recordingUpstream, response, type Answer, type RecordingUpstream } from './recording-upstream';

const secret = 'hunter2';
const secrets = new RegExp([secret, roleCredentials.secretAccessKey, roleCredentials.sessionToken].join('|'));

/** Secrets wherever a client can have some. */
const request: EventParts = {
  method: 'POST',
  path: '/api',
  query: `token=${secret}&${secret}`,
  headers: {
    authorization: `Bearer ${secret}`,
    cookie: `session=${secret}`,
    'x-api-key': secret,
    'x-amz-security-token': secret,
    'content-type': 'text/plain',
  },
  body: secret,
};

const body = JSON.stringify({ password: secret });
const fields = [
  ['Set-Cookie', `session=${secret}`],
  ['X-Token', secret],
] as const;
/** The long form of a mismatch names what was signed. */
const mismatch = JSON.stringify({
  message: `The request signature we calculated does not match.\n\nThe Canonical String for this request should have been\n'POST\nx-amz-security-token:${roleCredentials.sessionToken}'`,
});

const paths: readonly (readonly [what: string, parts: EventParts, answer: Answer])[] = [
  ['an answer', {}, response('200 OK', fields, body)],
  ["the upstream function's own error", {}, response('500 Internal Server Error', fields, body)],
  [
    'a refused signature',
    {},
    response('403 Forbidden', [...fields, ['x-amzn-ErrorType', 'InvalidSignatureException']], mismatch),
  ],
  ['garbage', {}, (socket) => socket.end(`${secret}: ${secret}\r\n`)],
  ['a reset', {}, (socket) => socket.resetAndDestroy()],
  [
    'half an answer',
    {},
    (socket) => socket.end(`HTTP/1.1 200 OK\r\nX: ${secret}\r\nContent-Length: 99\r\n\r\n${secret}`),
  ],
  [
    'a bad chunk',
    {},
    (socket) => socket.end(`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${secret}\r\n`),
  ],
  ['a header that is too large', {}, response('200 OK', [['X-Large', secret.repeat(10_000)]], '')],
  ['silence', {}, () => undefined],
  ['a redirect', {}, response('302 Found', [['Location', `https://example.com/?code=${secret}`]], '')],
  ['a dot segment', { path: '/api/..' }, ''],
  ['query authentication', { query: `X-Amz-Signature=${secret}` }, ''],
  ['a query within the path', { path: `/api?token=${secret}` }, ''],
  ['a fragment within the path', { path: `/api#${secret}` }, ''],
  ['a line break in a value', { headers: { 'x-api-key': `${secret}\r\n${secret}: ${secret}` } }, ''],
  ['a value that is no text', { headers: { authorization: `\u0000${secret}` } }, ''],
  ['a method that is none', { method: 'GET /' }, ''],
  ['a path that is not let through', { path: '/elsewhere' }, ''],
  ['a method that is not let through', { method: 'PATCH' }, ''],
  ['a body that is too large', { body: secret.repeat(1_000) }, ''],
  ['a loop', { headers: { via: `1.1 proxy.lambda-url.eu-central-1.on.aws (${secret})` } }, ''],
];

describe.each(['BUFFERED', 'RESPONSE_STREAM'] as const)(
  'no secret in any line of the log, %s',
  (invokeMode) => {
    let upstream: RecordingUpstream;
    let handler: AnyHandler;
    const lines: string[] = [];
    const variables = () => ({
      LAMBDA_SERVER_URL: `http://127.0.0.1:${upstream.port}/`,
      PROXY_INVOKE_MODE: invokeMode,
      PROXY_ALLOWED_METHODS: 'POST',
      PROXY_ALLOWED_PATH_PREFIXES: '/api',
      PROXY_MAX_REQUEST_BYTES: '1000',
      PROXY_HAND_ON_AUTHORIZATION: 'true',
    });

    beforeAll(async () => {
      upstream = await recordingUpstream();
      installLambdaRuntime();
      handler = await loadHandler(variables());
    });
    beforeEach(() => {
      lines.length = 0;
      const take = (line: unknown): boolean => lines.push(String(line)) > 0;
      jest.spyOn(process.stdout, 'write').mockImplementation(take);
      jest.spyOn(process.stderr, 'write').mockImplementation(take);
    });
    afterEach(() => jest.restoreAllMocks());
    afterAll(async () => {
      removeLambdaRuntime();
      restoreEnvironment();
      await upstream.close();
    });

    const invoke = async (parts: EventParts): Promise<unknown> => {
      const event = eventOf({ ...request, ...parts, headers: { ...request.headers, ...parts.headers } });
      const context = { getRemainingTimeInMillis: () => 700 };
      if (invokeMode === 'BUFFERED') return handler(event, context);
      return (await invokeStreaming(handler, event, context)).failure;
    };

    it.each(paths)('%s', async (_, parts, answer) => {
      upstream.answer(answer);
      const result = await invoke(parts);
      expect(lines).toHaveLength(1);
      expect(JSON.parse(lines[0] ?? '')).toMatchObject({
        event: 'request',
        status: expect.any(Number) as number,
      });
      expect(lines.join('')).not.toMatch(secrets);
      // What is thrown, the runtime writes to the log, with all that is in it.
      if (result instanceof Error) expect(inspect(result, { depth: 9 })).not.toMatch(secrets);
    });

    it('credentials that cannot sign', async () => {
      process.env['AWS_SESSION_TOKEN'] = `${secret} with a space`;
      try {
        await invoke({});
      } finally {
        process.env['AWS_SESSION_TOKEN'] = roleCredentials.sessionToken;
      }
      expect(lines).toHaveLength(1);
      expect(JSON.parse(lines[0] ?? '')).toMatchObject({ status: 500, error: 'proxy_configuration_error' });
      expect(lines.join('')).not.toMatch(secrets);
    });
  },
);

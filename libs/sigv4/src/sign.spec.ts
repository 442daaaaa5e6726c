import { check, CLOCK, HOST, KEYS, received, TEMPORARY } from '../test/fixtures';
import { sign, SigV4Error, type Credentials, type SignableRequest, type SignOptions } from './index';

const REQUEST: SignableRequest = { method: 'GET', host: HOST, path: '/' };
const OPTIONS: SignOptions = { credentials: KEYS, clock: CLOCK };

/** The error that a call is rejected with. */
async function failure(call: Promise<unknown>): Promise<SigV4Error> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof SigV4Error)) throw new Error(`expected a SigV4Error, got ${String(error)}`);
  return error;
}

describe('a signed request', () => {
  it('carries what to send, to the byte', async () => {
    const signed = await sign(
      {
        method: 'post',
        host: HOST,
        path: '/a%20b',
        query: 'b=1&a=+',
        headers: [
          ['Content-Type', 'text/plain'],
          ['Accept', '*/*'],
        ],
        body: 'héllo',
      },
      { credentials: TEMPORARY, clock: CLOCK },
    );

    expect(signed).toEqual({
      method: 'POST',
      host: HOST,
      path: '/a%20b',
      query: 'b=1&a=%20',
      headers: [
        ['content-type', 'text/plain'],
        ['accept', '*/*'],
        ['host', HOST],
        ['x-amz-content-sha256', '3c48591d8d098a4538f5e013dfcf406e948eac4d3277b10bf614e295d6068179'],
        ['x-amz-date', '20260102T030405Z'],
        ['x-amz-security-token', TEMPORARY.sessionToken],
        [
          'authorization',
          expect.stringMatching(
            /^AWS4-HMAC-SHA256 Credential=ASIAEXAMPLE\/20260102\/eu-west-1\/lambda\/aws4_request, SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date;x-amz-security-token, Signature=[0-9a-f]{64}$/,
          ),
        ],
      ],
      body: 'héllo',
    });
    expect(check(received(signed))).toMatchObject({ ok: true, principal: 'temporary' });
  });

  it('signs none of the headers that may change on the way, and every x-amz-* of the caller', async () => {
    const names = [
      'accept',
      'cookie',
      'user-agent',
      'via',
      'x-forwarded-for',
      'content-length',
      'x-amzn-trace-id',
      'X-Amz-Target',
    ];

    const signed = await sign({ ...REQUEST, headers: names.map((name) => [name, '1'] as const) }, OPTIONS);

    expect(check(received(signed))).toMatchObject({
      ok: true,
      signedHeaders: ['host', 'x-amz-content-sha256', 'x-amz-date', 'x-amz-target'],
    });
  });

  it('may have its query in its path', async () => {
    const signed = await sign({ ...REQUEST, path: '/a?b=+', query: 'c' }, OPTIONS);

    expect(signed).toMatchObject({ path: '/a', query: 'b=%20?c' });
    expect(check(received(signed))).toMatchObject({ ok: true });
  });

  it('is made of bytes where the caller gave characters', async () => {
    const signed = await sign({ ...REQUEST, path: '/é/ሴ', headers: [['Content-Type', 'a/ሴ']] }, OPTIONS);

    expect(signed.path).toBe('/\xc3\xa9/\xe1\x88\xb4');
    expect(signed.headers[0]).toEqual(['content-type', 'a/\xe1\x88\xb4']);
    expect(check(received(signed))).toMatchObject({ ok: true });
    expect(check({ ...received(signed), target: '/é/ሴ' })).toMatchObject({ ok: true });
  });

  it('takes a hash at its word where the body cannot be given', async () => {
    const payloadHash = '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824';

    const signed = await sign({ ...REQUEST, method: 'POST' }, { ...OPTIONS, payloadHash });

    expect(check({ ...received(signed), body: Buffer.from('hello') })).toMatchObject({ ok: true });
  });

  it('is for the region and service that the options name', async () => {
    const signed = await sign(
      { ...REQUEST, host: 'localhost:3000' },
      { ...OPTIONS, region: 'eu-west-1', service: 'lambda' },
    );

    expect(check(received(signed))).toMatchObject({ ok: true });
  });
});

describe('what cannot be signed safely', () => {
  const requests: [what: string, request: Partial<SignableRequest>, says: string][] = [
    ['a CR in a header', { headers: [['x-a', 'b\rc']] }, '"x-a"'],
    ['an LF in a header', { headers: [['x-a', 'b\nc']] }, '"x-a"'],
    ['a NUL in a header', { headers: [['x-a', '\0']] }, '"x-a"'],
    ['a header name with a space', { headers: [['x a', '']] }, '"x a"'],
    ['an empty header name', { headers: [['', '']] }, '""'],
    ['an array as value', { headers: [['x-a', ['b'] as never]] }, '"x-a"'],
    ['a path without a slash', { path: 'a' }, '"a"'],
    ['an empty path', { path: '' }, '""'],
    ['an LF in the path', { path: '/\n' }, '"/\\n"'],
    ['a NUL in the query', { query: '\0' }, '\\u0000'],
    ['a CR in the query', { query: '\r' }, '\\r'],
    ['a method with a space', { method: 'GET /' }, '"GET /"'],
    ['an empty method', { method: '' }, '""'],
    ['a host with a path', { host: 'a/b' }, '"a/b"'],
    ['a host with userinfo', { host: 'a@b' }, '"a@b"'],
    ['a host with a line feed', { host: 'a\nb' }, '"a\\nb"'],
    ['an empty host', { host: '' }, '""'],
    ['a host that is not ASCII', { host: 'é.example' }, '"é.example"'],
    ['query authentication', { query: 'a=1&X-Amz-Signature=0' }, '"X-Amz-Signature"'],
    ['query authentication, escaped', { query: 'X%2DAmz-Credential' }, '"X-Amz-Credential"'],
    ['a stream', { body: new ReadableStream() as never }, 'payloadHash'],
  ];

  it.each(requests)('%s', async (_, request, says) => {
    const error = await failure(sign({ ...REQUEST, ...request }, OPTIONS));

    expect(error).toMatchObject({ name: 'SigV4Error', code: 'InvalidRequest' });
    expect(error.message).toContain(says);
  });

  const options: [what: string, options: Partial<SignOptions>, code: string, says: string][] = [
    ['UNSIGNED-PAYLOAD', { payloadHash: 'UNSIGNED-PAYLOAD' }, 'InvalidRequest', '"UNSIGNED-PAYLOAD"'],
    ['a hash in upper case', { payloadHash: 'A'.repeat(64) }, 'InvalidRequest', '64 lower-case hex digits'],
    ['a region with a slash', { region: 'a/b', service: 'lambda' }, 'InvalidOption', 'a/b'],
    ['a service with a line feed', { region: 'a', service: 'b\n' }, 'InvalidOption', 'b\\n'],
    ['a clock that is broken', { clock: () => new Date(Number.NaN) }, 'InvalidOption', 'date'],
  ];

  it.each(options)('%s', async (_, option, code, says) => {
    const error = await failure(sign(REQUEST, { ...OPTIONS, ...option }));

    expect(error.code).toBe(code);
    expect(error.message).toContain(says);
  });

  const wrong: [what: string, credentials: Partial<Credentials>, code: string, says: string][] = [
    ['expired', { expiration: CLOCK() }, 'ExpiredCredentials', '2026-01-02T03:04:05.000Z'],
    ['without a key id', { accessKeyId: '' }, 'InvalidCredentials', 'access key id'],
    ['with a slash in the key id', { accessKeyId: 'a/b' }, 'InvalidCredentials', 'access key id'],
    ['without a secret', { secretAccessKey: '' }, 'InvalidCredentials', 'secret access key'],
    ['with an empty token', { sessionToken: '' }, 'InvalidCredentials', 'session token'],
    ['with a line break in the token', { sessionToken: 'a\r\nb' }, 'InvalidCredentials', 'session token'],
  ];

  it.each(wrong)('credentials %s', async (_, credentials, code, says) => {
    const error = await failure(sign(REQUEST, { ...OPTIONS, credentials: { ...TEMPORARY, ...credentials } }));

    expect(error.code).toBe(code);
    expect(error.message).toContain(says);
    expect(error.message).not.toContain(TEMPORARY.secretAccessKey);
    expect(error.message).not.toContain(TEMPORARY.sessionToken);
  });

  it('no credentials at all', async () => {
    expect(await failure(sign(REQUEST, { ...OPTIONS, credentials: undefined as never }))).toMatchObject({
      code: 'InvalidCredentials',
    });
  });
});

import fc from 'fast-check';
import {
  presign,
  sign,
  verify,
  type HeaderPairs,
  type ReceivedRequest,
  type SignableRequest,
} from '../src/index';
import {
  AMZ_NOW,
  check,
  CLOCK,
  HOST,
  KEYRING,
  KEYS,
  received,
  REGION,
  SERVICE,
  TEMPORARY,
  withHeader,
} from './fixtures';

/** Any bytes but those that no request line or header can hold. */
const bytes = (maxLength: number): fc.Arbitrary<string> =>
  fc
    .array(
      fc.oneof(
        { weight: 3, arbitrary: fc.constantFrom(...'abz019-._~/%&=+?#@:;,!*()\'" \t\\|<>^`{}[]$') },
        {
          weight: 1,
          arbitrary: fc.constantFrom('%2F', '%2f', '%zz', '%', '..', '//', '__proto__', '%C3%A9', '\xc3\xa9'),
        },
        { weight: 2, arbitrary: fc.integer({ min: 1, max: 255 }).map((byte) => String.fromCharCode(byte)) },
      ),
      { maxLength },
    )
    .map((pieces) => pieces.join('').replace(/[\r\n\0]/g, ''));

const headerName = fc.oneof(
  fc.constantFrom(
    'Content-Type',
    'accept',
    'X-Amz-Target',
    'x-amz-meta',
    'Cookie',
    'constructor',
    '__proto__',
    'X-Forwarded-For',
  ),
  fc.stringMatching(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,12}$/),
);

const request: fc.Arbitrary<SignableRequest> = fc.record({
  method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS', 'PROPFIND'),
  host: fc.constantFrom(HOST, 'abc.lambda-url.eu-west-1.localhost:8080'),
  path: bytes(12).map((path) => `/${path}`),
  query: bytes(16),
  headers: fc.array(fc.tuple(headerName, bytes(8)), { maxLength: 4 }),
  body: fc.oneof(fc.uint8Array({ maxLength: 16 }), fc.string({ unit: 'binary', maxLength: 8 })),
});

const credentials = fc.constantFrom(KEYS, TEMPORARY);
const ACCEPTED = { ok: true } as const;

describe('10,000 requests of any bytes', () => {
  it('are accepted as they were signed', async () => {
    await fc.assert(
      fc.asyncProperty(request, credentials, async (original, keys) => {
        const signed = await sign(original, { credentials: keys, clock: CLOCK });

        expect(check(received(signed))).toMatchObject(ACCEPTED);
      }),
      { numRuns: 10_000 },
    );
  });
});

describe('a presigned request of any bytes', () => {
  it('is accepted as it was signed, and refused with another parameter', async () => {
    await fc.assert(
      fc.asyncProperty(request, credentials, async (original, keys) => {
        const signed = received(await presign(original, { credentials: keys, clock: CLOCK }));

        expect(check(signed)).toMatchObject(ACCEPTED);
        expect(check({ ...signed, target: `${signed.target}&z` })).toMatchObject({ ok: false });
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a signed request is refused after a change of', () => {
  /** One letter or digit becomes another, which no encoding takes for the same. */
  const exchange = (text: string, at: number): string => {
    const index = at % text.length;
    const other = text[index]?.toLowerCase() === 'q' ? 'w' : 'q';
    return text.slice(0, index) + other + text.slice(index + 1);
  };

  const changes: [what: string, change: (signed: ReceivedRequest, at: number) => ReceivedRequest][] = [
    ['its method', (signed) => ({ ...signed, method: signed.method === 'GET' ? 'POST' : 'GET' })],
    [
      'its path, one byte',
      (signed, at) => {
        const [path = '', ...query] = signed.target.split('?');
        return { ...signed, target: [`/${exchange(path.slice(1), at)}`, ...query].join('?') };
      },
    ],
    ['its path, one byte more', (signed) => ({ ...signed, target: signed.target.replace('?', 'x?') })],
    [
      'its query, one byte',
      (signed, at) => {
        const [path = '', ...query] = signed.target.split('?');
        return { ...signed, target: `${path}?${exchange(query.join('?'), at)}` };
      },
    ],
    ['its query, one name more', (signed) => ({ ...signed, target: `${signed.target}&__proto__` })],
    [
      'its query, gone',
      (signed) => ({ ...signed, target: signed.target.slice(0, signed.target.indexOf('?')) }),
    ],
    [
      'its body',
      (signed, at) => ({ ...signed, body: Buffer.concat([signed.body, Buffer.from([at % 256])]) }),
    ],
    ['its host', (signed) => ({ ...signed, headers: withHeader(signed.headers, 'host', 'evil.example') })],
    [
      'its content type',
      (signed) => ({ ...signed, headers: withHeader(signed.headers, 'content-type', 'text/evil') }),
    ],
    [
      'its content type, sent twice',
      (signed) => ({
        ...signed,
        headers: [...signed.headers, ['content-type', 'text/evil']],
      }),
    ],
    [
      'its date',
      (signed, at) => ({
        ...signed,
        headers: withHeader(signed.headers, 'x-amz-date', `20260102T03040${'012346789'[at % 9]}Z`),
      }),
    ],
    [
      'its token',
      (signed, at) => ({
        ...signed,
        headers: withHeader(
          signed.headers,
          'x-amz-security-token',
          exchange(TEMPORARY.sessionToken ?? '', at),
        ),
      }),
    ],
    [
      'its token, gone',
      (signed) => ({ ...signed, headers: withHeader(signed.headers, 'x-amz-security-token') }),
    ],
    [
      'its declared payload hash',
      (signed, at) => edit(signed, 'x-amz-content-sha256', (hash) => exchange(hash, at)),
    ],
    [
      'its payload hash, gone',
      (signed) => ({ ...signed, headers: withHeader(signed.headers, 'x-amz-content-sha256') }),
    ],
    [
      'its Authorization, one byte',
      (signed, at) => edit(signed, 'authorization', (value) => exchange(value, at)),
    ],
    [
      'its Authorization, one byte less',
      (signed, at) =>
        edit(signed, 'authorization', (value) => {
          const visible = value.replace(/, /g, ',');
          const index = at % visible.length;
          return visible.slice(0, index) + visible.slice(index + 1);
        }),
    ],
    [
      'its scope',
      (signed, at) =>
        edit(signed, 'authorization', (value) => {
          const [from, to] = [
            ['/20260102/', '/20260103/'],
            ['/eu-west-1/', '/eu-west-2/'],
            ['/lambda/', '/s3/'],
            ['aws4_request', 'aws4_requests'],
          ][at % 4] as [string, string];
          return value.replace(from, to);
        }),
    ],
    [
      'its access key id',
      (signed) => edit(signed, 'authorization', (value) => value.replace('ASIAEXAMPLE', 'AKIDEXAMPLE')),
    ],
    [
      'its signature',
      (signed, at) =>
        edit(signed, 'authorization', (value) => {
          const index = value.length - 1 - (at % 64);
          return value.slice(0, index) + (value[index] === '0' ? '1' : '0') + value.slice(index + 1);
        }),
    ],
    [
      'an x-amz-* header that comes in addition',
      (signed) => ({
        ...signed,
        headers: [...signed.headers, ['X-Amz-Evil', '1']],
      }),
    ],
  ];

  function edit(signed: ReceivedRequest, name: string, change: (value: string) => string): ReceivedRequest {
    const value = signed.headers.find(([key]) => key === name)?.[1] ?? '';
    return { ...signed, headers: withHeader(signed.headers, name, change(value)) };
  }

  // What a path's dot segments swallow is not part of what is signed: they are left out, and so is a second "?".
  const plain = (text: string): string => text.replace(/[?./]/g, '') + 'p';
  const richRequest = request.map((original) => ({
    ...original,
    path: `/${plain(original.path)}`,
    query: `${plain(original.query ?? '')}=1`,
    headers: [
      ...(original.headers ?? []).filter(([name]) => !/^content-type$/i.test(name)),
      ['Content-Type', 'text/plain'],
    ] as HeaderPairs,
  }));

  it.each(changes)('%s', async (_, change) => {
    await fc.assert(
      fc.asyncProperty(richRequest, fc.nat(), async (original, at) => {
        const signed = received(await sign(original, { credentials: TEMPORARY, clock: CLOCK }));
        const changed = change(signed, at);

        expect(check(signed)).toMatchObject(ACCEPTED);
        expect(check(changed)).toMatchObject({ ok: false });
      }),
      { numRuns: 500 },
    );
  });
});

describe('whatever comes', () => {
  const fragment = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.constantFrom(
      'AWS4-HMAC-SHA256 ',
      `Credential=AKIDEXAMPLE/20260102/${REGION}/${SERVICE}/aws4_request`,
      'SignedHeaders=host;x-amz-date',
      `Signature=${'0'.repeat(64)}`,
      ', ',
      '/',
      '=',
      AMZ_NOW,
      '&X-Amz-Signature=00',
      '?X-Amz-Algorithm=AWS4-HMAC-SHA256',
    ),
  );
  const text = fc.array(fragment, { maxLength: 8 }).map((pieces) => pieces.join(''));
  const name = fc.oneof(
    fc.constantFrom(
      'authorization',
      'Authorization',
      'host',
      'x-amz-date',
      'x-amz-content-sha256',
      'X-Amz-Security-Token',
    ),
    text,
  );

  it('verify neither throws nor accepts what nobody signed', () => {
    fc.assert(
      fc.property(
        fc.record({
          method: fc.oneof(fc.constant('GET'), text),
          target: fc.oneof(
            text.map((rest) => `/${rest}`),
            text,
          ),
          headers: fc.array(fc.tuple(name, text), { maxLength: 8 }),
          body: fc.uint8Array(),
        }),
        (hostile) => {
          expect(check(hostile)).toMatchObject({ ok: false });
        },
      ),
      { numRuns: 5_000 },
    );
  });

  it('verify does not throw at values that no type allows', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (hostile, options) => {
        const verification = verify(hostile as never, (id) => KEYRING.get(id), options as never);

        expect(verification).toMatchObject({ ok: false });
      }),
      { numRuns: 1_000 },
    );
  });

  it('verify does not throw with a lookup that does, and asks it only for well-formed ids', () => {
    fc.assert(
      fc.property(text, (id) => {
        const asked: string[] = [];
        const authorization = `AWS4-HMAC-SHA256 Credential=${id}/20260102/eu-west-1/lambda/aws4_request, SignedHeaders=host;x-amz-date, Signature=00`;
        const verification = verify(
          {
            method: 'GET',
            target: '/',
            headers: [
              ['host', HOST],
              ['x-amz-date', AMZ_NOW],
              ['authorization', authorization],
            ],
            body: Buffer.alloc(0),
          },
          (accessKeyId) => {
            asked.push(accessKeyId);
            throw new Error('the key store is down');
          },
          { region: REGION, service: SERVICE, clock: CLOCK },
        );

        expect(verification).toMatchObject({ ok: false });
        expect(asked.filter((accessKeyId) => !/^[\w-]{1,128}$/.test(accessKeyId))).toEqual([]);
      }),
    );
  });
});

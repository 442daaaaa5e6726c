import { createHash } from 'node:crypto';
import { presign, sign, type HeaderPairs, type ReceivedRequest } from '../src/index';
import { AMZ_NOW, check, CLOCK, handMade, HOST, KEYS, received, TEMPORARY, withHeader } from './fixtures';

const BASE: HeaderPairs = [
  ['host', HOST],
  ['x-amz-date', AMZ_NOW],
];
const EMPTY_HASH = createHash('sha256').digest('hex');

function withHash(value: string): HeaderPairs {
  return [
    ['host', HOST],
    ['x-amz-content-sha256', value],
    ['x-amz-date', AMZ_NOW],
  ];
}

function authorizationOf(request: ReceivedRequest): string {
  return request.headers.find(([name]) => name === 'authorization')?.[1] ?? '';
}

function edited(edit: (authorization: string) => string): ReceivedRequest {
  const request = handMade();
  return {
    ...request,
    headers: withHeader(request.headers, 'authorization', edit(authorizationOf(request))),
  };
}

/** The request with these values for one of its headers, whatever was signed. */
function onTheWire(request: ReceivedRequest, name: string, ...values: string[]): ReceivedRequest {
  const others = request.headers.filter(([key]) => key !== name);
  return { ...request, headers: [...others, ...values.map((value) => [name, value] as const)] };
}

it('accepts the hand-made request that the attacks are made from', () => {
  expect(check(handMade())).toEqual({
    ok: true,
    principal: 'permanent',
    accessKeyId: 'AKIDEXAMPLE',
    signedHeaders: ['host', 'x-amz-date'],
  });
});

const INVALID = 'InvalidSignatureException';
const INCOMPLETE = 'IncompleteSignatureException';
const UNRECOGNIZED = 'UnrecognizedClientException';
const MANY = Array.from({ length: 9000 }, (_, index) => `a${String(index).padStart(5, '0')}`);

const attacks: [what: string, code: string, request: () => ReceivedRequest][] = [
  ['a query key __proto__ that was added', INVALID, () => ({ ...handMade(), target: '/?__proto__=1' })],
  [
    'X-Amz-Signature in the query beside header authentication',
    INCOMPLETE,
    () => handMade({ target: '/?X-Amz-Signature=00', query: 'X-Amz-Signature=00' }),
  ],
  [
    'X-Amz-Signature in the query, escaped',
    INCOMPLETE,
    () => handMade({ target: '/?X%2DAmz-Signat%75re=00', query: 'X-Amz-Signature=00' }),
  ],
  [
    'X-Amz-Security-Token in the query beside header authentication',
    INCOMPLETE,
    () => handMade({ target: '/?X-Amz-Security-Token=x', query: 'X-Amz-Security-Token=x' }),
  ],
  [
    'a session token with a permanent key, mixed case',
    UNRECOGNIZED,
    () => handMade({ unsignedHeaders: [['X-Amz-SECURITY-Token', 'x']] }),
  ],
  [
    'two session tokens, one in mixed case',
    INCOMPLETE,
    () =>
      handMade({
        credentials: TEMPORARY,
        headers: [...BASE, ['x-amz-security-token', TEMPORARY.sessionToken ?? '']],
        unsignedHeaders: [['X-Amz-Security-Token', 'mine']],
      }),
  ],
  [
    'another session token',
    UNRECOGNIZED,
    () => handMade({ credentials: TEMPORARY, headers: [...BASE, ['x-amz-security-token', 'mine']] }),
  ],
  ['no session token with a temporary key', UNRECOGNIZED, () => handMade({ credentials: TEMPORARY })],
  [
    'an empty session token with a temporary key',
    UNRECOGNIZED,
    () => handMade({ credentials: TEMPORARY, headers: [...BASE, ['x-amz-security-token', '']] }),
  ],
  [
    'two Authorization headers',
    INCOMPLETE,
    () => {
      const request = handMade();
      return { ...request, headers: [...request.headers, ['Authorization', 'Bearer x']] };
    },
  ],
  [
    'the same Authorization header twice',
    INCOMPLETE,
    () => {
      const request = handMade();
      return { ...request, headers: [...request.headers, ['authorization', authorizationOf(request)]] };
    },
  ],
  ['two authorizations in one header', INCOMPLETE, () => edited((value) => `${value}, ${value}`)],
  ['a field of Authorization twice', INCOMPLETE, () => edited((value) => `${value}, Signature=00`)],
  ['an unknown field of Authorization', INCOMPLETE, () => edited((value) => `${value}, Region=x`)],
  [
    'Authorization without a signature',
    INCOMPLETE,
    () => edited((value) => value.replace(/, Signature=.*/, '')),
  ],
  ['Authorization without anything', INCOMPLETE, () => edited(() => 'AWS4-HMAC-SHA256')],
  ['an empty Authorization header', INCOMPLETE, () => edited(() => '')],
  ['another algorithm', INCOMPLETE, () => edited((value) => value.replace('SHA256', 'SHA1'))],
  [
    'the algorithm in lower case',
    INCOMPLETE,
    () => edited((value) => value.replace('AWS4-HMAC', 'aws4-hmac')),
  ],
  ['a bearer token', INCOMPLETE, () => edited(() => 'Bearer abc')],
  [
    'an unsigned host',
    INVALID,
    () => handMade({ headers: [['x-amz-date', AMZ_NOW]], unsignedHeaders: [['host', HOST]] }),
  ],
  ['no host at all', INVALID, () => handMade({ headers: [['x-amz-date', AMZ_NOW]] })],
  [
    'a host that is listed and did not come',
    INVALID,
    () => handMade({ headers: [['x-amz-date', AMZ_NOW]], signedHeaders: 'host;x-amz-date' }),
  ],
  [
    'two hosts, both signed',
    INVALID,
    () =>
      onTheWire(
        handMade({
          headers: [
            ['host', `${HOST},evil.example`],
            ['x-amz-date', AMZ_NOW],
          ],
        }),
        'host',
        HOST,
        'evil.example',
      ),
  ],
  [
    'a signed header that was empty, and did not come',
    INVALID,
    () => onTheWire(handMade({ headers: [...BASE, ['x-gone', '']] }), 'x-gone'),
  ],
  ['an unsigned x-amz-*', INVALID, () => handMade({ unsignedHeaders: [['X-Amz-Invocation-Type', 'Event']] })],
  [
    'an unsigned x-amz-content-sha256',
    INVALID,
    () => handMade({ unsignedHeaders: [['x-amz-content-sha256', EMPTY_HASH]] }),
  ],
  [
    'an unsigned x-amz-date',
    INVALID,
    () => handMade({ headers: [['host', HOST]], unsignedHeaders: [['x-amz-date', AMZ_NOW]] }),
  ],
  ['two x-amz-date', INCOMPLETE, () => handMade({ unsignedHeaders: [['X-Amz-Date', AMZ_NOW]] })],
  ['no x-amz-date', INCOMPLETE, () => handMade({ headers: [['host', HOST]] })],
  [
    'UNSIGNED-PAYLOAD',
    INVALID,
    () => handMade({ headers: withHash('UNSIGNED-PAYLOAD'), payloadHash: 'UNSIGNED-PAYLOAD' }),
  ],
  ['UNSIGNED-PAYLOAD that is not declared', INVALID, () => handMade({ payloadHash: 'UNSIGNED-PAYLOAD' })],
  [
    'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
    INVALID,
    () =>
      handMade({
        headers: withHash('STREAMING-AWS4-HMAC-SHA256-PAYLOAD'),
        payloadHash: 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
      }),
  ],
  [
    "a declared hash that is not the body's",
    INVALID,
    () => handMade({ headers: withHash(EMPTY_HASH), payloadHash: EMPTY_HASH, body: 'other' }),
  ],
  [
    "a signed hash that is not the body's, undeclared",
    INVALID,
    () => handMade({ payloadHash: EMPTY_HASH, body: 'other' }),
  ],
  [
    'the hash declared twice',
    INVALID,
    () =>
      handMade({ headers: withHash(EMPTY_HASH), unsignedHeaders: [['x-amz-content-sha256', EMPTY_HASH]] }),
  ],
  [
    'the hash in upper case',
    INVALID,
    () => handMade({ headers: withHash(EMPTY_HASH.toUpperCase()), payloadHash: EMPTY_HASH }),
  ],
  ['5 min 1 s late', INVALID, () => handMade({ amzDate: '20260102T025904Z' })],
  ['5 min 1 s early', INVALID, () => handMade({ amzDate: '20260102T030906Z' })],
  ['a scope of another day', INVALID, () => handMade({ scope: '20260101/eu-west-1/lambda/aws4_request' })],
  ['another region', INVALID, () => handMade({ scope: '20260102/us-east-1/lambda/aws4_request' })],
  ['another service', INVALID, () => handMade({ scope: '20260102/eu-west-1/s3/aws4_request' })],
  ['another terminator', INVALID, () => handMade({ scope: '20260102/eu-west-1/lambda/aws5_request' })],
  ['a scope of four parts', INCOMPLETE, () => handMade({ scope: '20260102/eu-west-1/lambda' })],
  ['a scope of six parts', INCOMPLETE, () => handMade({ scope: '20260102/eu-west-1/lambda/aws4_request/x' })],
  ['a day that does not exist', INCOMPLETE, () => handMade({ amzDate: '20260231T030405Z' })],
  ['a date in words', INCOMPLETE, () => handMade({ amzDate: 'Fri, 02 Jan 2026 03:04:05 GMT' })],
  ['a date that is written null', INCOMPLETE, () => handMade({ amzDate: 'null' })],
  ['an empty date', INCOMPLETE, () => handMade({ amzDate: '' })],
  ['an unknown key', UNRECOGNIZED, () => handMade({ credentials: { ...KEYS, accessKeyId: 'AKIDUNKNOWN' } })],
  [
    'a key id of 10,000 characters',
    UNRECOGNIZED,
    () => handMade({ credentials: { ...KEYS, accessKeyId: 'A'.repeat(10_000) } }),
  ],
  ['an empty key id', UNRECOGNIZED, () => handMade({ credentials: { ...KEYS, accessKeyId: '' } })],
  [
    '__proto__ as key id',
    UNRECOGNIZED,
    () => handMade({ credentials: { ...KEYS, accessKeyId: '__proto__' } }),
  ],
  ['the wrong secret', INVALID, () => handMade({ credentials: { ...KEYS, secretAccessKey: 'guess' } })],
  ['a signature that is cut', INVALID, () => edited((value) => value.slice(0, -1))],
  ['a signature with a tail', INVALID, () => edited((value) => `${value}0`)],
  [
    'a signature in upper case',
    INVALID,
    () => edited((value) => value.replace(/[0-9a-f]{64}$/, (hex) => hex.toUpperCase())),
  ],
  ['a signature of zeros', INVALID, () => edited((value) => value.replace(/[0-9a-f]{64}$/, '0'.repeat(64)))],
  [
    'a signature that is no hex',
    INVALID,
    () => edited((value) => value.replace(/[0-9a-f]{64}$/, 'é'.repeat(64))),
  ],
  ['a signed header in capitals', INCOMPLETE, () => handMade({ signedHeaders: 'Host;x-amz-date' })],
  ['signed headers out of order', INCOMPLETE, () => handMade({ signedHeaders: 'x-amz-date;host' })],
  ['a signed header twice', INCOMPLETE, () => handMade({ signedHeaders: 'host;host;x-amz-date' })],
  ['an empty signed header', INCOMPLETE, () => handMade({ signedHeaders: ';host;x-amz-date' })],
  ['9,000 signed headers that did not come', INVALID, () => handMade({ signedHeaders: MANY.join(';') })],
  [
    '9,000 signed headers that came',
    INCOMPLETE,
    () => handMade({ headers: MANY.map((name): [string, string] => [name, '']), unsignedHeaders: BASE }),
  ],
  ['100,000 signed headers', INCOMPLETE, () => handMade({ signedHeaders: 'a;'.repeat(100_000) })],
  ['a header of 1 MB', INCOMPLETE, () => handMade({ unsignedHeaders: [['x', 'x'.repeat(1 << 20)]] })],
  ['a header name of 1 MB', INCOMPLETE, () => handMade({ unsignedHeaders: [['x'.repeat(1 << 20), '']] })],
  [
    '100,000 empty headers',
    INCOMPLETE,
    () => handMade({ unsignedHeaders: Array.from({ length: 100_000 }, (): [string, string] => ['', '']) }),
  ],
  [
    'a 1 MB Authorization of commas',
    INCOMPLETE,
    () => edited(() => `AWS4-HMAC-SHA256 ${','.repeat(1 << 20)}`),
  ],
  ['a 1 MB target', INCOMPLETE, () => handMade({ target: `/?${'&='.repeat(1 << 19)}` })],
  ['a CR in a header', INCOMPLETE, () => handMade({ unsignedHeaders: [['x', 'a\rb']] })],
  [
    'a line feed that forges a canonical header',
    INCOMPLETE,
    () =>
      handMade({
        headers: [
          ['a', `1\nhost:${HOST}`],
          ['x-amz-date', AMZ_NOW],
        ],
        signedHeaders: 'a;host;x-amz-date',
      }),
  ],
  ['a NUL in a header', INCOMPLETE, () => handMade({ unsignedHeaders: [['x', '\0']] })],
  ['a line feed in a header name', INCOMPLETE, () => handMade({ unsignedHeaders: [['x\nhost', '']] })],
  ['a line feed in the method', INCOMPLETE, () => handMade({ method: 'GET\n/' })],
  ['a line feed in the target', INCOMPLETE, () => handMade({ target: '/\n', uri: '/%0A' })],
  ['a NUL in the target', INCOMPLETE, () => handMade({ target: '/\0', uri: '/%00' })],
  ['an empty target', INCOMPLETE, () => handMade({ target: '' })],
  ['an absolute target', INCOMPLETE, () => handMade({ target: 'http://evil.example/' })],
  ['an asterisk as target', INCOMPLETE, () => handMade({ method: 'OPTIONS', target: '*' })],
  ['a path that is encoded once', INVALID, () => handMade({ target: '/a%20b', uri: '/a%20b' })],
  ['invalid UTF-8 turned into U+FFFD', INVALID, () => handMade({ target: '/?a=%FF', query: 'a=%EF%BF%BD' })],
  ['%zz taken for nothing', INVALID, () => handMade({ target: '/?a=%zz', query: 'a=' })],
  ['no authentication', 'MissingAuthenticationToken', () => ({ ...handMade(), headers: BASE })],
  [
    'nothing',
    'MissingAuthenticationToken',
    () => ({ method: 'GET', target: '/', headers: [], body: Buffer.alloc(0) }),
  ],
  [
    'a session token alone',
    'MissingAuthenticationToken',
    () => ({
      ...handMade(),
      headers: [...BASE, ['x-amz-security-token', 'x']],
    }),
  ],
];

describe('refused', () => {
  it.each(attacks)('%s', (_, code, request) => {
    const verification = check(request());

    expect(verification).toMatchObject({ ok: false, code });
    expect(verification.ok ? '' : verification.explanation).not.toBe('');
    expect(JSON.stringify(verification)).not.toContain(KEYS.secretAccessKey);
    expect(JSON.stringify(verification).length).toBeLessThan(25_000);
  });
});

describe('accepted, though it looks odd', () => {
  const odd: [what: string, request: () => ReceivedRequest][] = [
    ['a signed query key __proto__', () => handMade({ target: '/?__proto__=1', query: '__proto__=1' })],
    ['invalid UTF-8', () => handMade({ target: '/%FF?a=%ff', uri: '/%25FF', query: 'a=%FF' })],
    ['%zz', () => handMade({ target: '/%zz?%zz', uri: '/%25zz', query: '%25zz=' })],
    ['exactly 5 min late', () => handMade({ amzDate: '20260102T025905Z' })],
    ['exactly 5 min early', () => handMade({ amzDate: '20260102T030905Z' })],
    ['a raw + read as a space', () => handMade({ target: '/?a=1+2', query: 'a=1%202' })],
    ['a raw + read as a plus', () => handMade({ target: '/?a=1+2', query: 'a=1%2B2' })],
    ['no space after the commas', () => edited((value) => value.replaceAll(', ', ','))],
    [
      'a session token that was added after signing',
      () =>
        handMade({
          credentials: TEMPORARY,
          unsignedHeaders: [['X-Amz-Security-Token', TEMPORARY.sessionToken ?? '']],
        }),
    ],
    ['60 KB of headers', () => handMade({ unsignedHeaders: [['x', 'x'.repeat(60_000)]] })],
  ];

  it.each(odd)('%s', (_, request) => {
    expect(check(request())).toMatchObject({ ok: true });
  });
});

describe('a presigned request', () => {
  async function presigned(credentials = TEMPORARY): Promise<ReceivedRequest> {
    return received(
      await presign(
        { method: 'GET', host: HOST, path: '/a', query: 'b=1' },
        { credentials, clock: CLOCK, expiresIn: 60 },
      ),
    );
  }

  const edits: [what: string, code: string, edit: (target: string) => string][] = [
    ['another signature', INVALID, (target) => target.replace(/Signature=./, 'Signature=x')],
    [
      'a signature that is escaped twice',
      INVALID,
      (target) => target.replace(/Signature=(..)/, 'Signature=%25$1'),
    ],
    ['a longer life', INVALID, (target) => target.replace('Expires=60', 'Expires=61')],
    ['a life of more than a week', INCOMPLETE, (target) => target.replace('Expires=60', 'Expires=604801')],
    ['no life', INCOMPLETE, (target) => target.replace('Expires=60', 'Expires=0')],
    ['a negative life', INCOMPLETE, (target) => target.replace('Expires=60', 'Expires=-60')],
    ['an endless life', INCOMPLETE, (target) => target.replace('&X-Amz-Expires=60', '')],
    ['two lives', INCOMPLETE, (target) => `${target}&X-Amz-Expires=60`],
    ['two signatures', INCOMPLETE, (target) => `${target}&X-Amz-Signature=00`],
    ['another algorithm', INCOMPLETE, (target) => target.replace('HMAC-SHA256', 'HMAC-SHA1')],
    ['another token', UNRECOGNIZED, (target) => target.replace('Token=F', 'Token=G')],
    ['no token', UNRECOGNIZED, (target) => target.replace(/X-Amz-Security-Token=[^&]*&/, '')],
    ['another date', INVALID, (target) => target.replace('030405Z', '030406Z')],
    ['another parameter', INVALID, (target) => `${target}&c=1`],
    ['a changed parameter', INVALID, (target) => target.replace('b=1', 'b=2')],
    ['another path', INVALID, (target) => target.replace('/a', '/b')],
    [
      'no host among the signed',
      INVALID,
      (target) => target.replace('SignedHeaders=host', 'SignedHeaders=accept'),
    ],
  ];

  it('is accepted as it is', async () => {
    expect(check(await presigned())).toMatchObject({ ok: true, principal: 'temporary' });
  });

  it.each(edits)('is refused with %s', async (_, code, edit) => {
    const request = await presigned();
    const target = edit(request.target);

    expect(target).not.toBe(request.target);
    expect(check({ ...request, target })).toMatchObject({ ok: false, code });
  });

  it('lives to the second', async () => {
    const request = await presigned();

    expect(check(request, '2026-01-02T03:05:05Z')).toMatchObject({ ok: true });
    expect(check(request, '2026-01-02T03:05:06Z')).toMatchObject({ ok: false, code: INVALID });
    expect(check(request, '2026-01-02T02:59:04Z')).toMatchObject({ ok: false, code: INVALID });
  });

  it('may have its session token added after signing, as some services want it', async () => {
    const permanent = { accessKeyId: TEMPORARY.accessKeyId, secretAccessKey: TEMPORARY.secretAccessKey };
    const request = await presigned(permanent);
    const token = encodeURIComponent(TEMPORARY.sessionToken ?? '');

    expect(check(request)).toMatchObject({ ok: false, code: UNRECOGNIZED });
    expect(check({ ...request, target: `${request.target}&X-Amz-Security-Token=${token}` })).toMatchObject({
      ok: true,
    });
    expect(check({ ...request, target: `${request.target}&X-Amz-Security-Token=mine` })).toMatchObject({
      ok: false,
      code: UNRECOGNIZED,
    });
  });

  it('is refused with an Authorization header besides, a token in a header, an unsigned x-amz-*, another body', async () => {
    const request = await presigned();
    const plus = (name: string, value: string) =>
      check({ ...request, headers: [...request.headers, [name, value]] });

    expect(plus('authorization', 'Bearer x')).toMatchObject({ ok: false, code: INCOMPLETE });
    expect(plus('x-amz-security-token', TEMPORARY.sessionToken ?? '')).toMatchObject({
      ok: false,
      code: INCOMPLETE,
    });
    expect(plus('x-amz-meta', '1')).toMatchObject({ ok: false, code: INVALID });
    expect(check({ ...request, body: Buffer.from('x') })).toMatchObject({ ok: false, code: INVALID });
  });
});

describe('what a caller passes on', () => {
  it("is replaced where it is the signer's own, in any case", async () => {
    const signed = await sign(
      {
        method: 'GET',
        host: HOST,
        path: '/',
        headers: [
          ['AUTHORIZATION', 'Bearer theirs'],
          ['X-AMZ-Date', 'theirs'],
          ['X-Amz-Content-SHA256', 'UNSIGNED-PAYLOAD'],
          ['x-aMz-sEcurity-toKen', 'theirs'],
          ['Host', 'theirs'],
        ],
      },
      { credentials: KEYS, clock: CLOCK },
    );

    expect(signed.headers.map(([name]) => name)).toEqual([
      'host',
      'x-amz-content-sha256',
      'x-amz-date',
      'authorization',
    ]);
    expect(JSON.stringify(signed)).not.toContain('theirs');
    expect(check(received(signed))).toMatchObject({ ok: true });
  });
});

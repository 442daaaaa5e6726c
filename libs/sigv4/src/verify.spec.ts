import { createHash } from 'node:crypto';
import { AMZ_NOW, check, CLOCK, handMade, HOST, KEYS, TEMPORARY, type HandMade } from '../test/fixtures';
import { verify } from './index';

describe("the client is told in AWS's words", () => {
  const cases: [what: string, parts: HandMade, message: string][] = [
    [
      'that the signature does not match',
      { credentials: { ...KEYS, secretAccessKey: 'guess' } },
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    ],
    [
      'that nobody has its key',
      { credentials: { ...KEYS, accessKeyId: 'AKIDOTHER' } },
      'The security token included in the request is invalid.',
    ],
    [
      'that its session token is missing',
      { credentials: TEMPORARY },
      'The security token included in the request is invalid.',
    ],
    [
      'that it is late',
      { amzDate: '20260102T025904Z' },
      'Signature expired: 20260102T025904Z is now earlier than 20260102T025905Z (20260102T030405Z - 5 min.)',
    ],
    [
      'that it is early',
      { amzDate: '20260102T030906Z' },
      'Signature not yet current: 20260102T030906Z is still later than 20260102T030905Z (20260102T030405Z + 5 min.)',
    ],
    [
      'that its region is another',
      { scope: '20260102/us-east-1/lambda/aws4_request' },
      'Credential should be scoped to a valid Region, not us-east-1',
    ],
    [
      'that its scope ends wrongly',
      { scope: '20260102/eu-west-1/lambda/aws5_request' },
      "Credential should be scoped with a valid terminator: 'aws4_request', not 'aws5_request'.",
    ],
    [
      'that its scope is of another day',
      { scope: '20260101/eu-west-1/lambda/aws4_request' },
      "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20260101' != '20260102', from '20260102T030405Z'.",
    ],
    [
      'that its service is another',
      { scope: '20260102/eu-west-1/execute-api/aws4_request' },
      "Credential should be scoped to correct service: 'lambda'",
    ],
  ];

  it.each(cases)('%s', (_, parts, message) => {
    expect(check(handMade(parts))).toMatchObject({ ok: false, message });
  });
});

describe('the developer is told what to change', () => {
  const mistakes: [mistake: string, parts: HandMade, says: string][] = [
    ['a path encoded once', { target: '/a%20b', uri: '/a%20b' }, 'every service but S3'],
    ['a path that was not normalised', { target: '/a//b', uri: '/a//b' }, 'Encode every segment once more'],
    ['a path encoded twice and not normalised', { target: '/%20//b', uri: '/%2520//b' }, 'dot segments'],
    ['a path that was not signed', { target: '/a', uri: '/' }, 'Sign the path that is sent'],
    ['a query that was not sorted', { target: '/?b=1&a=2', query: 'b=1&a=2' }, 'Sort it by name'],
    ['a query that was not encoded', { target: "/?b=1&a='", query: "a='&b=1" }, 'without encoding it anew'],
    ['a query that was not signed', { target: '/?a=1', query: '' }, 'Sign what follows the "?"'],
    ['an unsigned payload', { payloadHash: 'UNSIGNED-PAYLOAD' }, 'signed UNSIGNED-PAYLOAD'],
    ['another method', { method: 'GET', target: '/' }, 'signed the method GET and sent HEAD'],
    [
      'a body that was not signed',
      { body: 'x', payloadHash: createHash('sha256').digest('hex') },
      'signed an empty body',
    ],
  ];

  it.each(mistakes)('about %s', (mistake, parts, says) => {
    const request = handMade(parts);

    const verification = check(mistake === 'another method' ? { ...request, method: 'HEAD' } : request);

    expect(verification).toMatchObject({ ok: false, explanation: expect.stringContaining(says) });
  });

  it('about a host without its port', () => {
    const request = handMade();
    const headers = request.headers.map(([name, value]): [string, string] => [
      name,
      name === 'host' ? `${value}:8080` : value,
    ]);

    expect(check({ ...request, headers })).toMatchObject({
      explanation: expect.stringContaining(`signed the host ${HOST} and sent ${HOST}:8080`),
    });
  });

  it('by what was computed here: the canonical request and the string to sign', () => {
    const request = handMade({ target: '/a?b=1', uri: '/x', query: 'c' });

    const verification = check(request);

    expect(verification.ok ? '' : verification.explanation.split('\n')).toEqual([
      'The signature of AKIDEXAMPLE does not match what was computed here.',
      'Canonical request (the client has to arrive at the same):',
      '  GET',
      '  /a',
      '  b=1',
      `  host:${HOST}`,
      `  x-amz-date:${AMZ_NOW}`,
      '  ',
      '  host;x-amz-date',
      '  e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      'String to sign:',
      '  AWS4-HMAC-SHA256',
      `  ${AMZ_NOW}`,
      '  20260102/eu-west-1/lambda/aws4_request',
      expect.stringMatching(/^ {2}[0-9a-f]{64}$/),
      expect.stringContaining('No single known mistake explains it.'),
    ]);
  });

  it('without a secret, a session token, a cookie, and the right signature', () => {
    const token = TEMPORARY.sessionToken ?? '';
    const right = handMade({
      credentials: TEMPORARY,
      headers: [
        ['cookie', 'session=mine'],
        ['host', HOST],
        ['x-amz-date', AMZ_NOW],
        ['x-amz-security-token', token],
      ],
    });
    const signature = /Signature=(.*)/.exec(right.headers.at(-1)?.[1] ?? '')?.[1] ?? '';
    const headers = right.headers.map(([name, value]): [string, string] => [
      name,
      value.replace(/Signature=.*/, `Signature=${'0'.repeat(64)}`),
    ]);

    const told = JSON.stringify(check({ ...right, headers }));

    expect(check(right)).toMatchObject({ ok: true });
    expect(told).toContain('x-amz-security-token:<not shown>');
    for (const secret of [TEMPORARY.secretAccessKey, token, 'session=mine', signature]) {
      expect(told).not.toContain(secret);
    }
  });

  it('without anything that would steer a terminal', () => {
    const verification = check(handMade({ scope: '20260102/\x1b[2J\x9b\x07/lambda/aws4_request' }));

    expect(verification).toMatchObject({
      ok: false,
      explanation: expect.stringContaining('\\x1B[2J\\x9B\\x07'),
    });

    expect(JSON.stringify(verification)).not.toMatch(/[\x00-\x1f\x7f-\x9f]|\\u001b/);
  });
});

it('fails closed when its own clock is broken', () => {
  const verification = verify(handMade(), () => ({ ...KEYS, principal: 1 }), {
    region: 'eu-west-1',
    service: 'lambda',
    clock: () => new Date(Number.NaN),
  });

  expect(verification).toMatchObject({ ok: false, explanation: expect.stringContaining('clock') });
});

it('derives a new key when the secret of a key has changed', () => {
  const verifyWith = (secretAccessKey: string) =>
    verify(handMade(), () => ({ secretAccessKey, principal: 1 }), {
      region: 'eu-west-1',
      service: 'lambda',
      clock: CLOCK,
    });

  expect(verifyWith(KEYS.secretAccessKey)).toMatchObject({ ok: true });
  expect(verifyWith('changed')).toMatchObject({ ok: false });
  expect(verifyWith(KEYS.secretAccessKey)).toMatchObject({ ok: true });
});

import { sign, verify, type SignableRequest, type SignedRequest } from './index';

const KEYS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };
const CLOCK = () => new Date('2026-01-02T03:04:05Z');
const HOST = 'abc.lambda-url.eu-west-1.on.aws';

function received(signed: SignedRequest) {
  return {
    method: signed.method,
    target: signed.query === '' ? signed.path : `${signed.path}?${signed.query}`,
    headers: signed.headers,
    body: Buffer.from(signed.body ?? ''),
  };
}

describe('sign', () => {
  it('makes a request that is accepted', async () => {
    const request: SignableRequest = {
      method: 'post',
      host: HOST,
      path: '/a b/%3D@',
      query: 'z=1&a=+&a',
      headers: [
        ['Content-Type', 'text/plain'],
        ['X-Amz-Date', 'x'],
      ],
      body: 'héllo',
    };

    const signed = await sign(request, { credentials: KEYS, clock: CLOCK });

    expect(
      verify(received(signed), () => ({ ...KEYS, principal: 'me' }), {
        region: 'eu-west-1',
        service: 'lambda',
        clock: CLOCK,
      }),
    ).toMatchObject({ ok: true, principal: 'me' });
  });
});

import { check, CLOCK, HOST, received, TEMPORARY } from '../test/fixtures';
import { presign } from './index';

describe('a presigned request', () => {
  it('carries everything in its query', async () => {
    const signed = await presign(
      { method: 'GET', host: HOST, path: '/a', query: 'b=+', headers: [['x-amz-date', 'theirs']] },
      { credentials: TEMPORARY, clock: CLOCK, expiresIn: 60 },
    );

    expect(signed.query).toMatch(
      /^b=%20&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=ASIAEXAMPLE%2F20260102%2Feu-west-1%2Flambda%2Faws4_request&X-Amz-Date=20260102T030405Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Security-Token=FwoGZXIvYXdz%2B%2Ftoken%3D%3D&X-Amz-Signature=[0-9a-f]{64}$/,
    );
    expect(signed.headers).toEqual([['host', HOST]]);
    expect(check(received(signed))).toMatchObject({ ok: true, signedHeaders: ['host'] });
  });

  it('lives for a quarter of an hour unless told otherwise', async () => {
    const signed = await presign(
      { method: 'GET', host: HOST, path: '/' },
      { credentials: TEMPORARY, clock: CLOCK },
    );

    expect(signed.query).toContain('X-Amz-Expires=900&');
  });

  it('covers its body, and the content type', async () => {
    const signed = received(
      await presign(
        { method: 'PUT', host: HOST, path: '/', headers: [['Content-Type', 'text/plain']], body: 'x' },
        { credentials: TEMPORARY, clock: CLOCK },
      ),
    );

    expect(check(signed)).toMatchObject({ ok: true, signedHeaders: ['content-type', 'host'] });
    expect(check({ ...signed, body: Buffer.from('y') })).toMatchObject({ ok: false });
  });

  it.each([0, -1, 1.5, 604_801, Number.NaN, Number.POSITIVE_INFINITY])(
    'cannot live for %d s',
    async (expiresIn) => {
      await expect(
        presign(
          { method: 'GET', host: HOST, path: '/' },
          { credentials: TEMPORARY, clock: CLOCK, expiresIn },
        ),
      ).rejects.toMatchObject({ code: 'InvalidOption', message: expect.stringContaining(String(expiresIn)) });
    },
  );

  it('is not presigned twice', async () => {
    await expect(
      presign(
        { method: 'GET', host: HOST, path: '/', query: 'X-Amz-Expires=1' },
        { credentials: TEMPORARY, clock: CLOCK },
      ),
    ).rejects.toMatchObject({ code: 'InvalidRequest', message: expect.stringContaining('X-Amz-Expires') });
  });
});

import * as crypto from 'node:crypto';
import { CLOCK, HOST, TEMPORARY } from '../test/fixtures';
import { nativeHashing, sha256Hex } from './native-hashing';
import { portableHashing } from './portable-hashing';
import { sign } from './sign';

const REQUEST = { method: 'POST', host: HOST, path: '/é', query: 'a=1', body: 'héllo' };
const OPTIONS = { credentials: TEMPORARY, clock: CLOCK };

describe('hashing', () => {
  const data: [what: string, data: string | Uint8Array][] = [
    ['nothing', ''],
    ['text', 'héllo ሴ'],
    ['bytes', Uint8Array.from({ length: 1000 }, (_, index) => index % 256)],
  ];

  it.each(data)(
    'of %s is the same with and without node:crypto, and with an older Node',
    async (_, value) => {
      const expected = crypto.createHash('sha256').update(value).digest('hex');

      expect(nativeHashing(crypto).sha256Hex(value)).toBe(expected);
      expect((await portableHashing()).sha256Hex(value)).toBe(expected);
      expect(sha256Hex({ ...crypto, hash: undefined } as never, value)).toBe(expected);
    },
  );

  const secrets: [what: string, secret: string | Uint8Array | undefined][] = [
    ['without a secret', undefined],
    ['with text as secret', 'secret'],
    ['with bytes as secret', Buffer.from('secret')],
  ];

  it.each(secrets)('%s is the same by the native class and the portable one', async (_, secret) => {
    const digests = [nativeHashing(crypto), await portableHashing()].map(async ({ Sha256 }) => {
      const hash = new Sha256(secret);
      hash.update(Buffer.from('dropped'));
      hash.reset();
      hash.update(Buffer.from('in '));
      hash.update(Buffer.from('pieces'));
      return Buffer.from(await hash.digest()).toString('hex');
    });

    const [native, portable] = await Promise.all(digests);

    expect(native).toBe(portable);
  });

  it('does not mix up secrets, nor what is hashed under them', async () => {
    const { Sha256 } = nativeHashing(crypto);
    const digest = async (secret: string, data: string) => {
      const hash = new Sha256(secret);
      hash.update(Buffer.from(data));
      return Buffer.from(await hash.digest()).toString('hex');
    };
    const pairs = [
      ['a', 'x'],
      ['a', 'y'],
      ['a', 'x'],
      ['b', 'x'],
    ] as const;

    for (const [secret, value] of pairs) {
      expect(await digest(secret, value)).toBe(
        crypto.createHmac('sha256', secret).update(value).digest('hex'),
      );
    }
  });
});

describe('where node:crypto is not to be had', () => {
  const { getBuiltinModule } = process;

  afterEach(() => {
    process.getBuiltinModule = getBuiltinModule;
  });

  it('sign signs the same', async () => {
    const native = await sign(REQUEST, OPTIONS);
    process.getBuiltinModule = (() => undefined) as never;

    await jest.isolateModulesAsync(async () => {
      const portable = await import('./sign');

      expect(portable.sign).not.toBe(sign);
      expect(await portable.sign(REQUEST, OPTIONS)).toEqual(native);
    });
  });

  it('verify refuses everything, and says why', async () => {
    process.getBuiltinModule = undefined as never;

    await jest.isolateModulesAsync(async () => {
      const { verify } = await import('./verify');

      expect(
        verify({ method: 'GET', target: '/', headers: [], body: Buffer.alloc(0) }, () => undefined, {
          region: 'eu-west-1',
          service: 'lambda',
        }),
      ).toMatchObject({ ok: false, explanation: expect.stringContaining('node:crypto') });
    });
  });
});

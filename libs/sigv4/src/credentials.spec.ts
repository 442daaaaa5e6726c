import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CLOCK, HOST, KEYS, TEMPORARY } from '../test/fixtures';
import {
  defaultCredentials,
  environmentCredentials,
  sign,
  type CredentialProvider,
  type Credentials,
} from './index';

const REQUEST = { method: 'GET', host: HOST, path: '/' };

/** Who signed: the access key id in the Authorization header. */
async function signerOf(credentials: CredentialProvider, clock = CLOCK): Promise<string | undefined> {
  const { headers } = await sign(REQUEST, { credentials, clock });
  return /Credential=([^/]+)/.exec(headers.at(-1)?.[1] ?? '')?.[1];
}

/** A provider that counts how often it is asked. */
function counting(give: (time: number) => Credentials): {
  provider: CredentialProvider;
  asked: () => number;
} {
  let count = 0;
  return {
    asked: () => count,
    provider: async () => {
      count += 1;
      return give(count);
    },
  };
}

const at = (seconds: number) => () => new Date(CLOCK().getTime() + seconds * 1000);

describe('a credential provider', () => {
  it('is asked once for credentials that do not expire, by requests at the same time too', async () => {
    const { provider, asked } = counting(() => KEYS);

    await Promise.all([signerOf(provider), signerOf(provider)]);
    await signerOf(provider, at(1e6));

    expect(asked()).toBe(1);
  });

  it('is asked again shortly before its credentials expire', async () => {
    const { provider, asked } = counting((time) => ({
      ...KEYS,
      accessKeyId: `K${time}`,
      expiration: at(time * 600)(),
    }));

    expect(await signerOf(provider)).toBe('K1');
    expect(await signerOf(provider, at(569))).toBe('K1');
    expect(await signerOf(provider, at(571))).toBe('K2');
    expect(asked()).toBe(2);
  });

  it('is asked again after it failed', async () => {
    const { provider } = counting((time) => {
      if (time === 1) throw new Error('not now');
      return KEYS;
    });

    await expect(signerOf(provider)).rejects.toThrow('not now');
    expect(await signerOf(provider)).toBe('AKIDEXAMPLE');
  });

  it('is not believed when its credentials are expired already', async () => {
    const { provider } = counting(() => ({ ...KEYS, expiration: at(0)() }));

    await expect(signerOf(provider)).rejects.toMatchObject({ code: 'ExpiredCredentials' });
  });
});

describe('with an environment of its own', () => {
  const before = { ...process.env };
  // Another one for each test: the AWS SDK remembers what it has read from a path.
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'sigv4-credentials-'));
    process.env = Object.fromEntries(Object.entries(before).filter(([name]) => !name.startsWith('AWS_')));
    Object.assign(process.env, {
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: path.join(folder, 'config'),
      AWS_SHARED_CREDENTIALS_FILE: path.join(folder, 'credentials'),
    });
  });

  afterEach(() => {
    process.env = before;
    rmSync(folder, { recursive: true });
  });

  it('environmentCredentials gives what is there, and keeps it until it changes', async () => {
    Object.assign(process.env, {
      AWS_ACCESS_KEY_ID: 'ASIAONE',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_SESSION_TOKEN: 'token',
      AWS_CREDENTIAL_EXPIRATION: '2026-01-02T04:00:00Z',
    });
    const provider = environmentCredentials();

    const first = await provider();
    const second = await provider();
    process.env['AWS_ACCESS_KEY_ID'] = 'ASIATWO';
    const third = await provider();

    expect(first).toMatchObject({
      accessKeyId: 'ASIAONE',
      secretAccessKey: 'secret',
      sessionToken: 'token',
      expiration: new Date('2026-01-02T04:00:00Z'),
    });
    expect(second).toBe(first);
    expect(third.accessKeyId).toBe('ASIATWO');
  });

  it('sign notices that the environment has changed', async () => {
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'AKIDONE', AWS_SECRET_ACCESS_KEY: 'secret' });
    const provider = environmentCredentials();

    expect(await signerOf(provider)).toBe('AKIDONE');
    process.env['AWS_ACCESS_KEY_ID'] = 'AKIDTWO';
    expect(await signerOf(provider)).toBe('AKIDTWO');
  });

  it('environmentCredentials says what to set when nothing is there', async () => {
    await expect(environmentCredentials()()).rejects.toMatchObject({
      name: 'SigV4Error',
      code: 'CredentialsNotFound',
      message: expect.stringContaining('AWS_ACCESS_KEY_ID'),
    });
  });

  it('defaultCredentials prefers the environment, and then takes what the AWS CLI would', async () => {
    writeFileSync(
      path.join(folder, 'credentials'),
      '[default]\naws_access_key_id=AKIDPROFILE\naws_secret_access_key=s\n[other]\naws_access_key_id=AKIDOTHER\naws_secret_access_key=s\n',
    );
    const provider = defaultCredentials();

    expect(await signerOf(provider)).toBe('AKIDPROFILE');
    expect(await signerOf(defaultCredentials({ profile: 'other' }))).toBe('AKIDOTHER');
    Object.assign(process.env, {
      AWS_ACCESS_KEY_ID: 'AKIDENV',
      AWS_SECRET_ACCESS_KEY: TEMPORARY.secretAccessKey,
    });
    expect(await signerOf(provider)).toBe('AKIDENV');
  });

  it('defaultCredentials says what to do when there are none', async () => {
    await expect(defaultCredentials({ profile: 'missing' })()).rejects.toMatchObject({
      code: 'CredentialsNotFound',
      message: expect.stringContaining('aws configure'),
      cause: expect.any(Error),
    });
  });
});

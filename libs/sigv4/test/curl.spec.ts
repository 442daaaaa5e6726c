import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import type { Verification } from '../src/index';
import { KEYS, REGION, SERVICE, TEMPORARY } from './fixtures';
import { verifyOverSocket } from './verifying-server';

const version = spawnSync('curl', ['--version'], { encoding: 'utf8' });
const [major = 0, minor = 0] = (/^curl (\d+)\.(\d+)/.exec(version.stdout ?? '') ?? []).slice(1).map(Number);
const signs = major > 7 || (major === 7 && minor >= 75);

// Where curl is missing, or too old to sign, that is what the test says instead of being left out.
if (!signs) {
  it('curl cannot be asked: it is not installed, or older than 7.75', () => {
    expect(version.error === undefined ? [major, minor] : version.error).toBeTruthy();
  });
} else {
  describe('curl --aws-sigv4', () => {
    const requests: [what: string, args: string[]][] = [
      ['a plain GET', []],
      ['a path and a sorted query', ['/a/b-c_d.e~f', '?a=1&b=2']],
      ['a POST with a body', ['-d', '{"a":1}', '-H', 'content-type: application/json']],
      ['a DELETE', ['-X', 'DELETE']],
    ];

    it.each(requests)('is accepted for %s', async (_, args) => {
      expect(await curl(args, `${KEYS.accessKeyId}:${KEYS.secretAccessKey}`)).toMatchObject({
        ok: true,
        principal: 'permanent',
      });
    });

    it('is accepted with a session token', async () => {
      const token = ['-H', `x-amz-security-token: ${TEMPORARY.sessionToken}`];

      expect(await curl(token, `${TEMPORARY.accessKeyId}:${TEMPORARY.secretAccessKey}`)).toMatchObject({
        ok: true,
        principal: 'temporary',
      });
    });

    it('is refused with the wrong secret', async () => {
      expect(await curl([], `${KEYS.accessKeyId}:guess`)).toMatchObject({
        ok: false,
        code: 'InvalidSignatureException',
      });
    });
  });
}

/** Sends a request by curl to a server on this machine, and gives what the server's verifier says. */
async function curl(args: string[], user: string): Promise<Verification<string> | undefined> {
  const [verification] = await verifyOverSocket(async (port) => {
    const target = args.filter((arg) => /^[/?]/.test(arg)).join('') || '/';
    const options = args.filter((arg) => !/^[/?]/.test(arg));
    const url = `http://127.0.0.1:${port}${target}`;
    const sigv4 = ['--aws-sigv4', `aws:amz:${REGION}:${SERVICE}`, '--user', user];
    const client = spawn('curl', ['-sS', '--max-time', '10', '--noproxy', '*', ...sigv4, ...options, url], {
      stdio: 'ignore',
    });
    const [code] = (await once(client, 'exit')) as [number];
    if (code !== 0) throw new Error(`curl ended with ${code}`);
  });
  return verification;
}

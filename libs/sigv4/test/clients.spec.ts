import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { GetFunctionCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { Credentials } from '../src/index';
import { KEYS, REGION, TEMPORARY } from './fixtures';
import { verifyOverSocket } from './verifying-server';

const holders: [whose: string, credentials: Credentials][] = [
  ['permanent', KEYS],
  ['temporary', TEMPORARY],
];

describe('the AWS SDK’s Lambda client', () => {
  const send = (credentials: Credentials) => (port: number) => {
    const client = new LambdaClient({
      credentials,
      region: REGION,
      endpoint: `http://127.0.0.1:${port}`,
      maxAttempts: 1,
    });
    return Promise.all([
      client.send(new InvokeCommand({ FunctionName: 'a-b_c', Qualifier: '$LATEST', Payload: '{"é":"+ %"}' })),
      client.send(
        new GetFunctionCommand({ FunctionName: 'arn:aws:lambda:eu-west-1:123456789012:function:a' }),
      ),
    ]).finally(() => client.destroy());
  };

  it.each(holders)(
    'is accepted with %s keys: paths encoded twice, queries, bodies',
    async (principal, keys) => {
      expect(await verifyOverSocket(send(keys))).toEqual([
        expect.objectContaining({ ok: true, principal }),
        expect.objectContaining({ ok: true, principal }),
      ]);
    },
  );

  it('is refused with the wrong secret', async () => {
    const guess = { ...KEYS, secretAccessKey: 'guess' };

    for (const verification of await verifyOverSocket(send(guess))) {
      expect(verification).toMatchObject({ ok: false, code: 'InvalidSignatureException' });
    }
  });
});

const hasCli = spawnSync('aws', ['--version']).status === 0;

// Where the AWS CLI is missing, that is what the test says instead of being left out.
if (!hasCli) {
  it('the AWS CLI cannot be asked: it is not installed', () => {
    expect(spawnSync('aws', ['--version']).status).not.toBe(0);
  });
} else {
  describe('the AWS CLI', () => {
    it.each(holders)('is accepted with %s keys', async (principal, keys) => {
      const verifications = await verifyOverSocket(async (port) => {
        const child = spawn(
          'aws',
          ['lambda', 'get-function', '--function-name', 'a:1', '--endpoint-url', `http://127.0.0.1:${port}`],
          {
            stdio: 'ignore',
            env: {
              PATH: process.env['PATH'],
              AWS_ACCESS_KEY_ID: keys.accessKeyId,
              AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
              ...(keys.sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: keys.sessionToken }),
              AWS_REGION: REGION,
              AWS_DEFAULT_REGION: REGION,
              AWS_EC2_METADATA_DISABLED: 'true',
              AWS_MAX_ATTEMPTS: '1',
            },
          },
        );
        await once(child, 'exit');
      });

      expect(verifications).toEqual([expect.objectContaining({ ok: true, principal })]);
    });
  });
}

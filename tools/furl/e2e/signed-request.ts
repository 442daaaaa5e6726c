import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { request, type Response, type Sandbox } from './furl-process';

/**
 * GET of a function URL with the keys of `furl env`, signed by AWS's own signer as its SDK uses it, not by ours.
 *
 * @param change makes another value of one of the variables
 */
export async function signedRequest(
  sandbox: Sandbox,
  url: string,
  region: string,
  change: (name: string, value: string) => string = (_name, value) => value,
): Promise<Response> {
  const lines = sandbox.furl('env').stdout.matchAll(/^export (\w+)='(.*)'$/gm);
  const env = new Map([...lines].map(([, name = '', value = '']) => [name, change(name, value)]));
  const { host, hostname } = new URL(url);
  const signer = new SignatureV4({
    credentials: {
      accessKeyId: env.get('AWS_ACCESS_KEY_ID') ?? '',
      secretAccessKey: env.get('AWS_SECRET_ACCESS_KEY') ?? '',
      sessionToken: env.get('AWS_SESSION_TOKEN') ?? '',
    },
    region,
    service: 'lambda',
    sha256: Sha256,
  });
  const { headers } = await signer.sign({
    method: 'GET',
    protocol: 'http:',
    hostname,
    path: '/',
    headers: { host },
  });
  return request(url, { headers });
}

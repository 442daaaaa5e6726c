import { randomBytes } from 'node:crypto';
import { request, resourcesOf, Sandbox, type FurlDev, type Response } from './furl-process';
import { signedRequest } from './signed-request';

/** The system of the first article: a public proxy that signs, and a server that only lets in who signed. */
const GREETING = '{"detail":"Hello Lambda Function URLs!!"}';
const FORBIDDEN =
  '{"Message":"Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html"}';

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = new Sandbox();
});
afterEach(() => sandbox.close());

describe('as it is deployed', () => {
  let dev: FurlDev;
  beforeEach(async () => {
    dev = await sandbox.dev(sandbox.copyAssembly());
  });

  it('refuses a caller who did not sign, with the bytes that AWS answers', async () => {
    const { status, headers, body } = await request(dev.serverUrl);
    expect(status).toBe(403);
    expect(body.toString()).toBe(FORBIDDEN);
    expect(headers['x-amzn-errortype']).toBe('AccessDeniedException');
    expect(headers['content-type']).toBe('application/json');
  });

  it('greets everyone through the proxy', async () => {
    const { status, headers, body } = await request(dev.proxyUrl);
    expect([status, body.toString()]).toEqual([200, GREETING]);
    expect(headers['content-type']).toBe('application/json');
  });

  it('answers furl curl, which signs', () => {
    expect(sandbox.furl('curl', dev.serverUrl)).toEqual({ status: 0, stdout: GREETING, stderr: '' });
    expect(sandbox.furl('curl', '-si', dev.serverUrl).stdout).toMatch(
      /^HTTP\/1\.1 200 OK\n[^]*\n\n\{"detail"/,
    );
  });

  it('has the names of the outputs that cdk deploy would write', () => {
    expect(Object.keys(dev.outputs)).toEqual(
      expect.arrayContaining(['FurlNetwork', 'FurlServer', 'FurlProxy', 'FurlVpcLambda']),
    );
    expect(dev.serverUrl).toMatch(/^http:\/\/[0-9a-z]{32}\.lambda-url\.ap-northeast-1\.localhost:\d+\/$/);
  });

  describe('with the credentials of furl env', () => {
    const signedWith = (change: (name: string, value: string) => string): Promise<Response> =>
      signedRequest(sandbox, dev.serverUrl, 'ap-northeast-1', change);
    const changeLetter = (value: string, index: number): string =>
      value.slice(0, index) + (value[index] === 'A' ? 'B' : 'A') + value.slice(index + 1);

    it('lets a signed request in', async () => {
      const { status, body } = await signedWith((_name, value) => value);
      expect([status, body.toString()]).toEqual([200, GREETING]);
    });

    it('refuses a secret with one other letter, with AWS’s message about the signature', async () => {
      const { status, headers, body } = await signedWith((name, value) =>
        name === 'AWS_SECRET_ACCESS_KEY' ? changeLetter(value, 5) : value,
      );
      expect(status).toBe(403);
      expect(headers['x-amzn-errortype']).toBe('InvalidSignatureException');
      expect(body.toString()).toBe(
        '{"message":"The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details."}',
      );
      await dev.explains('AWS4-HMAC-SHA256');
    });

    it('refuses an unknown key, with AWS’s message about the token', async () => {
      const { status, headers, body } = await signedWith((name, value) =>
        name === 'AWS_ACCESS_KEY_ID' ? changeLetter(value, 8) : value,
      );
      expect(status).toBe(403);
      expect(headers['x-amzn-errortype']).toBe('UnrecognizedClientException');
      expect(body.toString()).toBe('{"message":"The security token included in the request is invalid."}');
    });
  });

  it('keeps the developer’s keys from one run to the next', async () => {
    // Each run of this test takes a free port.
    const keys = (): string => sandbox.furl('env').stdout.replace(/^export AWS_ENDPOINT_URL=.*$/m, '');
    const before = keys();
    await dev.stop('SIGTERM');
    await sandbox.dev(sandbox.copyAssembly());
    expect(before).toContain('AWS_SECRET_ACCESS_KEY');
    expect(keys()).toBe(before);
  });
});

it('passes a megabyte of random bytes both ways, and two cookies as two', async () => {
  const assembly = sandbox.copyAssembly();
  assembly.replaceBundle('FurlServer', 'echo');
  const dev = await sandbox.dev(assembly);
  const sent = randomBytes(1024 * 1024);
  const { status, headers, body } = await request(`${dev.proxyUrl}upload`, { method: 'POST', body: sent });
  expect(status).toBe(200);
  expect(body.equals(sent)).toBe(true);
  expect(headers['set-cookie']).toEqual(['a=1; Path=/', 'b=2; HttpOnly']);
});

it('answers 502 without lambda:InvokeFunction, and tells the terminal which action, who and under which condition', async () => {
  const assembly = sandbox.copyAssembly();
  assembly.edit('FurlProxy', (template) => {
    for (const policy of [
      ...resourcesOf(template, 'AWS::IAM::Policy'),
      ...resourcesOf(template, 'AWS::IAM::Role'),
    ]) {
      const documents = [
        policy.Properties['PolicyDocument'],
        ...((policy.Properties['Policies'] ?? []) as { PolicyDocument: unknown }[]).map(
          (one) => one.PolicyDocument,
        ),
      ];
      for (const document of documents as ({ Statement: { Action: string | string[] }[] } | undefined)[]) {
        if (document)
          document.Statement = document.Statement.filter(
            ({ Action }) => ![Action].flat().includes('lambda:InvokeFunction'),
          );
      }
    }
  });
  const dev = await sandbox.dev(assembly);
  expect((await request(dev.proxyUrl)).status).toBe(502);
  await dev.explains('lambda:InvokeFunction');
  await dev.explains(/arn:aws:sts::123456789012:assumed-role\/\S*Proxy/);
  await dev.explains('lambda:InvokedViaFunctionUrl');
});

import { readConfig } from './config';
import { ConfigurationError } from './errors';

const functionUrl = 'https://abcdefghijklmnopqrstuvwxyz012345.lambda-url.eu-central-1.on.aws';

describe('readConfig', () => {
  it.each([
    [`${functionUrl}/`, 'https:', 'abcdefghijklmnopqrstuvwxyz012345.lambda-url.eu-central-1.on.aws', ''],
    [functionUrl, 'https:', 'abcdefghijklmnopqrstuvwxyz012345.lambda-url.eu-central-1.on.aws', ''],
    ['http://localhost:3000/', 'http:', 'localhost', '3000'],
    [
      'http://abc.lambda-url.eu-west-1.localhost:3000/',
      'http:',
      'abc.lambda-url.eu-west-1.localhost',
      '3000',
    ],
    ['http://127.0.0.1:3000', 'http:', '127.0.0.1', '3000'],
    ['http://127.255.0.9/', 'http:', '127.255.0.9', ''],
    ['http://[::1]:3000/', 'http:', '::1', '3000'],
    ['HTTPS://Example.COM:443/', 'https:', 'example.com', ''],
  ])('takes %s', (url, protocol, hostname, port) => {
    const { upstream } = readConfig({ LAMBDA_SERVER_URL: url, AWS_REGION: 'us-east-1' });
    expect(upstream).toMatchObject({ protocol, hostname, port });
  });

  it.each([
    ['nothing', undefined, 'LAMBDA_SERVER_URL is missing'],
    ['an empty value', '', 'is empty'],
    ['no URL', 'server', 'is not an https URL'],
    ['another scheme', 'ftp://example.com/', 'is not an https URL'],
    ['a scheme without slashes', 'https:example.com', 'is not an https URL'],
    ['plain http', 'http://example.com/', 'is not https'],
    ['http for a name that only looks local', 'http://localhost.example.com/', 'is not https'],
    ['http for an address that only looks local', 'http://127.0.0.1.example.com/', 'is not https'],
    ['http for 0.0.0.0', 'http://0.0.0.0/', 'is not https'],
    ['a path', 'https://example.com/x', 'has a path, query or fragment'],
    ['a path that a parser would resolve away', 'https://example.com/x/..', 'has a path, query or fragment'],
    ['two slashes', 'https://example.com//', 'has a path, query or fragment'],
    ['a query', 'https://example.com/?a=1', 'has a path, query or fragment'],
    ['an empty query', 'https://example.com?', 'has a path, query or fragment'],
    ['a fragment', 'https://example.com/#', 'has a path, query or fragment'],
    ['a user', 'https://user@example.com/', 'holds a user name'],
    ['a line break at the end', 'https://example.com/\n', 'has a path, query or fragment'],
    ['a space before', ' https://example.com/', 'is not an https URL'],
    ['a tab within, which a parser would drop', 'https://exam\tple.com/', 'has no host name'],
    ['no host', 'https:///', 'has no host name'],
    ['a port that is none', 'https://example.com:70000/', 'is not a URL'],
    ['a backslash', 'https://example.com\\@evil.example/', 'has a path, query or fragment'],
  ])('refuses %s in one line that names the variable and the way out', (_, url, fault) => {
    const message = messageOf(() => readConfig({ LAMBDA_SERVER_URL: url, AWS_REGION: 'us-east-1' }));
    expect(message).toContain(fault);
    expect(message).toMatch(/^LAMBDA_SERVER_URL is [^\n]*: set it to the function URL [^\n]*on\.aws\/$/);
  });

  it.each([
    'https://user:hunter2@example.com/',
    'https://user:hun/hunter2@example.com/',
    'https://user:hunter2?x@example.com/',
    'user:hunter2@example.com',
    'https://example.com/?token=hunter2',
    'https://example.com/#hunter2',
  ])('does not show the secret in %s', (url) => {
    const message = messageOf(() => readConfig({ LAMBDA_SERVER_URL: url, AWS_REGION: 'us-east-1' }));
    expect(message).not.toContain('hunter2');
  });

  it('cuts a long value', () => {
    expect(messageOf(() => readConfig({ LAMBDA_SERVER_URL: 'x'.repeat(5000) })).length).toBeLessThan(500);
  });

  it("takes the region from the upstream's name, whatever region the function itself is in", () => {
    expect(readConfig({ LAMBDA_SERVER_URL: functionUrl, AWS_REGION: 'us-east-1' }).region).toBe(
      'eu-central-1',
    );
  });

  it('takes the region of the function for a name that does not say one', () => {
    const { region } = readConfig({
      LAMBDA_SERVER_URL: 'https://api.example.com/',
      AWS_REGION: 'ap-northeast-1',
    });
    expect(region).toBe('ap-northeast-1');
  });

  it('refuses a name without a region when the environment has none either', () => {
    const message = messageOf(() => readConfig({ LAMBDA_SERVER_URL: 'https://api.example.com/' }));
    expect(message).toContain('api.example.com');
    expect(message).toContain('AWS_REGION');
  });
});

function messageOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError);
    return (error as Error).message;
  }
  throw new Error('nothing was refused');
}

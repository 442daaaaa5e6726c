import { isWithin, readConfig } from './config';
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

describe('the optional variables', () => {
  const read = (more: Record<string, string>) => readConfig({ LAMBDA_SERVER_URL: functionUrl, ...more });

  it('have defaults', () => {
    expect(read({})).toMatchObject({
      invokeMode: 'BUFFERED',
      allowedMethods: undefined,
      allowedPathPrefixes: undefined,
      handsOnAuthorization: false,
      maximumRequestBytes: 6 * 1024 * 1024,
      healthPath: undefined,
      connectTimeoutMs: 3_000,
      firstByteTimeoutMs: undefined,
    });
  });

  it.each([
    ['PROXY_INVOKE_MODE', 'RESPONSE_STREAM', { invokeMode: 'RESPONSE_STREAM' }],
    ['PROXY_ALLOWED_METHODS', 'GET, POST', { allowedMethods: ['GET', 'POST'] }],
    ['PROXY_ALLOWED_PATH_PREFIXES', '/api,/a%20b/', { allowedPathPrefixes: ['/api', '/a%20b/'] }],
    ['PROXY_HAND_ON_AUTHORIZATION', 'true', { handsOnAuthorization: true }],
    ['PROXY_MAX_REQUEST_BYTES', '0', { maximumRequestBytes: 0 }],
    ['PROXY_HEALTH_PATH', '/.proxy/health', { healthPath: '/.proxy/health' }],
    ['PROXY_CONNECT_TIMEOUT_MS', '1', { connectTimeoutMs: 1 }],
    ['PROXY_FIRST_BYTE_TIMEOUT_MS', '900000', { firstByteTimeoutMs: 900_000 }],
  ])('take %s=%s', (name, value, expected) => {
    expect(read({ [name]: value })).toMatchObject(expected);
  });

  it.each([
    ['PROXY_INVOKE_MODE', 'stream', 'BUFFERED or RESPONSE_STREAM'],
    ['PROXY_INVOKE_MODE', '', 'BUFFERED or RESPONSE_STREAM'],
    ['PROXY_ALLOWED_METHODS', '', 'such as GET,HEAD,POST'],
    ['PROXY_ALLOWED_METHODS', 'GET;POST', 'such as GET,HEAD,POST'],
    ['PROXY_ALLOWED_METHODS', 'get', 'upper case'],
    ['PROXY_ALLOWED_METHODS', 'CONNECT', 'such as GET,HEAD,POST'],
    ['PROXY_ALLOWED_PATH_PREFIXES', 'api', 'begin with "/"'],
    ['PROXY_ALLOWED_PATH_PREFIXES', '/api,', 'begin with "/"'],
    ['PROXY_ALLOWED_PATH_PREFIXES', '/a/../b', 'begin with "/"'],
    ['PROXY_HAND_ON_AUTHORIZATION', 'yes', 'false or true'],
    ['PROXY_MAX_REQUEST_BYTES', '6291457', 'a whole number from 0 to 6291456'],
    ['PROXY_MAX_REQUEST_BYTES', '1e3', 'a whole number'],
    ['PROXY_MAX_REQUEST_BYTES', '-1', 'a whole number'],
    ['PROXY_HEALTH_PATH', '/', 'a path that begins with "/"'],
    ['PROXY_HEALTH_PATH', 'health', 'a path that begins with "/"'],
    ['PROXY_HEALTH_PATH', '/health?x', 'without a query'],
    ['PROXY_HEALTH_PATH', '//health', 'a path that begins with "/"'],
    ['PROXY_CONNECT_TIMEOUT_MS', '0', 'a whole number from 1 to 900000'],
    ['PROXY_FIRST_BYTE_TIMEOUT_MS', '1s', 'a whole number'],
  ])('refuse %s=%j in one line that names it, its value and the way out', (name, value, wayOut) => {
    const message = messageOf(() => read({ [name]: value }));
    expect(message).toMatch(/^PROXY_\w+ is "[^\n]*": set it to [^\n]+$/);
    expect(message).toContain(name);
    expect(message).toContain(wayOut);
  });

  it('refuse a name that is almost one of theirs: a misspelt list would allow everything', () => {
    const message = messageOf(() => read({ PROXY_ALOWED_METHODS: 'GET' }));
    expect(message).toMatch(/^"PROXY_ALOWED_METHODS" is not a variable .* PROXY_ALLOWED_METHODS, [^\n]+$/);
  });

  it.each(['/api', '/api/health'])('refuse a health path that hides an allowed path: %s', (value) => {
    const message = messageOf(() =>
      read({ PROXY_ALLOWED_PATH_PREFIXES: '/assets,/api', PROXY_HEALTH_PATH: value }),
    );
    expect(message).toContain('it would hide a path of the upstream');
  });

  it('take a health path beside the allowed paths', () => {
    const config = read({ PROXY_ALLOWED_PATH_PREFIXES: '/api', PROXY_HEALTH_PATH: '/apihealth' });
    expect(config.healthPath).toBe('/apihealth');
  });
});

describe('isWithin', () => {
  it.each([
    ['/api', '/api', true],
    ['/api/', '/api', true],
    ['/api/x', '/api', true],
    ['/api/x', '/api/', true],
    ['/x', '/', true],
    ['/apix', '/api', false],
    ['/api', '/api/', false],
    ['/API', '/api', false],
    ['/%61pi', '/api', false],
    ['/api%2Fx', '/api', false],
  ])('%s, %s: %s', (path, prefix, expected) => {
    expect(isWithin(path, prefix)).toBe(expected);
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

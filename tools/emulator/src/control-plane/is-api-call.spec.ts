import type { IncomingMessage } from 'node:http';
import { isApiCall } from './is-api-call';

const call = (host: string | undefined, url = '/'): boolean =>
  isApiCall({ url, headers: host === undefined ? {} : { host } } as IncomingMessage);

it.each([
  'localhost',
  'localhost:4600',
  'LOCALHOST:4600',
  'localhost.:4600',
  'lambda.eu-west-1.localhost:4600',
  '127.0.0.1:4600',
  '127.1.2.3',
  '[::1]:4600',
])('takes %s for this machine', (host) => {
  expect(call(host)).toBe(true);
});

it.each([
  undefined,
  '',
  'abc.lambda-url.eu-west-1.localhost:4600',
  'abc.LAMBDA-URL.eu-west-1.localhost',
  'abc.lambda-url.eu-west-1.on.aws',
  'evil.example',
  'localhost.evil.example',
  'notlocalhost',
  '128.0.0.1',
  '127.0.0.1.evil.example',
  'localhost:4600@evil.example',
])('does not take %s for it', (host) => {
  expect(call(host)).toBe(false);
});

// RFC 9112 §3.2.2: the target's host counts.
it('goes by the host of an absolute target', () => {
  expect(call('abc.lambda-url.eu-west-1.localhost', 'http://localhost:4600/x')).toBe(true);
  expect(call('localhost', 'http://abc.lambda-url.eu-west-1.localhost:4600/x')).toBe(false);
  expect(call('localhost', 'nonsense')).toBe(false);
});

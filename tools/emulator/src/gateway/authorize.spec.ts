import type { FunctionUrl, LambdaFunction } from '@furl/cloud-assembly';
import { authorize, type Authorization } from './authorize';
import type { FrontDoorRequest } from './received-request';

const arn = 'arn:aws:lambda:eu-west-1:123456789012:function:open';
const url: FunctionUrl = {
  stack: 'Stack',
  logicalId: 'Url',
  urlId: 'a'.repeat(32),
  region: 'eu-west-1',
  url: 'http://a.lambda-url.eu-west-1.localhost/',
  authType: 'NONE',
  invokeMode: 'BUFFERED',
  functionArn: arn,
};

/** A public function that everyone may call on one more condition. */
function functionWith(condition: Record<string, Record<string, string>>): LambdaFunction {
  return {
    arn,
    accountId: '123456789012',
    policy: [
      {
        Effect: 'Allow',
        Principal: '*',
        Action: ['lambda:InvokeFunctionUrl', 'lambda:InvokeFunction'],
        Resource: arn,
        Condition: condition,
      },
    ],
  } as unknown as LambdaFunction;
}

function ask(fn: LambdaFunction, request: Partial<FrontDoorRequest>, now = '2026-01-01T00:00:00Z'): boolean {
  const received = { method: 'GET', headers: [], sourceIp: '127.0.0.1', ...request } as FrontDoorRequest;
  const options = { url: { ...url }, fn, lookUp: () => undefined, clock: () => new Date(now) };
  const first: Authorization = authorize(received, options);
  // Asked twice, as a decision may be remembered.
  expect(authorize(received, options).allowed).toBe(first.allowed);
  return first.allowed;
}

// IAM User Guide, "AWS global condition context keys"
it('asks anew for each address when a policy asks for the address', () => {
  const fn = functionWith({ IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } });
  const one = { url, fn, lookUp: () => undefined, clock: () => new Date(0) };
  const from = (sourceIp: string): boolean =>
    authorize({ method: 'GET', headers: [], sourceIp } as unknown as FrontDoorRequest, one).allowed;

  expect(['10.1.2.3', '127.0.0.1', '10.1.2.3'].map(from)).toEqual([true, false, true]);
});

it.each([
  ['the time', { DateLessThan: { 'aws:CurrentTime': '2026-01-01T00:00:01Z' } }, true],
  ['a time that is over', { DateLessThan: { 'aws:CurrentTime': '2025-12-31T00:00:00Z' } }, false],
  ['TLS, which AWS always has', { Bool: { 'aws:SecureTransport': 'true' } }, true],
  ['the region', { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } }, false],
  ['the client', { StringLike: { 'aws:UserAgent': 'curl/*' } }, true],
])('knows %s', (_what, condition, allowed) => {
  expect(ask(functionWith(condition), { headers: [['User-Agent', 'curl/8.0']] })).toBe(allowed);
});

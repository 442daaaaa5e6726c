import {
  badRequest,
  badSignature,
  forbidden,
  functionFailed,
  requestTooLarge,
  tooManyRequests,
  unknownUrl,
} from './refusals';
import { asBytes } from './answer';

// Recorded answers, and the User Guide's texts: to the byte.
it.each([
  ['unknown url', unknownUrl(), 403, 'AccessDeniedException', '{"Message":null}'],
  [
    'not authorised',
    forbidden(),
    403,
    'AccessDeniedException',
    '{"Message":"Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html"}',
  ],
  [
    'bad signature',
    badSignature('InvalidSignatureException', 'why'),
    403,
    'InvalidSignatureException',
    '{"message":"why"}',
  ],
  [
    'throttled',
    tooManyRequests('ReservedFunctionConcurrentInvocationLimitExceeded'),
    429,
    'TooManyRequestsException',
    '{"Reason":"ReservedFunctionConcurrentInvocationLimitExceeded","Type":"User","message":"Rate Exceeded."}',
  ],
  [
    'too large',
    requestTooLarge(6),
    413,
    'RequestTooLargeException',
    '{"message":"Request must be smaller than 6 bytes for the InvokeFunction operation"}',
  ],
])('answers %s as AWS does', (_what, refusal, status, errorType, body) => {
  expect(refusal).toEqual({
    status,
    headers: { 'Content-Type': 'application/json', 'x-amzn-ErrorType': errorType },
    body,
  });
});

it('says nothing of why a function failed', () => {
  expect(functionFailed()).toEqual({
    status: 502,
    headers: { 'Content-Type': 'text/plain' },
    body: 'Internal Server Error',
  });
});

it('can be written where there is no request', () => {
  expect(asBytes(badRequest(400), 'the-id')).toBe(
    'HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: 11\r\nx-amzn-RequestId: the-id\r\nConnection: close\r\n\r\nBad Request',
  );
});

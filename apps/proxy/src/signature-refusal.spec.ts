import type { HeaderPair } from '@furl/http-response';

import { refusedSignature, signatureRefusal } from './signature-refusal';

describe('a refusal of our signature', () => {
  const arn = 'arn:aws:sts::123456789012:assumed-role/proxy/session';

  it.each([
    'AccessDeniedException',
    'AccessDeniedException:http://internal.amazon.com/coral/com.amazonaws.lambda/',
    'InvalidSignatureException',
    'UnrecognizedClientException',
    'ExpiredTokenException',
    'IncompleteSignatureException',
    'MissingAuthenticationTokenException',
  ])('recognises %s, keeps the reason for the log and tells the client no ARN', (errorType) => {
    const error = refusalOf(403, [['x-amzn-ErrorType', errorType]], {
      Message: `User: ${arn} is not authorized`,
    });
    expect(error).toMatchObject({ statusCode: 502, reason: { reason: `User: ${arn} is not authorized` } });
    expect(error?.message).not.toContain('arn:');
  });

  it.each([
    ["a 403 of the function's own", 403, []],
    ['a 403 with an error type of its own', 403, [['x-amzn-ErrorType', 'QuotaExceeded']]],
    ['the type of a refusal with another status', 200, [['x-amzn-ErrorType', 'AccessDeniedException']]],
    ['throttling', 429, [['x-amzn-ErrorType', 'TooManyRequestsException']]],
  ] as const)('leaves %s alone', (_, status, headers) => {
    expect(refusalOf(status, headers, {})).toBeUndefined();
  });

  it('cuts the canonical request, session token included, off the reason', () => {
    const message =
      'The request signature we calculated does not match.\n\nThe Canonical String for this request should have been\nx-amz-security-token:SECRET';
    const oneLine = message.replaceAll('\n', ' ');
    for (const text of [message, oneLine]) {
      const error = refusalOf(403, [['x-amzn-errortype', 'InvalidSignatureException']], { message: text });
      expect(error?.reason['reason']).toMatch(/^The request signature we calculated does not match/);
      expect(JSON.stringify(error?.reason)).not.toContain('SECRET');
    }
  });

  it.each(['', 'not JSON', 'null', '[]', '{"message":7}'])(
    'does without a reason when the body is %j',
    (body) => {
      const error = signatureRefusal('AccessDeniedException', [], Buffer.from(body));
      expect(error?.reason).toMatchObject({ errorType: 'AccessDeniedException', reason: undefined });
    },
  );
});

function refusalOf(statusCode: number, headers: readonly HeaderPair[], body: unknown) {
  const errorType = refusedSignature(statusCode, headers);
  if (errorType === undefined) return undefined;
  return signatureRefusal(errorType, headers, Buffer.from(JSON.stringify(body)));
}

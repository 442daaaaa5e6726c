import type { HeaderPair } from '@furl/http-response';

import { signatureRefusal, upstreamError } from './upstream-errors';

describe('upstreamError', () => {
  const exchange = { phase: 'waiting', timedOut: false, timeoutMs: 100, staleConnection: false } as const;

  it.each([
    ['ECONNREFUSED', 'connection_refused', 502],
    ['ECONNRESET', 'connection_terminated', 502],
    ['EPIPE', 'connection_terminated', 502],
    ['ETIMEDOUT', 'connection_timeout', 504],
    ['EHOSTUNREACH', 'destination_ip_unroutable', 502],
    ['ENETUNREACH', 'destination_ip_unroutable', 502],
    ['ENOTFOUND', 'dns_error', 502],
    ['EAI_AGAIN', 'dns_timeout', 504],
    ['HPE_INVALID_CONSTANT', 'http_protocol_error', 502],
    ['HPE_HEADER_OVERFLOW', 'http_response_header_section_size', 502],
    ['EPROTO', 'tls_protocol_error', 502],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls_protocol_error', 502],
    ['CERT_HAS_EXPIRED', 'tls_certificate_error', 502],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls_certificate_error', 502],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'tls_certificate_error', 502],
    ['ESOMETHINGNEW', 'proxy_internal_error', 502],
    ['constructor', 'proxy_internal_error', 502],
  ])('calls %s %s and answers %d', (systemCode, code, statusCode) => {
    const error = upstreamError(Object.assign(new Error('said by Node'), { code: systemCode }), exchange);
    expect(error).toMatchObject({ code, statusCode, reason: { systemCode, reason: 'said by Node' } });
    expect(error.message).not.toContain('said by Node');
  });

  it('calls whatever ends an answer that has begun incomplete', () => {
    const error = upstreamError(Object.assign(new Error('aborted'), { code: 'ECONNRESET' }), {
      ...exchange,
      phase: 'reading',
    });
    expect(error.code).toBe('http_response_incomplete');
  });

  it.each([
    ['connecting', 'connection_timeout'],
    ['waiting', 'http_response_timeout'],
    ['reading', 'http_response_timeout'],
  ] as const)('calls running out of time while %s a %s and answers 504', (phase, code) => {
    const error = upstreamError(new Error('socket hang up'), { ...exchange, phase, timedOut: true });
    expect(error).toMatchObject({ code, statusCode: 504 });
  });

  it('keeps an error that says already what it means', () => {
    const first = upstreamError(new Error('x'), exchange);
    expect(upstreamError(first, exchange)).toBe(first);
  });
});

describe('signatureRefusal', () => {
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
    const error = signatureRefusal(
      refused(403, [['x-amzn-ErrorType', errorType]], { Message: `User: ${arn} is not authorized` }),
    );
    expect(error).toMatchObject({ statusCode: 502, reason: { reason: `User: ${arn} is not authorized` } });
    expect(error?.message).not.toContain('arn:');
  });

  it.each([
    ["a 403 of the function's own", 403, []],
    ['a 403 with an error type of its own', 403, [['x-amzn-ErrorType', 'QuotaExceeded']]],
    ['the type of a refusal with another status', 200, [['x-amzn-ErrorType', 'AccessDeniedException']]],
    ['throttling', 429, [['x-amzn-ErrorType', 'TooManyRequestsException']]],
  ] as const)('leaves %s alone', (_, status, headers) => {
    expect(signatureRefusal(refused(status, headers, {}))).toBeUndefined();
  });

  it('cuts the canonical request, session token included, off the reason', () => {
    const message =
      'The request signature we calculated does not match.\n\nThe Canonical String for this request should have been\nx-amz-security-token:SECRET';
    const oneLine = message.replaceAll('\n', ' ');
    for (const text of [message, oneLine]) {
      const error = signatureRefusal(
        refused(403, [['x-amzn-errortype', 'InvalidSignatureException']], { message: text }),
      );
      expect(error?.reason['reason']).toMatch(/^The request signature we calculated does not match/);
      expect(JSON.stringify(error?.reason)).not.toContain('SECRET');
    }
  });

  it.each(['', 'not JSON', 'null', '[]', '{"message":7}'])(
    'does without a reason when the body is %j',
    (body) => {
      const error = signatureRefusal({
        statusCode: 403,
        headers: [['x-amzn-errortype', 'AccessDeniedException']],
        body: Buffer.from(body),
      });
      expect(error?.reason).toMatchObject({ errorType: 'AccessDeniedException', reason: undefined });
    },
  );
});

function refused(statusCode: number, headers: readonly HeaderPair[], body: unknown) {
  return { statusCode, headers, body: Buffer.from(JSON.stringify(body)) };
}

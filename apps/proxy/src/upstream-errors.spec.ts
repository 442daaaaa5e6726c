import { upstreamError } from './upstream-errors';

describe('upstreamError', () => {
  const exchange = { phase: 'waiting', timedOutAfterMs: undefined, hasAnswerBegun: false } as const;

  it.each([
    ['ECONNREFUSED', 'connection_refused', 502],
    ['ECONNRESET', 'connection_terminated', 502],
    ['EPIPE', 'connection_terminated', 502],
    ['ETIMEDOUT', 'connection_timeout', 504],
    ['EMFILE', 'connection_limit_reached', 503],
    ['EADDRNOTAVAIL', 'connection_limit_reached', 503],
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
    const error = upstreamError(undefined, { ...exchange, phase, timedOutAfterMs: 100 });
    expect(error).toMatchObject({ code, statusCode: 504 });
  });

  it.each([
    ['ECONNREFUSED', 'connecting', false, 'nothing'],
    ['ECONNRESET', 'connecting', false, 'nothing'],
    ['ECONNRESET', 'waiting', false, 'silence'],
    ['ECONNRESET', 'waiting', true, 'upstream'],
    ['HPE_INVALID_CONSTANT', 'waiting', false, 'upstream'],
    ['ECONNRESET', 'reading', true, 'upstream'],
  ] as const)(
    'knows how far the request got: %s while %s (bytes came: %s)',
    (systemCode, phase, began, reached) => {
      const error = Object.assign(new Error(systemCode), { code: systemCode });
      const failed = upstreamError(error, { phase, timedOutAfterMs: undefined, hasAnswerBegun: began });
      expect(failed.reached).toBe(reached);
    },
  );

  it.each([
    ['connecting', 'nothing'],
    ['waiting', 'upstream'],
  ] as const)('takes a request that ran out of time while %s for one that reached %s', (phase, reached) => {
    expect(upstreamError(undefined, { ...exchange, phase, timedOutAfterMs: 1 }).reached).toBe(reached);
  });

  it('keeps an error that says already what it means', () => {
    const first = upstreamError(new Error('x'), exchange);
    expect(upstreamError(first, exchange)).toBe(first);
  });
});

import { createHash } from 'node:crypto';
import { authorization } from '../src/authorization';
import { canonicalHeaders } from '../src/canonical-headers';
import { canonicalQuery } from '../src/canonical-query';
import { canonicalRequest } from '../src/canonical-request';
import { canonicalUri } from '../src/canonical-uri';
import { hashing } from '../src/hashing';
import { verify } from '../src/index';
import { signature, signingContext } from '../src/signing-context';
import { stringToSign } from '../src/string-to-sign';
import { SUITE, suiteCases, type SuiteCase } from './aws-suite';

const cases = suiteCases().map((suiteCase) => [suiteCase.name, suiteCase] as const);

/** The file's signature is not the one in its own `.authz`, which is right. */
const WRONG_SREQ = 'get-vanilla-with-session-token';

describe("AWS's test suite", () => {
  it('is there as a whole', () => {
    expect(cases).toHaveLength(31);
  });

  it.each(cases)('%s: the canonical request', (_, suiteCase) => {
    expect(canonicalRequestOf(suiteCase)).toBe(suiteCase.canonicalRequest);
  });

  it.each(cases)('%s: the string to sign', (_, suiteCase) => {
    const hash = createHash('sha256').update(suiteCase.canonicalRequest, 'latin1').digest('hex');

    expect(stringToSign('20150830T123600Z', '20150830/us-east-1/service/aws4_request', hash)).toBe(
      suiteCase.stringToSign,
    );
  });

  it.each(cases)('%s: the Authorization header', async (_, suiteCase) => {
    const context = await signingContext('', { credentials: SUITE, ...SUITE });

    const made = await signature(canonicalRequestOf(suiteCase), context);

    expect(authorization('AKIDEXAMPLE', context.scope, signedHeadersOf(suiteCase).join(';'), made)).toBe(
      suiteCase.authorization,
    );
  });

  it.each(cases)('%s: the signed request is accepted', (name, suiteCase) => {
    const { headers, ...request } = suiteCase.signedRequest;
    const mended = headers.map(([key, value]): [string, string] =>
      key === 'Authorization' && name === WRONG_SREQ ? [key, suiteCase.authorization] : [key, value],
    );
    const token = headers.find(([key]) => key.toLowerCase() === 'x-amz-security-token')?.[1].trim();
    const key = {
      secretAccessKey: SUITE.secretAccessKey,
      principal: 'somebody',
      ...(token !== undefined && { sessionToken: token }),
    };

    const verification = verify({ ...request, headers: mended }, () => key, SUITE);

    expect(verification).toEqual({
      ok: true,
      principal: 'somebody',
      accessKeyId: 'AKIDEXAMPLE',
      signedHeaders: signedHeadersOf(suiteCase),
    });
  });
});

function signedHeadersOf({ authorization: value }: SuiteCase): string[] {
  return /SignedHeaders=([^,]+)/.exec(value)?.[1]?.split(';') ?? [];
}

function canonicalRequestOf(suiteCase: SuiteCase): string {
  const { method, path, query, headers, body } = suiteCase.request;
  const signed = signedHeadersOf(suiteCase);
  const hasher = hashing();
  if (hasher instanceof Promise) throw new Error('node:crypto is expected here');
  return canonicalRequest(
    method,
    canonicalUri(path),
    canonicalQuery(query),
    canonicalHeaders(headers, signed),
    signed.join(';'),
    hasher.sha256Hex(body),
  );
}

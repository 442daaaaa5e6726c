import {
  canonicalLines,
  canonicalText,
  computeSignature,
  isSignature,
  textToSign,
  type CanonicalLines,
  type QueryReading,
  type Received,
} from './computation';
import type { NodeCrypto } from './native-hashing';
import { percentEncodePath } from './percent-encoding';

/**
 * What a developer needs to see when a signature does not match: what was computed here, and the client's mistake where
 * it is a known one. For the terminal; session tokens are left out, and the right signature is not shown.
 */
export function explainMismatch(
  crypto: NodeCrypto,
  key: Uint8Array,
  received: Received,
  reading: QueryReading,
): string {
  const { claim } = received;
  const lines = canonicalLines(received, reading);
  const mistake = commonMistakes(received, lines).find(([change]) =>
    isSignature(crypto, computeSignature(crypto, key, { ...lines, ...change }, claim), claim.signature),
  );
  const canonical = canonicalText(lines);
  return [
    `The signature of ${claim.accessKeyId} does not match what was computed here.`,
    'Canonical request (the client has to arrive at the same):',
    indent(withoutSecrets(canonical)),
    'String to sign:',
    indent(textToSign(crypto, canonical, claim)),
    mistake === undefined
      ? 'No single known mistake explains it. Compare the above with what your signer logs, line by line; when both are the ' +
        `same, the secret access key is not the one that belongs to ${claim.accessKeyId}. A header that a proxy ` +
        'changed must not be among SignedHeaders.'
      : `Where it differs: ${mistake[1]}`,
  ].join('\n');
}

/** Changes that make the client's canonical request out of ours, each with the mistake that it stands for. */
function commonMistakes(received: Received, lines: CanonicalLines): [Partial<CanonicalLines>, string][] {
  const { path, query, headers, method } = received;
  const mistakes: [Partial<CanonicalLines>, string][] = [
    [
      { uri: path },
      'the client signed the path as it is on the wire. Encode every segment once more, as every service but S3 wants it.',
    ],
    [
      { uri: percentEncodePath(path) },
      'the client did not remove dot segments or repeated slashes from the path it signed. Request the plain path.',
    ],
    [{ uri: '/' }, 'the client signed the path "/". Sign the path that is sent.'],
    [
      { query },
      'the client signed the query as it is on the wire. Sort it by name and value, and encode all but A-Z a-z 0-9 - . _ ~',
    ],
    [{ query: '' }, 'the client did not sign the query. Sign what follows the "?" as well.'],
    [
      { query: query.split('&').sort().join('&') },
      'the client signed the query without encoding it anew. Encode all but A-Z a-z 0-9 - . _ ~ and give every name a "=".',
    ],
    [
      { payloadHash: 'UNSIGNED-PAYLOAD' },
      'the client signed UNSIGNED-PAYLOAD. Lambda wants the SHA-256 of the body.',
    ],
    [
      { payloadHash: EMPTY_PAYLOAD_HASH },
      'the client signed an empty body, and sent another. Hash the bytes that are sent.',
    ],
  ];
  for (const other of METHODS) {
    if (other !== method) {
      mistakes.push([{ method: other }, `the client signed the method ${other} and sent ${method}.`]);
    }
  }
  const host = headers.find(([name]) => name.toLowerCase() === 'host')?.[1] ?? '';
  const bare = host.replace(/:\d+$/, '');
  for (const other of bare === host ? [`${host}:80`, `${host}:443`] : [bare]) {
    mistakes.push([
      { headers: lines.headers.replace(`host:${host}\n`, () => `host:${other}\n`) },
      `the client signed the host ${other} and sent ${host}. Sign the Host header that is sent, port included.`,
    ]);
  }
  return mistakes;
}

/** The SHA-256 of nothing. */
const EMPTY_PAYLOAD_HASH = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

function withoutSecrets(canonical: string): string {
  return canonical
    .replace(/^((?:x-amz-security-token|authorization|proxy-authorization|cookie):).*$/gm, '$1<not shown>')
    .replace(/(X-Amz-Security-Token=)[^&\n]*/, '$1<not shown>');
}

function indent(text: string): string {
  return text.replace(/^/gm, '  ');
}

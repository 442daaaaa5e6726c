/**
 * AWS's `UriEncode` (IAM User Guide, "Create a signed AWS API request"): every byte but the unreserved characters of
 * RFC 3986 §2.3 becomes `%` and two upper-case hex digits. Works on byte strings (see wire-bytes).
 * @param keepSlash whether `/` stays as it is, as in a path
 */
export function percentEncode(bytes: string, keepSlash = false): string {
  let start = 0;
  let encoded = '';
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes.charCodeAt(index);
    if (UNRESERVED[byte] === 1 || (keepSlash && byte === SLASH)) continue;
    encoded += bytes.slice(start, index) + (ESCAPES[byte] ?? '');
    start = index + 1;
  }
  return start === 0 ? bytes : encoded + bytes.slice(start);
}

/**
 * Undoes percent-encoding byte by byte (RFC 3986 §2.1). What is no escape (`%zz`, a `%` at the end) stays as it is,
 * so that encoding the result again never loses a byte.
 */
export function percentDecode(bytes: string): string {
  let at = bytes.indexOf('%');
  if (at === -1) return bytes;
  let decoded = '';
  let start = 0;
  while (at !== -1) {
    const high = hexDigit(bytes.charCodeAt(at + 1));
    const low = hexDigit(bytes.charCodeAt(at + 2));
    if (high === -1 || low === -1) {
      at = bytes.indexOf('%', at + 1);
      continue;
    }
    decoded += bytes.slice(start, at) + String.fromCharCode(high * 16 + low);
    start = at + 3;
    at = bytes.indexOf('%', start);
  }
  return decoded + bytes.slice(start);
}

const SLASH = 0x2f;
const UNRESERVED = new Uint8Array(256);
for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~') {
  UNRESERVED[character.charCodeAt(0)] = 1;
}
const ESCAPES = Array.from(UNRESERVED, (_, byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`);

function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const upper = code & ~0x20;
  return upper >= 0x41 && upper <= 0x46 ? upper - 0x37 : -1;
}

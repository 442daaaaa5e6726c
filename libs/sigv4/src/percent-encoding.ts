/**
 * AWS's `UriEncode` (IAM User Guide, "Create a signed AWS API request"): every byte but the unreserved characters of
 * RFC 3986 §2.3 becomes `%` and two upper-case hex digits. Works on byte strings (see wire-bytes).
 */
export function percentEncode(bytes: string): string {
  return bytes.replace(RESERVED, escaped);
}

/** The same for a path, whose slashes stay. */
export function percentEncodePath(bytes: string): string {
  return bytes.replace(RESERVED_IN_PATH, escaped);
}

/**
 * Undoes percent-encoding byte by byte (RFC 3986 §2.1) and does it again: the same bytes, in the one encoding that is
 * canonical. What is no escape (`%zz`, a `%` at the end) stands for itself, so that no byte is ever lost.
 */
export function recode(bytes: string): string {
  return percentEncode(percentDecode(bytes));
}

/** The bytes behind a percent-encoded text. */
export function percentDecode(bytes: string): string {
  return bytes.includes('%')
    ? bytes.replace(ESCAPE, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : bytes;
}

const RESERVED = /[^\w.~-]/g;
const RESERVED_IN_PATH = /[^\w.~/-]/g;
const ESCAPE = /%([\da-f]{2})/gi;

function escaped(byte: string): string {
  return `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}

import type { Refusal, RefusalCode } from './types';

/** What AWS says when the signature is not the one it computed. */
export const MISMATCH =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key ' +
  'and signing method. Consult the service documentation for details.';

/** What AWS says of a key that nobody has, and of a session token that is not the key's. */
export const INVALID_TOKEN = 'The security token included in the request is invalid.';

/** A refusal; the explanation is made fit for a terminal. */
export function refusal(code: RefusalCode, message: string, explanation: string): Refusal {
  return { ok: false, code, message, explanation: printable(explanation) };
}

/** Tells a refusal from what else a step gives. */
export function isRefusal(value: object): value is Refusal {
  return 'ok' in value && value.ok === false;
}

/** A value from outside between quotes, cut to a length that a message can bear, control characters made visible. */
export function quoted(value: string, limit = 120): string {
  return `'${printable(value.length > limit ? `${value.slice(0, limit)}…` : value).replaceAll('\n', '\\x0A')}'`;
}

/** A text without the control characters that would steer a terminal; line feeds stay. At most 20,000 characters. */
export function printable(text: string): string {
  const bounded =
    text.length > LIMIT ? `${text.slice(0, LIMIT)}\n… (${text.length - LIMIT} more characters)` : text;
  return bounded.replace(
    /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g,
    (character) => `\\x${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}

const LIMIT = 20_000;

/**
 * A text in which each character stands for one byte on the wire.
 *
 * A text without code points above 0xFF is such a text already: that is how `node:http` hands over what it
 * received, and how it sends what it is given. Any other text is one that somebody decoded: it stands for its UTF-8.
 */
export function byteString(text: string): string {
  if (!BEYOND_A_BYTE.test(text)) return text;
  return Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('');
}

/** The bytes of a {@link byteString}. */
export function bytesOf(text: string): Uint8Array {
  return (
    globalThis.Buffer?.from(text, 'latin1') ?? Uint8Array.from(text, (character) => character.charCodeAt(0))
  );
}

const BEYOND_A_BYTE = /[^\0-\xff]/;

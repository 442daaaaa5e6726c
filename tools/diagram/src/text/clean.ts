/** No picture needs a longer text, and a name in a template may be as long as somebody likes. */
const LONGEST = 1000;

/** A name as it is drawn: {@link drawable}, and not endless. */
export function clean(text: string): string {
  const drawn = drawable(text);
  return drawn.length <= LONGEST ? drawn : `${drawn.slice(0, LONGEST).replace(/\p{Cs}/gu, '')}…`;
}

/**
 * A name as it can be drawn: characters that XML cannot have, lone surrogates, and marks that turn the direction of what
 * follows become U+FFFD; line breaks and tabs become blanks; of marks that stack on a letter two are kept.
 */
export function drawable(text: string): string {
  return text
    .replace(/[\t\n\r\u0085\u2028\u2029]+/gu, ' ')
    .replace(/[\p{Cc}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gu, '\ufffd')
    .replace(/(\p{M}{2})\p{M}+/gu, '$1');
}

/** Text for XML and HTML, in elements and in attributes with quotes of either kind. */
export function escapeXml(text: string): string {
  return drawable(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

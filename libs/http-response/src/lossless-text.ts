/**
 * The bytes as text, if that is certain to arrive as the same bytes; otherwise undefined, and base64 is the way.
 *
 * Certain means: the content type is textual, its charset is UTF-8 (or US-ASCII, or not named), there is no
 * content coding on top, and the bytes are well-formed UTF-8. A byte order mark is kept.
 *
 * @param bytes the body
 * @param contentType the Content-Type field, if any
 * @param contentEncoding the Content-Encoding field, if any
 */
export function losslessText(
  bytes: Uint8Array,
  contentType: string | undefined,
  contentEncoding: string | undefined,
): string | undefined {
  if (contentEncoding !== undefined && contentEncoding.trim().toLowerCase() !== 'identity') return undefined;
  if (contentType === undefined || !isTextual(contentType)) return undefined;
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

const utf8 = /* @__PURE__ */ new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const textualTypes = new Set([
  'application/ecmascript',
  'application/graphql',
  'application/javascript',
  'application/json',
  'application/ld+json',
  'application/x-javascript',
  'application/x-ndjson',
  'application/x-www-form-urlencoded',
  'application/xml',
]);

function isTextual(contentType: string): boolean {
  const [type = '', ...parameters] = contentType.toLowerCase().split(';');
  const essence = type.trim();
  if (!essence.startsWith('text/') && !textualTypes.has(essence) && !/\+(?:json|xml)$/.test(essence))
    return false;
  return parameters.every((parameter) => {
    const [name = '', value = ''] = parameter.split('=');
    return name.trim() !== 'charset' || /^"?(?:utf-?8|us-ascii)"?$/.test(value.trim());
  });
}

import type { FunctionUrlResult } from './function-url-result';

/**
 * An answer in JSON.
 *
 * @param statusCode the HTTP status
 * @param body what to serialise; what JSON cannot express (`undefined`, a function) is sent as `null`
 * @param headers further headers with names in lower case; they win over the content type set here
 * @throws TypeError when the body has a cycle or a bigint, as `JSON.stringify` does
 * @example
 * return json(200, { detail: 'Hello' }, { 'cache-control': 'no-store' });
 */
export function json(
  statusCode: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): FunctionUrlResult {
  return {
    statusCode,
    headers: { 'content-type': 'application/json', ...headers },
    // The signature of JSON.stringify hides that it gives undefined for what JSON cannot express.
    body: (JSON.stringify(body) as string | undefined) ?? 'null',
    isBase64Encoded: false,
  };
}

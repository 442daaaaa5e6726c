import { XMLBuilder } from 'fast-xml-parser';
import type { ApiResult, ApiValue } from '../operation';

const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  suppressEmptyNode: false,
});

/**
 * An XML document of one element: text in it is escaped, and what XML cannot hold at all is replaced.
 *
 * @param listElement what the elements of a list are called (Smithy "AWS query protocol", "AWS EC2 query protocol")
 */
export function xmlDocument(
  name: string,
  content: ApiResult,
  attributes: Readonly<Record<string, string>> = {},
  listElement: 'member' | 'item' = 'member',
): Buffer {
  const members = (result: ApiResult): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(result).flatMap(([key, value]) => (value === undefined ? [] : [[key, element(value)]])),
    );
  const element = (value: ApiValue): unknown => {
    if (isList(value)) return { [listElement]: value.map(element) };
    return typeof value === 'object' ? members(value) : String(value).replace(NOT_XML, '\uFFFD');
  };
  const named = Object.fromEntries(Object.entries(attributes).map(([key, value]) => [`@${key}`, value]));
  const document = String(builder.build({ [name]: { ...named, ...members(content) } }));
  // There is none but in texts, and readers would take it for a line feed (XML 1.0 §2.11).
  return Buffer.from(document.replaceAll('\r', '&#xD;'), 'utf8');
}

function isList(value: ApiValue): value is readonly ApiValue[] {
  return Array.isArray(value);
}

/** Everything but Char of XML 1.0 §2.2, lone surrogates included. */
const NOT_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

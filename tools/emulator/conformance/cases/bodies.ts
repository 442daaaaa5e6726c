import { SOURCES, type ConformanceCase, type Weight } from '../conformance-case';
import { seen } from './echoed';

type Row = readonly [type: string | undefined, as: 'text' | 'base64', weight: Weight];

/** The chapter "Request event": the body, as text or as base64. */
const ROWS: readonly Row[] = [
  ['application/json', 'text', 'captured'],
  ['application/json; charset=utf-8', 'text', 'captured'],
  ['text/plain', 'text', 'captured'],
  ['text/html; charset=iso-8859-1', 'text', 'captured'],
  ['text/csv', 'text', 'captured'],
  ['application/octet-stream', 'base64', 'captured'],
  ['multipart/form-data; boundary=x', 'base64', 'captured'],
  ['application/x-of-nobody', 'base64', 'captured'],
  ['application/xml', 'text', 'ours'],
  ['application/javascript', 'text', 'ours'],
  ['application/x-www-form-urlencoded', 'base64', 'ours'],
  ['application/vnd.api+json', 'base64', 'ours'],
  ['image/png', 'base64', 'ours'],
  [undefined, 'base64', 'ours'],
];

/** One case a row. */
export const bodyCases: readonly ConformanceCase[] = [
  ...ROWS.map(([type, as, weight]): ConformanceCase => ({
    name: `a body of ${type ?? 'no type'} arrives as ${as}`,
    weight,
    source: weight === 'ours' ? SOURCES.nobody : SOURCES.recorded,
    check: async (target) => {
      const body = 'a=Grüße&b="1"';
      const headers = type === undefined ? [] : [['Content-Type', type] as const];
      const { event } = await seen(target, { body, headers });
      const isBase64Encoded = as === 'base64';
      expect(event).toMatchObject({
        body: isBase64Encoded ? Buffer.from(body).toString('base64') : body,
        isBase64Encoded,
      });
      expect(event.headers['content-length']).toBe(String(Buffer.byteLength(body)));
    },
  })),
  {
    name: 'bytes that are no text arrive as they are',
    weight: 'captured',
    source: SOURCES.recorded,
    check: async (target) => {
      const body = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
      const headers = [['Content-Type', 'application/octet-stream']] as const;
      const { event } = await seen(target, { body, headers });
      expect(Buffer.from(event.body ?? '', 'base64').equals(body)).toBe(true);
    },
  },
];

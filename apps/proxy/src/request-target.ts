import { BadRequestError } from './errors';

/** Where in the upstream a request goes: byte for byte what the client sent. */
export interface RequestTarget {
  readonly path: string;
  readonly query: string;
}

/**
 * Checks that path and query mean the same to the signature, to the wire and to the upstream.
 *
 * Refused: dot segments, encoded or not, and empty segments, which some hop resolves and the signature does not;
 * query authentication, which would compete with ours; anything that is not printable ASCII, as it must be
 * percent-encoded (RFC 3986 §2).
 *
 * @param rawPath the path of the event, percent-encoding untouched
 * @param rawQueryString the query of the event, without `?`
 * @throws BadRequestError with a message for the client
 */
export function requestTarget(rawPath: string, rawQueryString: string): RequestTarget {
  const fault = pathFault(rawPath) ?? queryFault(rawQueryString);
  if (fault !== undefined) throw new BadRequestError(fault);
  return { path: rawPath, query: rawQueryString };
}

/** What is wrong with a path, in words for the client; undefined when it may be forwarded. */
export function pathFault(path: string): string | undefined {
  if (!printableAscii.test(path)) {
    return 'The path holds a space, a control or a non-ASCII character: percent-encode it.';
  }
  if (!path.startsWith('/')) return 'The path does not begin with "/".';
  if (/[?#]/.test(path)) return 'The path holds a raw "?" or "#": percent-encode it.';
  if (path.includes('//')) {
    return 'The path holds an empty segment ("//"). A function URL ends in "/" already: leave one of the two out.';
  }
  if (dotSegment.test(path)) {
    return 'The path holds a dot segment ("." or "..", encoded or not): send the resolved path.';
  }
  return undefined;
}

function queryFault(query: string): string | undefined {
  if (!printableAscii.test(query)) {
    return 'The query holds a space, a control or a non-ASCII character: percent-encode it.';
  }
  if (query.includes('#')) return 'The query holds a raw "#": percent-encode it.';
  const authentication = queryNames(query).find((name) => queryAuthentication.has(name));
  if (authentication === undefined) return undefined;
  return `The query holds "${authentication}". This proxy signs requests itself: send none of the parameters of query authentication.`;
}

const printableAscii = /^[\x21-\x7e]*$/;

/**
 * One or two dots, encoded or not, between what somebody behind us may take for the end of a segment: the slash and the
 * backslash, encoded too.
 */
const dotSegment = /(?:\/|\\|%2f|%5c)(?:\.|%2e){1,2}(?:\/|\\|%2f|%5c|$)/i;

/** AWS General Reference, "Add the signature to the request": query parameters; in lower case. */
const queryAuthentication = new Set([
  'x-amz-algorithm',
  'x-amz-credential',
  'x-amz-date',
  'x-amz-expires',
  'x-amz-security-token',
  'x-amz-signature',
  'x-amz-signedheaders',
]);

/** The names in a query, decoded and in lower case, however they are separated. */
function queryNames(query: string): string[] {
  // All names that are looked for begin with an x, as a letter or as one of its two escapes.
  if (!/x|%[57]8/i.test(query)) return [];
  return query.split(/[&;]/).map((parameter) => {
    const [name = ''] = parameter.split('=', 1);
    return name
      .replace(/%([0-7][0-9a-f])/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
      .trim()
      .toLowerCase();
  });
}

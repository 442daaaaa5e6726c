import { percentDecode, percentEncode } from './percent-encoding';

/**
 * How a service canonicalises a path. Every service but S3 encodes what is on the wire once more; S3 encodes once and
 * never resolves dot segments (IAM User Guide, "Create a signed AWS API request", step 1).
 */
export type UriEncoding = 'double' | 'single';

/** The encoding that a service, by its name in the credential scope, uses. */
export function uriEncodingOf(service: string): UriEncoding {
  return service === 's3' ? 'single' : 'double';
}

/**
 * The canonical URI: the absolute path as it is on the wire, dot segments and repeated slashes removed (RFC 3986
 * §5.2.4), every segment percent-encoded over the encoding that it has. So `%3D` becomes `%253D`, a raw `@` `%40`,
 * and a raw space `%20`.
 * @param path a byte string, starting with `/`
 */
export function canonicalUri(path: string, encoding: UriEncoding = 'double'): string {
  if (encoding === 'double') return percentEncode(withoutDotSegments(path), true);
  return path.split('/').map(recode).join('/');
}

function recode(segment: string): string {
  return percentEncode(percentDecode(segment));
}

function withoutDotSegments(path: string): string {
  if (!path.includes('/.') && !path.includes('//')) return path;
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  const trailing = segments.length > 0 && path.endsWith('/') ? '/' : '';
  return `/${segments.join('/')}${trailing}`;
}

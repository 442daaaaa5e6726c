import { percentEncodePath, recode } from './percent-encoding';

/**
 * The canonical URI: the absolute path as it is on the wire, dot segments and repeated slashes removed (RFC 3986
 * §5.2.4), percent-encoded over the encoding that it has: `%3D` becomes `%253D`, a raw `@` `%40`, a raw space `%20`.
 * S3 alone encodes once, and removes nothing (IAM User Guide, "Create a signed AWS API request", step 1).
 * @param path a byte string, starting with `/`
 * @param service its name in the credential scope
 */
export function canonicalUri(path: string, service = ''): string {
  if (service === 's3') return path.split('/').map(recode).join('/');
  return percentEncodePath(path.includes('/.') || path.includes('//') ? withoutDotSegments(path) : path);
}

function withoutDotSegments(path: string): string {
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  const trailing = segments.length > 0 && path.endsWith('/') ? '/' : '';
  return `/${segments.join('/')}${trailing}`;
}

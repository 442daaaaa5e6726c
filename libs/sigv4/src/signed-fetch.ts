import { clockSkew, SKEW_TO_CORRECT } from './clock-skew';
import { SigV4Error } from './errors';
import { sign } from './sign';
import type { SignOptions } from './types';

/** How a signing fetch signs and sends. */
export interface SignedFetchOptions extends SignOptions {
  /** What sends. @default the global `fetch` */
  readonly fetch?: typeof fetch;
}

/**
 * A `fetch` that signs every request.
 *
 * A body is read into memory to be hashed; a stream is sent as it comes when `payloadHash` tells its hash, and refused
 * otherwise. When a 403 comes whose `Date` is more than four minutes from our clock, the clock is corrected for this and all
 * later requests, and the request signed anew and sent once more, unless its body was a stream. Redirects are handed
 * back and not followed: the signature is good for one host only, and the session token is nobody else's business.
 * @throws SigV4Error (the promise is rejected) as `sign` does; and what the underlying fetch throws
 * @example
 * const fetchSigned = signedFetch({ credentials: environmentCredentials() });
 * const response = await fetchSigned('https://abc.lambda-url.eu-west-1.on.aws/hello');
 */
export function signedFetch(options: SignedFetchOptions): typeof fetch {
  const { fetch: send = globalThis.fetch, clock = () => new Date(), ...signOptions } = options;
  let skew = 0;

  return async (input, init) => {
    const stream = isStream(init?.body) ? init.body : undefined;
    if (stream !== undefined && options.payloadHash === undefined) {
      throw new SigV4Error(
        'InvalidRequest',
        'a stream cannot be hashed before it is sent: give a body that is known, or its hash as payloadHash',
      );
    }
    const request = new Request(input, stream === undefined ? init : { ...init, body: null });
    const body = stream ?? (request.body === null ? undefined : new Uint8Array(await request.arrayBuffer()));
    const attempt = async (): Promise<Response> => {
      const { url, fetchInit } = await signedInit(request, body, {
        ...signOptions,
        clock: () => new Date(clock().getTime() + skew),
      });
      return send(url, { ...init, ...fetchInit });
    };
    const response = await attempt();
    if (response.status !== 403) return response;
    const now = clock().getTime();
    const told = clockSkew(response.headers.get('date'), now);
    if (told === undefined || Math.abs(told - skew) <= SKEW_TO_CORRECT) return response;
    skew = told;
    if (stream !== undefined) return response;
    await response.body?.cancel();
    return attempt();
  };
}

type Stream = ReadableStream | AsyncIterable<Uint8Array>;

async function signedInit(
  request: Request,
  body: Uint8Array | Stream | undefined,
  options: SignOptions,
): Promise<{ url: URL; fetchInit: RequestInit }> {
  const url = new URL(request.url);
  url.hash = '';
  const known = body instanceof Uint8Array;
  const signed = await sign(
    {
      method: request.method,
      host: url.host,
      path: url.pathname,
      query: url.search.slice(1),
      headers: [...request.headers],
      ...(known && { body }),
    },
    options,
  );
  url.search = signed.query;
  return {
    url,
    fetchInit: {
      method: signed.method,
      // fetch sets the host itself, from the same URL.
      headers: signed.headers.filter(([name]) => name !== 'host'),
      redirect: request.redirect === 'error' ? 'error' : 'manual',
      signal: request.signal,
      ...(body !== undefined && { body: body as NonNullable<RequestInit['body']> }),
      ...(body !== undefined && !known && { duplex: 'half' }),
    },
  };
}

function isStream(body: unknown): body is Stream {
  return (
    body instanceof ReadableStream ||
    (typeof body === 'object' && body !== null && Symbol.asyncIterator in body && !(body instanceof Blob))
  );
}

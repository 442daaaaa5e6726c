import type { IncomingMessage } from 'node:http';

/** The largest request that is taken, in bytes (Lambda quotas, "Invocation payload (request and response)": 6 MB). */
export const REQUEST_LIMIT = 6 * 1024 * 1024;

/** A request as it came over the wire, its body read. */
export interface FrontDoorRequest {
  readonly method: string;
  /** The request target as received, a character a byte. */
  readonly target: string;
  /** What stands before the first `?` of the target, and what stands behind it. */
  readonly rawPath: string;
  readonly rawQueryString: string;
  /** In wire order, repeats kept. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
  readonly sourceIp: string;
}

/** Reads a request to its end; undefined when its body is longer than {@link REQUEST_LIMIT}. */
export async function receive(request: IncomingMessage): Promise<FrontDoorRequest | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > REQUEST_LIMIT) return undefined;
    chunks.push(chunk);
  }
  const target = originForm(request.url ?? '/');
  const question = target.indexOf('?');
  const { rawHeaders } = request;
  return {
    method: request.method ?? 'GET',
    target,
    rawPath: (question === -1 ? target : target.slice(0, question)) || '/',
    rawQueryString: question === -1 ? '' : target.slice(question + 1),
    headers: Array.from({ length: rawHeaders.length / 2 }, (_, index) => [
      rawHeaders[2 * index] ?? '',
      rawHeaders[2 * index + 1] ?? '',
    ]),
    body: Buffer.concat(chunks),
    sourceIp: (request.socket.remoteAddress ?? '127.0.0.1').replace(/^::ffff:/, ''),
  };
}

/** A proxy's absolute-form target (RFC 9112 §3.2.2) as the origin-form that it stands for. */
function originForm(target: string): string {
  const [, rest] = /^https?:\/\/[^/?#]*(.*)$/is.exec(target) ?? [];
  if (rest === undefined) return target;
  return rest.startsWith('/') ? rest : `/${rest}`;
}

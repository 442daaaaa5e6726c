import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sign } from '@furl/sigv4';
import type { Aws4Fetch, Undici } from '../peers';
import type { ProxyEvent } from './events';
import { Sink } from './sink';

/** Something that forwards an event to the upstream, and gives what a client would get. */
export interface Forwarder {
  readonly name: string;
  forward(event: ProxyEvent): Promise<string>;
}

export const STREAMED = 'ours, RESPONSE_STREAM';
export const BUFFERED = 'ours, BUFFERED';
export const LIMIT = 'undici, unsigned (the limit)';
export const SIGNED_LIMIT = 'undici, signed';
export const FETCH = 'aws4fetch';

const CREDENTIALS = {
  accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  sessionToken: 'IQoJb3JpZ2luX2VjEXAMPLETOKEN'.repeat(20),
};
const REGION = 'eu-west-1';
const CONTEXT = { getRemainingTimeInMillis: () => 10_000 };

/** The environment of the deployed function, with an upstream on this machine. */
export function proxyEnvironment(
  port: number,
  invokeMode: 'BUFFERED' | 'RESPONSE_STREAM',
): Record<string, string> {
  return {
    LAMBDA_SERVER_URL: `http://127.0.0.1:${port}/`,
    PROXY_INVOKE_MODE: invokeMode,
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    AWS_SESSION_TOKEN: CREDENTIALS.sessionToken,
  };
}

/** The bundle that is deployed, in both invoke modes. It reads its environment once, when it is loaded. */
export async function ours(bundle: string, port: number): Promise<Forwarder[]> {
  const streaming = await load(bundle, port, 'RESPONSE_STREAM');
  const buffering = await load(bundle, port, 'BUFFERED');
  return [
    {
      name: STREAMED,
      forward: async (event) => {
        const sink = new Sink();
        await streaming(event, sink, CONTEXT);
        return String(sink.bytes);
      },
    },
    {
      name: BUFFERED,
      forward: async (event) => ((await buffering(event, CONTEXT)) as { body: string }).body,
    },
  ];
}

type Handler = (...args: unknown[]) => Promise<unknown>;

async function load(bundle: string, port: number, mode: 'BUFFERED' | 'RESPONSE_STREAM'): Promise<Handler> {
  Object.assign(process.env, proxyEnvironment(port, mode));
  const module = (await import(`${pathToFileURL(bundle).href}?${mode}`)) as { handler: Handler };
  return module.handler;
}

/** Hands everything on with undici, and does nothing else: no signature, no check, no log. */
export function passthrough(undici: Undici, port: number): Forwarder {
  const send = undiciSender(undici, port);
  return { name: LIMIT, forward: (event) => send(event, event.headers, bodyOf(event)) };
}

/** The same with our signature and nothing else: what is left to whoever has to sign. */
export function signedPassthrough(undici: Undici, port: number): Forwarder {
  const send = undiciSender(undici, port);
  const host = `127.0.0.1:${port}`;
  const credentials = (): Promise<typeof CREDENTIALS> => Promise.resolve(CREDENTIALS);
  return {
    name: SIGNED_LIMIT,
    forward: async (event) => {
      const body = bodyOf(event);
      const others = Object.entries(event.headers).filter(([name]) => !FRAMING.has(name));
      const { headers } = await sign(
        {
          method: event.requestContext.http.method,
          host,
          path: event.rawPath,
          query: event.rawQueryString,
          headers: others,
          body: body ?? new Uint8Array(),
        },
        { credentials, region: REGION, service: 'lambda' },
      );
      return send(event, headers.flat(), body);
    },
  };
}

/** What undici sets itself. */
const FRAMING = new Set(['host', 'content-length']);

function bodyOf({ body }: ProxyEvent): Buffer | undefined {
  return body === undefined ? undefined : Buffer.from(body, 'base64');
}

function undiciSender({ Pool }: Undici, port: number) {
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections: 1 });
  return async (
    event: ProxyEvent,
    headers: ProxyEvent['headers'] | string[],
    body: Buffer | undefined,
  ): Promise<string> => {
    const answer = await pool.request({
      method: event.requestContext.http.method,
      path: `${event.rawPath}?${event.rawQueryString}`,
      headers,
      ...(body !== undefined && { body }),
    });
    const { statusCode, headers: received } = answer;
    return JSON.stringify({ statusCode, headers: received, body: await answer.body.text() });
  };
}

/** The proxy of the article, with every method, header and body, as one would write it with aws4fetch. */
export function withAws4fetch({ AwsClient }: Aws4Fetch, port: number): Forwarder {
  const client = new AwsClient({ ...CREDENTIALS, region: REGION, service: 'lambda', retries: 0 });
  return {
    name: FETCH,
    forward: async (event) => {
      const headers: Record<string, string> = { ...event.headers };
      // fetch sets these itself.
      for (const name of ['host', 'content-length']) Reflect.deleteProperty(headers, name);
      const signed = await client.sign(`http://127.0.0.1:${port}${event.rawPath}?${event.rawQueryString}`, {
        method: event.requestContext.http.method,
        headers,
        ...(event.body !== undefined && { body: Buffer.from(event.body, 'base64') }),
      });
      const response = await fetch(signed as unknown as Request);
      const body = await response.text();
      return JSON.stringify({
        statusCode: response.status,
        headers: Object.fromEntries(response.headers),
        body,
      });
    },
  };
}

/** Where the bundle is. */
export function proxyBundle(root: string): string {
  return join(root, 'dist/apps/proxy/index.mjs');
}

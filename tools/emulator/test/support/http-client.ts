import http from 'node:http';
import net from 'node:net';

/** An answer, read to its end. */
export interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
  readonly text: string;
  /** The body as JSON. */
  json<T = Record<string, unknown>>(): T;
}

/** What to send. */
export interface Sent {
  readonly method?: string;
  readonly headers?: http.OutgoingHttpHeaders | readonly string[];
  readonly body?: string | Uint8Array;
}

/** Sends a request to `url` at 127.0.0.1, the path to the byte as it stands there. */
export function request(url: string, { method, headers, body }: Sent = {}): Promise<Answer> {
  const [, authority = '', path = ''] = /^http:\/\/([^/]+)(.*)$/.exec(url) ?? [];
  const port = authority.slice(authority.lastIndexOf(':') + 1);
  const options: http.RequestOptions = {
    host: '127.0.0.1',
    port,
    path: path || '/',
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    agent: false,
    headers: (Array.isArray(headers)
      ? ['Host', authority, ...headers]
      : { Host: authority, ...headers }) as http.OutgoingHttpHeaders,
  };
  return new Promise((resolve, reject) => {
    const outgoing = http.request(options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => resolve(toAnswer(response, Buffer.concat(chunks))));
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** Writes bytes to the port and reads until the other side closes the connection. */
export function exchange(port: number, ...pieces: readonly (string | Uint8Array)[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1');
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.once('error', reject);
    socket.once('close', () => resolve(Buffer.concat(chunks).toString('latin1')));
    for (const piece of pieces) socket.write(piece);
  });
}

function toAnswer(response: http.IncomingMessage, body: Buffer): Answer {
  const text = body.toString('utf8');
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    rawHeaders: response.rawHeaders,
    body,
    text,
    json: <T>() => JSON.parse(text) as T,
  };
}

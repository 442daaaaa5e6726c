import net from 'node:net';
import tls from 'node:tls';

/** A request as it goes on the wire: nothing is added but `Host` and `Content-Length`, nothing is normalised. */
export interface WireRequest {
  /** @default 'GET', with a body 'POST' */
  readonly method?: string;
  /** Path and query, to the byte. @default '/' */
  readonly target?: string;
  readonly headers?: readonly (readonly [name: string, value: string])[];
  readonly body?: string | Uint8Array;
}

/** An answer as it came over the wire. */
export interface WireAnswer {
  readonly status: number;
  /** Name and value as sent, in order. */
  readonly rawHeaders: readonly (readonly [name: string, value: string])[];
  /** By lower-case name; repeats joined with `, `. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly text: string;
  /** False when the connection ended before the answer did. */
  readonly isWhole: boolean;
  /** How often bytes of the body arrived, and how many there were each time. */
  readonly arrivals: readonly number[];
  /** The body as JSON. */
  json<T>(): T;
}

/** An exchange under way. */
export interface Exchange {
  /** The status, as soon as the first bytes of the body are there; undefined when no answer came. */
  readonly begun: Promise<number | undefined>;
  readonly answer: Promise<WireAnswer>;
  /** Leaves without a word, as a client does that is switched off. */
  leave(): void;
}

/** Sends a request to a function URL and reads its answer; the connection is used once. */
export function send(url: string, request: WireRequest = {}): Promise<WireAnswer> {
  return begin(url, request).answer;
}

/** Sends a request to a function URL. `https` goes to the host itself, `http` to this machine. */
export function begin(url: string, request: WireRequest = {}): Exchange {
  const { protocol, host, hostname, port } = new URL(url);
  const socket =
    protocol === 'https:'
      ? tls.connect({
          host: hostname,
          servername: hostname,
          port: Number(port || 443),
          ALPNProtocols: ['http/1.1'],
        })
      : net.connect(Number(port || 80), '127.0.0.1');
  const { target = '/', headers = [], body = '' } = request;
  const method = request.method ?? (body.length > 0 ? 'POST' : 'GET');
  const bytes = Buffer.from(body as string);
  const head = [
    `${method} ${target} HTTP/1.1`,
    `Host: ${host}`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
    ...(bytes.length > 0 ? [`Content-Length: ${bytes.length}`] : []),
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n`, 'latin1');
  if (bytes.length > 0) socket.write(bytes);
  return { ...read(socket, method), leave: () => socket.destroy() };
}

function read(socket: net.Socket, method: string): Pick<Exchange, 'begun' | 'answer'> {
  const pieces: Buffer[] = [];
  const arrivals: number[] = [];
  let onBegun: (status: number | undefined) => void = () => undefined;
  const begun = new Promise<number | undefined>((resolve) => (onBegun = resolve));
  const answer = new Promise<WireAnswer>((resolve, reject) => {
    let seen = 0;
    const settle = (isOver: boolean): void => {
      const message = parse(Buffer.concat(pieces), method);
      if (message !== undefined && message.body.length > seen) {
        arrivals.push(message.body.length - seen);
        seen = message.body.length;
        onBegun(message.status);
      }
      if (!isOver && message?.isWhole !== true) return;
      onBegun(message?.status);
      socket.destroy();
      if (message === undefined) reject(new Error('the connection ended before there was an answer'));
      else resolve({ ...message, arrivals });
    };
    socket.on('data', (chunk: Buffer) => {
      pieces.push(chunk);
      settle(false);
    });
    // A reset is one way to cut a connection: what has come counts.
    socket.on('error', () => settle(true));
    socket.on('close', () => settle(true));
  });
  return { begun, answer };
}

function parse(bytes: Buffer, method: string): Omit<WireAnswer, 'arrivals'> | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end === -1) return undefined;
  const [statusLine = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n');
  const rawHeaders = lines.map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
  const headers: Record<string, string> = {};
  for (const [name, value] of rawHeaders) {
    const before = headers[name.toLowerCase()];
    headers[name.toLowerCase()] = before === undefined ? value : `${before}, ${value}`;
  }
  const status = Number(statusLine.split(' ')[1]);
  const rest = bytes.subarray(end + 4);
  const hasNoBody = method === 'HEAD' || status === 204 || status === 304;
  const { body, isWhole } = hasNoBody
    ? { body: rest, isWhole: true }
    : headers['transfer-encoding'] === 'chunked'
      ? dechunk(rest)
      : { body: rest, isWhole: rest.length === Number(headers['content-length']) };
  const text = body.toString('utf8');
  return { status, rawHeaders, headers, body, text, isWhole, json: <T>() => JSON.parse(text) as T };
}

/** RFC 9112 §7.1, without extensions and trailers, which nobody here sends. */
function dechunk(bytes: Buffer): { body: Buffer; isWhole: boolean } {
  const chunks: Buffer[] = [];
  let rest = bytes;
  for (;;) {
    const line = rest.indexOf('\r\n');
    const size = line === -1 ? NaN : parseInt(rest.toString('latin1', 0, line), 16);
    if (Number.isNaN(size)) return { body: Buffer.concat(chunks), isWhole: false };
    if (size === 0) return { body: Buffer.concat(chunks), isWhole: rest.length >= line + 4 };
    chunks.push(rest.subarray(line + 2, line + 2 + size));
    rest = rest.subarray(line + 2 + size + 2);
  }
}

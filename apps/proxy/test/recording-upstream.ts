import net from 'node:net';

/** A request as its bytes came over the wire. */
export interface RecordedRequest {
  readonly method: string;
  readonly target: string;
  /** Names as they were written. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
  /** Which connection it came over, counted from 1. */
  readonly connection: number;
}

/** What a test does with a request: raw bytes to answer with, or a free hand on the socket. */
export type Answer = string | Buffer | ((socket: net.Socket, request: RecordedRequest) => void);

/** An upstream on a port of its own that records raw requests and answers raw bytes. */
export interface RecordingUpstream {
  readonly port: number;
  readonly requests: RecordedRequest[];
  /** What the next requests are answered with, the last for all that follow. */
  answer(...answers: Answer[]): void;
  close(): Promise<void>;
}

/** Opens an upstream on loopback that answers 200 until it is told otherwise. */
export async function recordingUpstream(): Promise<RecordingUpstream> {
  const requests: RecordedRequest[] = [];
  const sockets = new Set<net.Socket>();
  let answers: Answer[] = [response('200 OK', [], '')];
  let connections = 0;

  const server = net.createServer((socket) => {
    const connection = ++connections;
    let received = Buffer.alloc(0);
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      const end = received.indexOf('\r\n\r\n');
      if (end < 0) return;
      const request = parse(received.subarray(0, end).toString('latin1'), connection);
      const length = Number(
        request.headers.find(([name]) => name.toLowerCase() === 'content-length')?.[1] ?? 0,
      );
      if (received.length < end + 4 + length) return;

      const recorded = { ...request, body: Buffer.from(received.subarray(end + 4, end + 4 + length)) };
      received = received.subarray(end + 4 + length);
      requests.push(recorded);
      const answer = (answers.length > 1 ? answers.shift() : answers[0]) ?? '';
      if (typeof answer === 'function') answer(socket, recorded);
      else socket.write(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    port: (server.address() as net.AddressInfo).port,
    requests,
    answer: (...next) => (answers = next),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** A response with a length, as bytes. */
export function response(
  status: string,
  headers: readonly (readonly [string, string])[],
  body: string | Uint8Array,
): Buffer {
  const bytes = Buffer.from(body);
  const fields = [...headers, ['Content-Length', String(bytes.length)] as const];
  const head = fields.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return Buffer.concat([Buffer.from(`HTTP/1.1 ${status}\r\n${head}\r\n`, 'latin1'), bytes]);
}

function parse(head: string, connection: number): Omit<RecordedRequest, 'body'> {
  const [requestLine = '', ...lines] = head.split('\r\n');
  const [method = '', target = ''] = requestLine.split(' ');
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
  return { method, target, headers, connection };
}

import http from 'node:http';

import type { ClientAnswer, ClientRequest } from '../test/conformance/case';

/** Sends a request to a function URL on this machine, as it is, and gives the answer once its head is there. */
export function open(url: string, request: ClientRequest): Promise<http.IncomingMessage> {
  const { host, port } = new URL(url);
  const { method = 'GET', path = '/', query, headers = [], body } = request;
  const length = body === undefined ? [] : [['content-length', String(Buffer.byteLength(body))] as const];
  return new Promise((resolve, reject) => {
    const outgoing = http.request({
      // Not every resolver knows *.localhost.
      host: '127.0.0.1',
      port,
      method,
      path: query === undefined ? path : `${path}?${query}`,
      headers: [['host', host] as const, ...headers, ...length].flat(),
      setHost: false,
      agent: false,
    });
    outgoing.once('response', resolve);
    outgoing.once('error', reject);
    if (body === undefined) outgoing.end();
    else outgoing.end(body);
  });
}

/** The answer whole, or what of it there is. */
export async function ask(url: string, request: ClientRequest): Promise<ClientAnswer> {
  const incoming = await open(url, request);
  const chunks: Buffer[] = [];
  let isBrokenOff = false;
  try {
    for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
  } catch {
    isBrokenOff = true;
  }
  const headers: Record<string, string> = {};
  const cookies: string[] = [];
  for (let index = 0; index + 1 < incoming.rawHeaders.length; index += 2) {
    const name = (incoming.rawHeaders[index] ?? '').toLowerCase();
    const value = incoming.rawHeaders[index + 1] ?? '';
    if (name === 'set-cookie') cookies.push(value);
    else headers[name] = name in headers ? `${headers[name]}, ${value}` : value;
  }
  return { status: incoming.statusCode ?? 0, headers, cookies, body: Buffer.concat(chunks), isBrokenOff };
}

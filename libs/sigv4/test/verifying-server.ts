import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { verify, type HeaderPairs, type Verification } from '../src/index';
import { KEYRING, REGION, SERVICE } from './fixtures';

/**
 * Lets a client send one request, or more, to a server on this machine that verifies what it gets and answers `{}`.
 * @returns what the verifier says of each, in the order in which they came
 */
export async function verifyOverSocket(
  send: (port: number) => Promise<unknown>,
): Promise<Verification<string>[]> {
  const verifications: Promise<Verification<string>>[] = [];
  const server = createServer((request, response) => {
    const verification = verifyReceived(request);
    verifications.push(verification);
    void verification.finally(() => response.setHeader('content-type', 'application/json').end('{}'));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    await send((server.address() as AddressInfo).port);
    return await Promise.all(verifications);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

async function verifyReceived(request: IncomingMessage): Promise<Verification<string>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const { rawHeaders } = request;
  const headers: HeaderPairs = rawHeaders.flatMap((name, index) =>
    index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? ''] as const] : [],
  );
  return verify(
    { method: request.method ?? '', target: request.url ?? '', headers, body: Buffer.concat(chunks) },
    (id) => KEYRING.get(id),
    { region: REGION, service: SERVICE },
  );
}

import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EmulatorError } from '../errors';

/** How often a free port is looked for. */
const ATTEMPTS = 10;

/** Servers that listen on the same port of both loopback addresses. */
export interface LoopbackServers {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Listens on 127.0.0.1 and, where the machine has IPv6, on ::1, and nowhere else. Both, because `*.localhost` means
 * both to curl and browsers: were one left free, another program could answer there in our place.
 *
 * @param port 0 takes a free one
 * @throws EmulatorError PORT_TAKEN, PORT_DENIED
 */
export async function listenOnLoopback(port: number, createServer: () => Server): Promise<LoopbackServers> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await listenOnBoth(port, createServer);
    } catch (error) {
      // A port that is free on 127.0.0.1 may be taken on ::1: then another one is as good.
      const isTaken = error instanceof EmulatorError && error.code === 'PORT_TAKEN';
      if (port !== 0 || !isTaken || attempt === ATTEMPTS) throw error;
    }
  }
}

async function listenOnBoth(port: number, createServer: () => Server): Promise<LoopbackServers> {
  const first = createServer();
  await listen(first, port, '127.0.0.1');
  const taken = (first.address() as AddressInfo).port;
  const servers = [first];
  const second = createServer();
  try {
    await listen(second, taken, '::1');
    servers.push(second);
  } catch (error) {
    if (!hasNoIPv6(error)) {
      await closeAll(servers);
      throw error;
    }
  }
  return { port: taken, close: () => closeAll(servers) };
}

async function listen(server: Server, port: number, host: string): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, () => {
        server.off('error', reject);
        resolve();
      });
    });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') {
      throw new EmulatorError(
        'PORT_TAKEN',
        `port ${port} is taken on ${host}: end what listens there, or choose another with --port`,
      );
    }
    if (code === 'EACCES') {
      throw new EmulatorError(
        'PORT_DENIED',
        `port ${port} is not yours to listen on: choose one above 1023 with --port`,
      );
    }
    throw error;
  }
}

function hasNoIPv6(error: unknown): boolean {
  return ['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL'].includes((error as NodeJS.ErrnoException).code ?? '');
}

async function closeAll(servers: readonly Server[]): Promise<void> {
  await Promise.all(
    servers.map(
      (server) =>
        new Promise<void>((resolve) => {
          server.close(() => resolve());
          server.closeAllConnections();
        }),
    ),
  );
}

import Module from 'node:module';
import type { Channel } from './channel';

/**
 * Answers `require('./rapid-client.node')`, the runtime client's native add-on, with one that speaks to the emulator
 * over `channel`. What the client says itself, streams and init errors, goes to the Runtime API over HTTP.
 */
export function installRapidClient(channel: Channel): void {
  const loader = Module as unknown as { _load(request: string, ...rest: unknown[]): unknown };
  const load = loader._load;
  const client = { initializeClient: () => undefined, ...channel };
  loader._load = function (request, ...rest) {
    return request === './rapid-client.node' ? client : load.call(this, request, ...rest);
  };
}

import { print, type Io } from '../io';
import type { Reporter } from './reporter';

/** An object a line: `{"kind":"ready",…}` first, then each event, `{"kind":"ended"}` last. */
export function jsonReporter(io: Io): Reporter {
  const say = (value: object): void => print(io, () => JSON.stringify(value));
  return {
    event: say,
    ready: ({ port, accountId, urls, outputs, notices, network }) =>
      say({
        kind: 'ready',
        port,
        accountId,
        urls,
        outputs,
        notices,
        networkInterfaces: network.interfaces(),
      }),
    watching: (sources) => say({ kind: 'watching', ...sources }),
    ended: () => say({ kind: 'ended' }),
  };
}

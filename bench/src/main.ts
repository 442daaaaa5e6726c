import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { benchEmulator } from './emulator/bench-emulator';
import { benchEni } from './eni/bench-eni';
import { peers } from './peers';
import { benchPlan } from './plan/bench-plan';
import { benchProxy } from './proxy/bench-proxy';
import { isMet, report } from './report';
import type { Row } from './row';
import { benchSigv4 } from './sigv4';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const benches: Readonly<Record<string, () => Promise<Row[]>>> = {
  emulator: () => benchEmulator(root, peers(join(root, 'bench')).autocannon),
  proxy: () => benchProxy(root, peers(join(root, 'bench'))),
  eni: () => benchEni(root),
  plan: () => benchPlan(root),
  sigv4: () => benchSigv4(peers(join(root, 'bench'))),
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(benches, name));
if (unknown.length > 0) {
  process.stderr.write(
    `bench: there is no ${unknown.join(', ')}; there is ${Object.keys(benches).join(', ')}\n`,
  );
  process.exit(2);
}
for (const name of asked.length > 0 ? asked : Object.keys(benches)) {
  const rows = (await benches[name]?.()) ?? [];
  process.stdout.write(`${report(name, rows, join(root, 'dist', 'bench'))}\n\n`);
  if (!rows.every(isMet)) process.exitCode = 1;
}

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findRuntimeClient } from './runtime-client';

it('takes the client that a runtime has on AWS, else says what it stands in for', () => {
  const folder = mkdtempSync(join(tmpdir(), 'runtimes-'));
  const dist = join(folder, 'node_modules/aws-lambda-ric/dist');
  const clientOf = (runtime: string) => findRuntimeClient(runtime, '/newest.mjs', folder);
  try {
    expect(clientOf('nodejs22.x')).toEqual({ path: '/newest.mjs', insteadOf: 'nodejs22.x' });
    mkdirSync(dist, { recursive: true });
    writeFileSync(join(dist, 'index.mjs'), '');
    for (const runtime of ['nodejs18.x', 'nodejs20.x', 'nodejs22.x']) {
      expect(clientOf(runtime)).toEqual({ path: join(dist, 'index.mjs') });
    }
    for (const runtime of ['nodejs24.x', 'nodejs26.x']) {
      expect(clientOf(runtime)).toEqual({ path: '/newest.mjs' });
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

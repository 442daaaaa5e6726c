import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isMet, report } from './report';
import { higherIsBetter } from './row';

const row = higherIsBetter({
  case: 'sign 0 B',
  peer: 'aws4',
  ours: 60_000,
  theirs: 40_000,
  unit: 'ops/s',
  goal: 1.5,
});

it('calls a goal met that is just reached, and missed below it', () => {
  expect(row.ratio).toBe(1.5);
  expect(isMet(row)).toBe(true);
  expect(isMet({ ...row, ratio: 1.49 })).toBe(false);
  expect(isMet({ ...row, ratio: 0.1, goal: null })).toBe(true);
});

it('shows what it writes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'furl-bench-'));
  try {
    expect(report('sigv4', [row], folder)).toMatch(/sign 0 B.*aws4.*60,000.*40,000.*ops\/s.*1\.50×.*≥ 1\.5/);
    expect(JSON.parse(readFileSync(join(folder, 'sigv4.json'), 'utf8'))).toEqual([row]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './root.mjs';

/** Where each project's tests leave their counts: see counts-reporter.cjs. */
export const resultsFolder = join(root, 'dist', 'test-results');

/**
 * The sum over all projects.
 *
 * @param {string} [folder]
 * @returns {{ passed: number, failed: number, skipped: number }}
 */
export function readCounts(folder = resultsFolder) {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const file of listJson(folder)) {
    const counts = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    for (const key of Object.keys(sum)) sum[key] += counts[key];
  }
  return sum;
}

/** `N passed, N failed`, and how many were skipped if any were. */
export function countsLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

function listJson(folder) {
  try {
    return readdirSync(folder).filter((file) => file.endsWith('.json'));
  } catch {
    return [];
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  console.log(countsLine(readCounts(process.argv[2])));
}

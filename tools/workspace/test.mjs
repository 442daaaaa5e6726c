/* npm test: installs what is missing, then formatting, lint, types, unit and end-to-end tests; the counts come last. */
import { rmSync } from 'node:fs';
import { countsLine, readCounts, resultsFolder } from './counts.mjs';
import { nx } from './nx.mjs';
import { setUp } from './set-up.mjs';

setUp();
// What a project left that is no more must not be counted; what is in Nx's cache comes back.
rmSync(resultsFolder, { recursive: true, force: true });
const status = await nx(['run-many', '-t', 'format', 'lint', 'typecheck', 'build', 'test', 'e2e']);
const counts = readCounts();
console.log(`\n${countsLine(counts)}`);
process.exitCode = status === 0 && (counts.failed > 0 || counts.passed === 0) ? 1 : status;

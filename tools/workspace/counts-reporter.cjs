const fs = require('node:fs');
const path = require('node:path');

/**
 * A jest reporter that leaves the counts of a run in dist/test-results/<name>.json, where Nx caches them as an
 * output of the task: so `npm test` can add them up whether a suite ran now or its result came from the cache.
 */
class CountsReporter {
  constructor(globalConfig, options) {
    this.file = path.join(__dirname, '../../dist/test-results', `${options.name}.json`);
  }

  onRunComplete(_contexts, results) {
    const counts = {
      passed: results.numPassedTests,
      // A suite that cannot even be loaded has no failed test, and must not pass for a green one.
      failed: results.numFailedTests + results.testResults.filter((suite) => suite.testExecError).length,
      skipped: results.numPendingTests + results.numTodoTests,
    };
    fs.mkdirSync(path.dirname(this.file), { recursive: true });
    fs.writeFileSync(this.file, `${JSON.stringify(counts)}\n`);
  }
}

module.exports = CountsReporter;

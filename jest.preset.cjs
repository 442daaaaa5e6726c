/* What every project's jest configuration starts from. */
const path = require('node:path');

const { paths } = require('./tsconfig.base.json').compilerOptions;

/**
 * A project's jest configuration.
 * @param {string} name the project's name
 * @param {string} rootDir the project's folder
 * @param {object} [overrides] what this project needs otherwise
 */
module.exports = (name, rootDir, overrides = {}) => ({
  displayName: name,
  rootDir,
  testEnvironment: 'node',
  testMatch: ['<rootDir>/**/*.spec.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
    ],
  },
  moduleFileExtensions: ['ts', 'js', 'mjs', 'cjs', 'json', 'node'],
  // The `@furl/*` names as tsconfig.base.json has them.
  moduleNameMapper: Object.fromEntries(
    Object.entries(paths).map(([alias, [file]]) => [`^${alias}$`, path.join(__dirname, file)]),
  ),
  reporters: ['default', [path.join(__dirname, 'tools/workspace/counts-reporter.cjs'), { name }]],
  randomize: true,
  clearMocks: true,
  // Nx runs projects side by side; workers of jest on top of that would only fight for the same cores.
  maxWorkers: 1,
  ...overrides,
});

module.exports = require('../../jest.preset.cjs')('furl', __dirname, {
  testMatch: ['<rootDir>/{src,test}/**/*.spec.ts'],
  // Not here: Nx loads this file, and would hand its environment on to every other task.
  setupFiles: ['<rootDir>/test/no-colours.cjs'],
});

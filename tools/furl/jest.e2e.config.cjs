module.exports = require('../../jest.preset.cjs')('furl-e2e', __dirname, {
  testMatch: ['<rootDir>/e2e/**/*.spec.ts'],
  testTimeout: 60_000,
});

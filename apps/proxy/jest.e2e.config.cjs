module.exports = require('../../jest.preset.cjs')('proxy-e2e', __dirname, {
  testMatch: ['<rootDir>/e2e/**/*.spec.ts'],
  testTimeout: 60_000,
});

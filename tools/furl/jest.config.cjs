module.exports = require('../../jest.preset.cjs')('furl', __dirname, {
  testMatch: ['<rootDir>/src/**/*.spec.ts'],
});

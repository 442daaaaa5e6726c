module.exports = require('../../jest.preset.cjs')('furl', __dirname, {
  testMatch: ['<rootDir>/{src,test}/**/*.spec.ts'],
});

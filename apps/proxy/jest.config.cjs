module.exports = require('../../jest.preset.cjs')('proxy', __dirname, {
  testMatch: ['<rootDir>/{src,test}/**/*.spec.ts'],
});

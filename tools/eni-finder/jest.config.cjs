module.exports = require('../../jest.preset.cjs')('eni-finder', __dirname);

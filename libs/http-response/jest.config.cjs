module.exports = require('../../jest.preset.cjs')('http-response', __dirname);

module.exports = require('../../jest.preset.cjs')('sigv4', __dirname);

module.exports = require('../../jest.preset.cjs')('diagram', __dirname);

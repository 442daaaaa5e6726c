module.exports = require('../../jest.preset.cjs')('furl', __dirname);

module.exports = require('../jest.preset.cjs')('infra', __dirname);

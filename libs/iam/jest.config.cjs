module.exports = require('../../jest.preset.cjs')('iam', __dirname);

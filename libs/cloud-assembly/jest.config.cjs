module.exports = require('../../jest.preset.cjs')('cloud-assembly', __dirname);

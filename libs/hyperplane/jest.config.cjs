module.exports = require('../../jest.preset.cjs')('hyperplane', __dirname);

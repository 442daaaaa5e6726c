// A sandbox is a process: on a machine with other things to do, several of them take their time.
module.exports = require('../../jest.preset.cjs')('emulator', __dirname, { testTimeout: 30_000 });

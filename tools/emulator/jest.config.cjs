module.exports = require('../../jest.preset.cjs')('emulator', __dirname, {
  // A sandbox is a process: on a machine with other things to do, several of them take their time.
  testTimeout: 30_000,
  // Most of the time these tests wait, for processes to start and to end.
  maxWorkers: 2,
});

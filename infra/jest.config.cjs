// Every synthesis loads CloudFormation's rules, which takes seconds on a machine that is busy.
module.exports = require('../jest.preset.cjs')('infra', __dirname, { testTimeout: 60_000 });

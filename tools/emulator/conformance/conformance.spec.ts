import { CASES } from './cases';
import { deployedTarget, localTarget, readOutputs, type OpenTarget } from './targets';

/** A file with the outputs of a stack that is deployed; without it, the cases run against the emulator. */
const { CONFORMANCE_URLS } = process.env;
const outputs = CONFORMANCE_URLS === undefined ? undefined : readOutputs(CONFORMANCE_URLS);
const isAws = outputs?.['echo']?.startsWith('https:') === true;
if (isAws) jest.setTimeout(60_000);

let target: OpenTarget;
beforeAll(async () => {
  target = await (outputs === undefined ? localTarget() : deployedTarget(outputs));
});
afterAll(() => target.close());

describe.each(Object.entries(CASES))('%s', (_about, rows) => {
  const here = rows.filter(({ only }) => only === undefined || (only === 'aws') === isAws);
  it.each(here.map((row) => [row.name, row.weight, row.source, row] as const))(
    '%s [%s: %s]',
    (_name, _weight, _source, { check }) => check(target),
  );
});

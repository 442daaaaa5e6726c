import { traceOf } from './trace-id';

const now = new Date(0x643eccfa * 1000);
const ROOT = '1-643eccfa-2c6028925c2b249524664087';

it('begins a trace of its own', () => {
  const { eventHeader, runtimeHeader, responseHeader } = traceOf(undefined, now);

  expect(eventHeader).toMatch(/^Root=1-643eccfa-[0-9a-f]{24}$/);
  expect(responseHeader).toBe(eventHeader.replace('Root', 'root'));
  expect(runtimeHeader).toMatch(new RegExp(`^${eventHeader};Parent=[0-9a-f]{16};Sampled=0$`));
});

// Recorded event: Self=…;Root=… with a client's own root.
it.each([
  [`Root=${ROOT}`, '0'],
  [`root=${ROOT};Parent=53995c3f42cd8ad8;Sampled=1`, '1'],
  [`Self=1-67891234-12456789abcdef012345678a;Root=${ROOT}`, '0'],
])('goes on with the root of %s', (received, sampled) => {
  const { eventHeader, runtimeHeader, responseHeader } = traceOf(received, now);

  expect(eventHeader).toMatch(new RegExp(`^Self=1-643eccfa-[0-9a-f]{24};Root=${ROOT}$`));
  expect(runtimeHeader).toMatch(new RegExp(`^Root=${ROOT};Parent=[0-9a-f]{16};Sampled=${sampled}$`));
  expect(responseHeader).toBe(`root=${ROOT}`);
});

it.each([
  '',
  'Root=',
  'Root=2-643eccfa-2c6028925c2b249524664087',
  `Root=${ROOT}0`,
  'Root=1-x\r\nSet-Cookie: a',
])('takes nothing from %j', (received) => {
  expect(traceOf(received, now).eventHeader).toMatch(/^Root=1-643eccfa-[0-9a-f]{24}$/);
});

import { conformanceCases } from './conformance/cases';
import { startHandlers } from './conformance/handler-subject';
import { itConforms } from './conformance/run';

describe.each(['BUFFERED', 'RESPONSE_STREAM'] as const)('the handler, %s', (invokeMode) => {
  itConforms('handler', (upstreamPort) => startHandlers(invokeMode, upstreamPort));
});

it('is held against a table in which no two rows have one name', () => {
  const names = conformanceCases.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

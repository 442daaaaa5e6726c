import { problem } from './problem';

describe('problem', () => {
  it.each([
    [400, 'Bad Request'],
    [413, 'Content Too Large'],
    [502, 'Bad Gateway'],
    [504, 'Gateway Timeout'],
    [499, 'Bad Request'],
    [599, 'Internal Server Error'],
  ])('titles %d with its reason phrase, an unknown status with that of its class', (status, title) => {
    const result = problem(status, 'because');
    expect(result.statusCode).toBe(status);
    expect(JSON.parse(result.body)).toEqual({ title, status, detail: 'because' });
  });

  it('is application/problem+json whatever further headers say', () => {
    const { headers } = problem(503, 'later', { 'retry-after': '1', 'content-type': 'text/plain' });
    expect(headers).toEqual({ 'retry-after': '1', 'content-type': 'application/problem+json' });
  });
});

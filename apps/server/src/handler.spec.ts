import { handler } from './handler';
import * as handlerModule from './handler';

describe('the server', () => {
  it('greets every request in JSON', async () => {
    expect(await handler()).toEqual({
      statusCode: 200,
      headers: { 'content-type': 'application/json' },
      body: '{"detail":"Hello Lambda Function URLs!!"}',
      isBase64Encoded: false,
    });
  });

  it('gives each request an answer of its own: changing one does not change the next', async () => {
    const first = await handler();
    first.headers['content-type'] = 'text/plain';
    expect((await handler()).headers['content-type']).toBe('application/json');
  });

  it('exports the handler and nothing else', () => {
    expect(Object.keys(handlerModule)).toEqual(['handler']);
  });
});

import { request } from './support/http-client';
import { runFunctions, type RunningEmulator } from './support/running-emulator';

const Cors = { AllowOrigins: ['https://a.example'], AllowMethods: ['GET'], ExposeHeaders: ['X-B'] };
let emulator: RunningEmulator;
beforeAll(async () => {
  emulator = await runFunctions('streaming', {
    'buffered-object': { url: { Cors } },
    prelude: { url: { Cors, InvokeMode: 'RESPONSE_STREAM' } },
    private: { module: 'buffered-object', url: { Cors, AuthType: 'AWS_IAM' } },
    'without-cors': { module: 'buffered-object' },
  });
});
afterAll(() => emulator.close());

const origin = { Origin: 'https://a.example' };
const preflight = { ...origin, 'Access-Control-Request-Method': 'GET' };

// Lambda Developer Guide, "Cross-origin resource sharing (CORS)".
it.each(['buffered-object', 'prelude', 'private'])(
  'answers a preflight to %s without its function, whoever asks',
  async (functionName) => {
    const answer = await request(emulator.urlOf(functionName), { method: 'OPTIONS', headers: preflight });

    expect(answer).toMatchObject({
      status: 200,
      text: '',
      headers: {
        'access-control-allow-origin': 'https://a.example',
        'access-control-allow-methods': 'GET',
        'access-control-expose-headers': 'X-B',
        vary: 'Origin',
      },
    });
    expect(answer.headers['x-amzn-requestid']).toMatch(/^[0-9a-f-]{36}$/);
    expect(
      emulator
        .log(functionName)
        .filter((line) => line.includes(answer.headers['x-amzn-requestid'] as string)),
    ).toEqual([]);
  },
);

it('takes OPTIONS for an ordinary request where it is no preflight, and where there is no configuration', async () => {
  const plain = await request(emulator.urlOf('buffered-object'), { method: 'OPTIONS', headers: origin });
  const without = await request(emulator.urlOf('without-cors'), { method: 'OPTIONS', headers: preflight });

  expect([plain.status, without.status]).toEqual([418, 418]);
  expect(without.headers['access-control-allow-origin']).toBeUndefined();
});

it('sends the configured headers beside those of the function', async () => {
  const body = JSON.stringify({ statusCode: 200, headers: { 'Access-Control-Allow-Origin': '*' } });
  const answer = await request(emulator.urlOf('prelude'), {
    body,
    headers: { ...origin, 'Content-Type': 'application/json' },
  });

  const names = answer.rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase());
  expect(names.filter((name) => name === 'access-control-allow-origin')).toHaveLength(2);
  expect(answer.headers['access-control-allow-origin']).toBe('*, https://a.example');
});

it('adds nothing for another origin, and nothing without one', async () => {
  const other = await request(emulator.urlOf('buffered-object'), {
    headers: { Origin: 'https://b.example' },
  });
  const none = await request(emulator.urlOf('buffered-object'));

  for (const { status, headers } of [other, none]) {
    expect(status).toBe(418);
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  }
});

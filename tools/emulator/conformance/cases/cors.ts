import { cases, SOURCES, type ConformanceCase } from '../conformance-case';
import { send } from '../exchange';
import type { UrlName } from '../target';

const ORIGIN = ['Origin', 'https://a.example'] as const;
const PREFLIGHT = [
  ORIGIN,
  ['Access-Control-Request-Method', 'GET'],
  ['Access-Control-Request-Headers', 'x-asked'],
] as const;

const answersPreflight =
  (name: UrlName): ConformanceCase['check'] =>
  async ({ urls }) => {
    const answer = await send(urls[name], { method: 'OPTIONS', headers: PREFLIGHT });
    // The function would have said 418, tea.
    expect(answer).toMatchObject({ status: 200, text: '' });
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': 'https://a.example',
      'access-control-allow-methods': 'GET',
      'access-control-allow-headers': 'x-asked',
      'access-control-max-age': '60',
      'access-control-allow-credentials': 'true',
    });
  };

/** The chapter "CORS". */
export const corsCases: readonly ConformanceCase[] = [
  ...cases('documented', SOURCES.cors, {
    'a preflight is answered 200 without invoking': answersPreflight('cors'),
    'a preflight is answered to unauthorised callers on AWS_IAM, too': answersPreflight('corsIam'),
    'anything else on AWS_IAM is still refused': async ({ urls }) => {
      expect((await send(urls.corsIam, { headers: [ORIGIN] })).status).toBe(403);
    },
  }),
  ...cases('reported', SOURCES.users, {
    "on other methods the configured headers and the function's are both sent": async ({ urls }) => {
      const answer = await send(urls.cors, { headers: [ORIGIN] });
      expect(answer).toMatchObject({ status: 418, text: 'tea' });
      const origins = answer.rawHeaders.filter(
        ([name]) => name.toLowerCase() === 'access-control-allow-origin',
      );
      expect(origins.map(([, value]) => value).sort()).toEqual([
        'https://a.example',
        'https://function.example',
      ]);
      expect(answer.headers['access-control-expose-headers']).toBe('x-exposed');
    },
    'without a configuration OPTIONS is an ordinary request': async ({ urls }) => {
      const answer = await send(urls.echo, { method: 'OPTIONS', headers: PREFLIGHT });
      expect(answer.json<{ event: object }>().event).toHaveProperty('requestContext.http.method', 'OPTIONS');
      expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
    },
  }),
  ...cases('ours', SOURCES.nobody, {
    'a preflight for an origin that is not allowed is 200 without CORS headers': async ({ urls }) => {
      const headers = [['Origin', 'https://b.example'] as const, ...PREFLIGHT.slice(1)];
      const answer = await send(urls.cors, { method: 'OPTIONS', headers });
      expect(answer.status).toBe(200);
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    },
  }),
];

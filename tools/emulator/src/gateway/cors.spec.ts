import type { IncomingMessage } from 'node:http';
import type { FunctionUrlCors } from '@furl/cloud-assembly';
import { corsHeaders, preflightAnswer } from './cors';

const ORIGIN = 'https://a.example';
const preflight = (cors: FunctionUrlCors, headers: Record<string, string> = {}) =>
  preflightAnswer(cors, {
    method: 'OPTIONS',
    headers: { origin: ORIGIN, 'access-control-request-method': 'PUT', ...headers },
  } as unknown as IncomingMessage)?.headers.map((pair) => pair.join(': '));

const ALLOWED: FunctionUrlCors = {
  allowOrigins: ['https://b.example', ORIGIN],
  allowMethods: ['GET', 'PUT'],
};
const ANSWER = [
  'Access-Control-Allow-Origin: https://a.example',
  'Vary: Origin',
  'Access-Control-Allow-Methods: GET,PUT',
];

// Lambda API, "Cors".
it.each<[what: string, cors: FunctionUrlCors, answer: string[]]>([
  ['origin and method', ALLOWED, ANSWER],
  [
    'headers, credentials, and an age',
    {
      ...ALLOWED,
      allowHeaders: ['X-A', 'date'],
      exposeHeaders: ['X-B'],
      allowCredentials: true,
      maxAge: 300,
    },
    [
      'Access-Control-Allow-Origin: https://a.example',
      'Vary: Origin',
      'Access-Control-Allow-Credentials: true',
      'Access-Control-Expose-Headers: X-B',
      'Access-Control-Allow-Methods: GET,PUT',
      'Access-Control-Allow-Headers: X-A,date',
      'Access-Control-Max-Age: 300',
    ],
  ],
  [
    'any origin and method',
    { allowOrigins: ['*'], allowMethods: ['*'], maxAge: 0 },
    [
      'Access-Control-Allow-Origin: https://a.example',
      'Vary: Origin',
      'Access-Control-Allow-Methods: *',
      'Access-Control-Max-Age: 0',
    ],
  ],
  ['another origin', { ...ALLOWED, allowOrigins: ['https://a.example.evil', 'http://a.example'] }, []],
  ['another method', { ...ALLOWED, allowMethods: ['GET'] }, []],
  ['no origin', { allowMethods: ['*'] }, []],
  ['no method', { allowOrigins: ['*'] }, []],
])('answers a preflight where the configuration allows %s', (_what, cors, answer) => {
  expect(preflight(cors)).toEqual(answer);
});

it('takes OPTIONS for a preflight only when it says so', () => {
  const request = (method: string, headers: object) => ({ method, headers }) as unknown as IncomingMessage;

  expect(preflightAnswer(ALLOWED, request('OPTIONS', { origin: ORIGIN }))).toBeUndefined();
  expect(
    preflightAnswer(ALLOWED, request('OPTIONS', { 'access-control-request-method': 'PUT' })),
  ).toBeUndefined();
  expect(
    preflightAnswer(ALLOWED, request('PUT', { origin: ORIGIN, 'access-control-request-method': 'PUT' })),
  ).toBeUndefined();
});

it('adds nothing to an answer when the request has no origin', () => {
  expect(corsHeaders({ allowOrigins: ['*'], exposeHeaders: ['a'] }, undefined)).toEqual([]);
});

import { nearest } from './nearest';

const names = ['furl-proxy', 'furl-server', 'test-lambda-01', 'test-lambda-02'];

it.each([
  ['furl-sever', ['furl-server']],
  ['FURL-PROXY', ['furl-proxy']],
  ['test-lambda-1', ['test-lambda-01', 'test-lambda-02']],
  ['lambda', ['test-lambda-01', 'test-lambda-02']],
  ['orders', []],
  ['', []],
])('%j is near %j', (typed, expected) => expect(nearest(typed, names)).toEqual(expected));

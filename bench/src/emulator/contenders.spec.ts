import { announced, PUBLIC, servedByFurl } from './contenders';

const ready = JSON.stringify({
  kind: 'ready',
  port: 4711,
  urls: [
    { functionName: 'public', url: 'http://abc.lambda-url.eu-west-1.localhost:4711/' },
    { functionName: 'signed', url: 'http://xyz.lambda-url.eu-west-1.localhost:4711/' },
  ],
});

it('finds the port and the hosts in what furl dev says', () => {
  const output = `(node:1) Warning: something\n${ready}\n{"kind":"answered"}\n`;
  expect(servedByFurl(output)).toEqual({
    port: 4711,
    hosts: {
      public: 'abc.lambda-url.eu-west-1.localhost:4711',
      signed: 'xyz.lambda-url.eu-west-1.localhost:4711',
    },
  });
});

it.each(['', '{"kind":"function-log","line":"x"}\n', ready.slice(0, -10)])(
  'waits while it has not said it, or only begun to: %j',
  (output) => {
    expect(servedByFurl(output)).toBeUndefined();
  },
);

it('never takes the beginning of the announcement for all of it, wherever it is cut', () => {
  for (let length = 0; length <= ready.length; length += 1) {
    expect(servedByFurl(ready.slice(0, length))).toBeUndefined();
  }
  expect(servedByFurl(`${ready}\n`)).toBeDefined();
});

it('knows the peers’ port beforehand, and waits for their word', () => {
  const served = announced(/Server ready: /, 4801);
  expect(served('Starting Offline at stage dev\n')).toBeUndefined();
  expect(served('Server ready: http://127.0.0.1:4801\n')).toEqual({
    port: 4801,
    hosts: { [PUBLIC]: '127.0.0.1:4801' },
  });
});

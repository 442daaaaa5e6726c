import { instanceNames } from './instance-names';

const now = new Date('2026-01-02T23:59:59Z');

it.each([
  ['/aws/lambda/f', '$LATEST', '2026/01/02/[$LATEST]abc', '2026/01/02/f[$LATEST]abc'],
  ['/aws/lambda/f', '7', '2026/01/02/[7]abc', '2026/01/02/f[7]abc'],
  ['/ours', '7', '2026/01/02/f[7]abc', '2026/01/02/f[7]abc'],
])('names the stream of a sandbox in %s, version %s', (logGroup, version, logStream, instanceId) => {
  expect(instanceNames({ functionName: 'f', version, logGroup }, now, 'abc')).toEqual({
    logStream,
    instanceId,
  });
});

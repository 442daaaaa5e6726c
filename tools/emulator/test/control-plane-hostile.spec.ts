import net from 'node:net';
import { sign } from '@furl/sigv4';
import fc from 'fast-check';
import { XMLValidator } from 'fast-xml-parser';
import { exchange, request } from './support/http-client';
import { until } from './support/processes';
import { runFixture, type RunningEmulator } from './support/running-emulator';

let emulator: RunningEmulator;
beforeAll(async () => {
  emulator = await runFixture('control-plane');
});
afterAll(() => emulator.close());

/** Lines that Lambda writes when a function begins. */
const begun = (): number =>
  emulator.events.filter((event) => event.kind === 'platform-log' && event.line.startsWith('START')).length;

const token = fc.stringMatching(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,20}$/);
const segment = fc.oneof(
  fc.constantFrom(
    '2015-03-31',
    '2021-11-15',
    '2021-10-31',
    'functions',
    'greets',
    'invocations',
    'url',
    'policy',
  ),
  fc.stringMatching(/^[!-~]{0,12}$/).map((text) => text.replace(/[?#]/g, '')),
  fc.constantFrom('%', '%00', '%ff', '%2e%2e', '..', '$LATEST', '__proto__', 'constructor'),
);
const path = fc.array(segment, { maxLength: 6 }).map((segments) => `/${segments.join('/')}`);
const queryText = fc.stringMatching(/^[!-~]{0,40}$/).map((text) => text.replace(/#/g, ''));
const body = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc.json().map((text) => Buffer.from(text)),
);

it('lets nobody in who has not signed, whatever was sent, and runs nothing for it', async () => {
  const before = begun();
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'),
      path,
      queryText,
      fc.dictionary(
        fc.oneof(token, fc.constantFrom('authorization', 'x-amz-date', 'x-amz-target', 'content-type')),
        fc.oneof(
          fc.stringMatching(/^[!-~]{0,60}$/),
          fc.constant('AWS4-HMAC-SHA256 Credential=a/b/c/lambda/e, a'),
        ),
        { maxKeys: 4, noNullPrototype: true },
      ),
      body,
      async (method, target, query, given, sent) => {
        const framing =
          /^(host|connection|content-length|transfer-encoding|expect|upgrade|te|trailer|keep-alive|proxy-.*)$/i;
        const headers = Object.fromEntries(Object.entries(given).filter(([name]) => !framing.test(name)));
        const url = `http://localhost:${emulator.port}${target}?${query}`;
        const { status } = await request(url, {
          method,
          headers: { ...headers, 'content-length': sent.length },
          body: sent,
        });
        expect([400, 403, 431]).toContain(status);
      },
    ),
    { numRuns: 150 },
  );
  expect(begun()).toBe(before);
});

/** Forms of the query protocols, whose names say where in a list or a structure a value is. */
const form = fc
  .tuple(
    fc.constantFrom(
      'DescribeNetworkInterfaces&Version=2016-11-15',
      'DescribeSecurityGroups&Version=2016-11-15',
      'DescribeRouteTables&Version=2016-11-15',
      'DeleteNetworkInterface&Version=2016-11-15',
      'GetRole&Version=2010-05-08',
      'ListAttachedRolePolicies&Version=2010-05-08',
      'GetPolicyVersion&Version=2010-05-08',
      'SimulatePrincipalPolicy&Version=2010-05-08',
    ),
    fc.array(
      fc.tuple(
        fc
          .array(
            fc.constantFrom(
              'Filter',
              'Name',
              'Value',
              'MaxResults',
              'NextToken',
              'NetworkInterfaceId',
              'RoleName',
              'PolicyArn',
              'PolicySourceArn',
              'ActionNames',
              'ContextEntries',
              'PolicyInputList',
              'member',
              '1',
              '2',
              '__proto__',
              '',
            ),
            { minLength: 1, maxLength: 4 },
          )
          .map((steps) => steps.join('.')),
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 20 }),
          fc.constantFrom(
            'vpc-id',
            'eni-1',
            '*',
            '\\',
            'functions',
            '{"Statement":[null]}',
            '{"Statement":1}',
            's3:*',
          ),
          fc.constantFrom('arn:aws:iam::123456789012:role/functions', 'true', '5', '<x>&', '%'),
        ),
      ),
      { maxLength: 6 },
    ),
  )
  .map(([action, fields]) =>
    fields.reduce(
      (text, [name, value]) => `${text}&${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
      `Action=${action}`,
    ),
  );
/** What LookupEvents, UpdateFunctionConfiguration and PublishVersion might be sent. */
const members = fc
  .dictionary(
    fc.constantFrom('LookupAttributes', 'StartTime', 'MaxResults', 'NextToken', 'VpcConfig', '__proto__'),
    fc.oneof(
      fc.jsonValue(),
      fc.constantFrom({ SubnetIds: ['x'] }, [{ AttributeKey: 'EventName', AttributeValue: 'x' }]),
    ),
  )
  .map((value) => JSON.stringify(value));

it.each([
  ['ec2', 'POST', '/', form, 'application/x-www-form-urlencoded'],
  ['iam', 'POST', '/', form, 'application/x-www-form-urlencoded'],
  ['cloudtrail', 'POST', '/', members, 'application/x-amz-json-1.1'],
  ['lambda', 'PUT', '/2015-03-31/functions/greets/configuration', members, 'application/json'],
  ['lambda', 'POST', '/2015-03-31/functions/greets/versions', members, 'application/json'],
] as const)(
  'takes what has the form of %s for what it says, or refuses it: %s %s',
  async (service, method, path, bodies, type) => {
    await fc.assert(
      fc.asyncProperty<[string]>(bodies, async (text) => {
        const host = `localhost:${emulator.port}`;
        const headers: [string, string][] = [
          ['content-type', type],
          ['x-amz-target', 'CloudTrail_20131101.LookupEvents'],
        ];
        const signed = await sign(
          { method, host, path, headers, body: text },
          { credentials: emulator.developer, region: 'eu-west-1', service },
        );
        const answer = await request(`http://${host}${path}`, {
          method,
          headers: { ...Object.fromEntries(signed.headers), 'content-length': Buffer.byteLength(text) },
          body: text,
        });
        expect([200, 201, 400, 403, 404, 409, 412]).toContain(answer.status);
        if (service === 'ec2' || service === 'iam') expect(XMLValidator.validate(answer.text)).toBe(true);
        else expect(answer.json()).toBeDefined();
      }),
      { numRuns: 300 },
    );
    expect(emulator.explanations().filter((text) => text.includes('a fault of the emulator'))).toEqual([]);
  },
);

it('answers whatever was signed with something that the service could say, and never with a fault of its own', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('lambda', 'sts', 'ec2', 's3', 'iam', 'cloudtrail'),
      fc.constantFrom('GET', 'POST', 'DELETE'),
      path,
      queryText,
      fc.dictionary(
        fc.constantFrom(
          'x-amz-target',
          'content-type',
          'x-amz-invocation-type',
          'x-amz-log-type',
          'x-amz-client-context',
          'x-amzn-trace-id',
        ),
        fc.oneof(
          fc.stringMatching(/^[!-~]{1,30}$/),
          fc.constantFrom('Event', 'DryRun', 'Tail', 'bnVsbA==', 'application/x-www-form-urlencoded'),
        ),
        { noNullPrototype: true },
      ),
      fc.oneof(
        body,
        fc
          .tuple(fc.constantFrom('AssumeRole', 'GetCallerIdentity', 'x'), fc.stringMatching(/^[!-~]{0,40}$/))
          .map(([action, rest]) => Buffer.from(`Action=${action}&Version=2011-06-15&RoleArn=${rest}`)),
      ),
      async (service, method, target, query, given, sent) => {
        const host = `localhost:${emulator.port}`;
        const signed = await sign(
          { method, host, path: target, query, headers: Object.entries(given), body: sent },
          { credentials: emulator.developer, region: 'eu-west-1', service },
        );
        const answer = await request(`http://${host}${signed.path}${signed.query && `?${signed.query}`}`, {
          method,
          headers: { ...Object.fromEntries(signed.headers), 'content-length': sent.length },
          body: sent,
        });
        expect(answer.status).toBeLessThan(500);
        expect(answer.headers['x-amzn-requestid'] ?? '(refused by HTTP)').toMatch(/^[0-9a-f-]{36}$/);
      },
    ),
    { numRuns: 150 },
  );
  expect(emulator.explanations().filter((text) => text.includes('a fault of the emulator'))).toEqual([]);
});

it('goes on when a client leaves in the middle of its request or of its answer', async () => {
  const { port, developer } = emulator;
  const socket = net.connect(port, '127.0.0.1');
  socket.write(`POST / HTTP/1.1\r\nHost: localhost:${port}\r\nContent-Length: 100\r\n\r\nhalf`);
  socket.once('error', () => undefined);
  setImmediate(() => socket.destroy());

  const payload = '{"big":true}';
  const signed = await sign(
    {
      method: 'POST',
      host: `localhost:${port}`,
      path: '/2021-11-15/functions/streams/response-streaming-invocations',
      body: payload,
    },
    { credentials: developer, region: 'eu-west-1', service: 'lambda' },
  );
  const before = begun();
  const reader = net.connect(port, '127.0.0.1');
  const head = signed.headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  reader.write(`POST ${signed.path} HTTP/1.1\r\n${head}Content-Length: ${payload.length}\r\n\r\n${payload}`);
  await new Promise<void>((resolve) => {
    reader.once('data', () => {
      reader.destroy();
      resolve();
    });
  });
  const ended = (): number => emulator.log('streams').filter((line) => line.startsWith('REPORT')).length;
  await until(() => begun() > before && ended() === begun() - before, 'the function ended all the same');
  const answer = await exchange(port, `GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
  expect(answer).toMatch(/^HTTP\/1\.1 403 /);
});

it('refuses two Hosts and bodies without bound in a way that can be read', async () => {
  const { port } = emulator;
  const twice = `GET / HTTP/1.1\r\nHost: localhost\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`;
  expect(await exchange(port, twice)).toMatch(/^HTTP\/1\.1 400 /);
  const large = `POST / HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 7000000\r\n\r\n`;
  expect(await exchange(port, large)).toMatch(/^HTTP\/1\.1 413 [^]*RequestTooLargeException/);
});

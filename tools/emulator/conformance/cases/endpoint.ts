import { cases, SOURCES, type ConformanceCase } from '../conformance-case';
import { send } from '../exchange';
import { seen } from './echoed';

/** The chapter "Endpoint". */
export const endpointCases: readonly ConformanceCase[] = [
  ...cases('documented', SOURCES.payload, {
    'its host is 32 letters and digits, lambda-url, the region': async ({ urls }) => {
      for (const url of Object.values(urls)) {
        expect(new URL(url).hostname).toMatch(/^[0-9a-z]{32}\.lambda-url\.[a-z]+-[a-z-]+-\d\./);
      }
    },
  }),
  {
    name: 'it is https at on.aws, without a port',
    weight: 'documented',
    source: SOURCES.payload,
    only: 'aws',
    check: async ({ urls }) => {
      for (const url of Object.values(urls)) expect(url).toMatch(/^https:\/\/[^:/]+\.on\.aws\/$/);
    },
  },
  {
    name: 'it is http at localhost, with a port',
    weight: 'ours',
    source: 'a certificate would have to be trusted first',
    only: 'local',
    check: async ({ urls }) => {
      for (const url of Object.values(urls)) expect(url).toMatch(/^http:\/\/[^:/]+\.localhost:\d+\/$/);
    },
  },
  ...cases('captured', SOURCES.recorded, {
    'the FunctionUrl attribute ends in a slash, so ${url}/path yields //path': async (target) => {
      const { href, origin } = new URL(target.urls.echo);
      expect(href).toBe(`${origin}/`);
      expect((await seen(target, { target: `${href}/path`.slice(origin.length) })).event.rawPath).toBe(
        '//path',
      );
    },
  }),
  ...cases('documented', 'Lambda Developer Guide, "Creating and managing Lambda function URLs"', {
    'that of an alias invokes the alias': async ({ urls }) => {
      const answer = await send(urls.alias);
      expect(answer.json<{ invokedFunctionArn: string }>().invokedFunctionArn).toMatch(
        /^arn:aws[a-z-]*:lambda:[\w-]+:\d{12}:function:[^:]+:live$/,
      );
    },
    'that of an alias runs the version that it names': async ({ urls }) => {
      const answer = await send(urls.alias);
      const { functionVersion = '', logStreamName } = answer.json<Record<string, string>>();
      expect(functionVersion).toMatch(/^\d+$/);
      expect(logStreamName).toMatch(/^\d{4}\/\d\d\/\d\d\/\[\d+\][0-9a-f]{32}$/);
      expect(logStreamName).toContain(`[${functionVersion}]`);
    },
    'that of $LATEST invokes the function, without a qualifier': async (target) => {
      expect((await seen(target)).invokedFunctionArn).toMatch(
        /^arn:aws[a-z-]*:lambda:[\w-]+:\d{12}:function:[^:]+$/,
      );
    },
  }),
];

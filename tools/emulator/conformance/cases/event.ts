import { cases, SOURCES, type ConformanceCase } from '../conformance-case';
import { seen, seenSigned } from './echoed';

const UUID = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/) as string;
const ADDRESS = expect.stringMatching(/^[0-9a-f.:]+$/) as string;
const JSON_BODY = [['content-type', 'application/json']] as const;

/** The chapter "Request event (payload 2.0)". */
export const eventCases: readonly ConformanceCase[] = [
  ...cases('captured', SOURCES.awsLambdaGo, {
    'an unsigned GET is this event, and nothing more': async (target) => {
      const { host } = new URL(target.urls.echo);
      const { event } = await seen(target, { headers: [['user-agent', 'furl']] });
      expect(event).toEqual({
        version: '2.0',
        routeKey: '$default',
        rawPath: '/',
        rawQueryString: '',
        headers: {
          host,
          'user-agent': 'furl',
          'x-amzn-tls-cipher-suite': expect.any(String) as string,
          'x-amzn-tls-version': expect.stringMatching(/^TLSv1\.[23]$/) as string,
          'x-amzn-trace-id': expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/) as string,
          'x-forwarded-for': ADDRESS,
          'x-forwarded-port': '443',
          'x-forwarded-proto': 'https',
        },
        requestContext: {
          accountId: 'anonymous',
          apiId: host.split('.')[0],
          domainName: host,
          domainPrefix: host.split('.')[0],
          http: { method: 'GET', path: '/', protocol: 'HTTP/1.1', sourceIp: ADDRESS, userAgent: 'furl' },
          requestId: UUID,
          routeKey: '$default',
          stage: '$default',
          time: expect.any(String) as string,
          timeEpoch: expect.any(Number) as number,
        },
        isBase64Encoded: false,
      });
    },
    'a signed POST is this event, and nothing more': async (target) => {
      const { host } = new URL(target.urls.iam);
      const { accessKeyId, sessionToken } = target.credentials;
      const { event } = await seenSigned(target, {
        target: '/hello?hello=world&foo=bar',
        headers: [
          ...JSON_BODY,
          ['accept', '*/*'],
          ['cookie', 'foo=bar; hello=hello'],
          ['header2', 'h1'],
          ['header2', 'h2'],
          ['user-agent', 'furl'],
        ],
        body: '{"hello": "world"}',
      });
      expect(event).toEqual({
        version: '2.0',
        routeKey: '$default',
        rawPath: '/hello',
        rawQueryString: 'hello=world&foo=bar',
        cookies: ['foo=bar', 'hello=hello'],
        headers: {
          accept: '*/*',
          'content-length': '18',
          'content-type': 'application/json',
          cookie: 'foo=bar; hello=hello',
          header2: 'h1,h2',
          host,
          'user-agent': 'furl',
          'x-amz-content-sha256': '5f8f04f6a3a892aaabbddb6cf273894493773960d4a325b105fee46eef4304f1',
          'x-amz-date': expect.stringMatching(/^\d{8}T\d{6}Z$/) as string,
          ...(sessionToken !== undefined && { 'x-amz-security-token': sessionToken }),
          'x-amzn-tls-cipher-suite': expect.any(String) as string,
          'x-amzn-tls-version': expect.stringMatching(/^TLSv1\.[23]$/) as string,
          'x-amzn-trace-id': expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/) as string,
          'x-forwarded-for': ADDRESS,
          'x-forwarded-port': '443',
          'x-forwarded-proto': 'https',
        },
        queryStringParameters: { foo: 'bar', hello: 'world' },
        requestContext: {
          accountId: expect.stringMatching(/^\d{12}$/) as string,
          apiId: host.split('.')[0],
          authorizer: {
            iam: {
              accessKey: accessKeyId,
              accountId: expect.stringMatching(/^\d{12}$/) as string,
              callerId: expect.stringMatching(/^A[A-Z0-9]{15,}(:.+)?$/) as string,
              cognitoIdentity: null,
              principalOrgId: null,
              userArn: expect.stringMatching(/^arn:aws[a-z-]*:(sts|iam)::\d{12}:/) as string,
              userId: expect.stringMatching(/^A[A-Z0-9]{15,}(:.+)?$/) as string,
            },
          },
          domainName: host,
          domainPrefix: host.split('.')[0],
          http: {
            method: 'POST',
            path: '/hello',
            protocol: 'HTTP/1.1',
            sourceIp: ADDRESS,
            userAgent: 'furl',
          },
          requestId: UUID,
          routeKey: '$default',
          stage: '$default',
          time: expect.any(String) as string,
          timeEpoch: expect.any(Number) as number,
        },
        body: '{"hello": "world"}',
        isBase64Encoded: false,
      });
    },
    'body, cookies and queryStringParameters are left out when empty': async (target) => {
      const { event } = await seen(target, { method: 'POST', target: '/?', headers: [['cookie', '']] });
      expect(event).not.toHaveProperty('body');
      expect(event).not.toHaveProperty('cookies');
      expect(event).not.toHaveProperty('queryStringParameters');
    },
    'pathParameters, stageVariables and requestContext.authentication never appear': async (target) => {
      for (const { event } of [await seen(target), await seenSigned(target)]) {
        expect(event).not.toHaveProperty('pathParameters');
        expect(event).not.toHaveProperty('stageVariables');
        expect(event.requestContext).not.toHaveProperty('authentication');
      }
    },
    'authorizer is absent and accountId anonymous on a public URL': async (target) => {
      const { requestContext } = (await seen(target)).event;
      expect(requestContext).not.toHaveProperty('authorizer');
      expect(requestContext.accountId).toBe('anonymous');
    },
    'callerId and userId of an assumed role are its id and the session': async (target) => {
      const credentials = await target.assume('roleWithBoth');
      const { iam } = (await seenSigned({ ...target, credentials })).event.requestContext.authorizer ?? {};
      const session = expect.stringMatching(/^AROA[A-Z0-9]+:conformance$/) as string;
      const userArn = expect.stringMatching(/:assumed-role\/.+\/conformance$/) as string;
      expect(iam).toMatchObject({ callerId: session, userId: session, userArn });
    },
    'time is dd/MMM/yyyy:HH:mm:ss +0000, and the same moment as timeEpoch': async (target) => {
      const { time, timeEpoch } = (await seen(target)).event.requestContext;
      const [, day, month, year, clock] =
        /^(\d\d)\/(\w{3})\/(\d{4}):(\d\d:\d\d:\d\d) \+0000$/.exec(time) ?? [];
      expect(Date.parse(`${day} ${month} ${year} ${clock} GMT`)).toBe(Math.floor(timeEpoch / 1000) * 1000);
    },
    'requestId is that of the invocation and of the response': async (target) => {
      const { event, awsRequestId, answer } = await seen(target);
      expect(event.requestContext.requestId).toBe(awsRequestId);
      expect(answer.headers['x-amzn-requestid']).toBe(awsRequestId);
    },
    'x-amzn-trace-id is a root of its own': async (target) => {
      expect((await seen(target)).event.headers['x-amzn-trace-id']).toMatch(
        /^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/,
      );
    },
    "x-amzn-trace-id with a client's own Root becomes Self and Root": async (target) => {
      const root = '1-5759e988-bd862e3fe1be46a994272793';
      const { event } = await seen(target, { headers: [['X-Amzn-Trace-Id', `Root=${root}`]] });
      expect(event.headers['x-amzn-trace-id']).toMatch(
        new RegExp(`^Self=1-[0-9a-f]{8}-[0-9a-f]{24};Root=${root}$`),
      );
    },
    'the method is as sent': async (target) => {
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
        expect((await seen(target, { method })).event.requestContext.http['method']).toBe(method);
      }
    },
  }),
];

import { cases, SOURCES, type ConformanceCase } from '../conformance-case';
import { sendSigned } from '../target';
import { seen, seenSigned, type UrlEvent } from './echoed';

const AUTHORIZATION = 'Bearer of-the-application';

/** The chapter "Request event": headers, cookies, path and query. */
export const requestPartCases: readonly ConformanceCase[] = [
  ...cases('captured', SOURCES.awsLambdaGo, {
    'header names are lower-case': async (target) => {
      const { headers } = (await seen(target, { headers: [['X-MiXeD', 'As-It-Is']] })).event;
      expect(headers['x-mixed']).toBe('As-It-Is');
      expect(headers).not.toHaveProperty('X-MiXeD');
    },
    'repeated headers are joined with a comma, without a space': async (target) => {
      const { headers } = (
        await seen(target, {
          headers: [
            ['header2', 'h1'],
            ['Header2', 'h2'],
          ],
        })
      ).event;
      expect(headers['header2']).toBe('h1,h2');
    },
    'connection is left out': async (target) => {
      const { headers } = (await seen(target, { headers: [['Connection', 'keep-alive']] })).event;
      expect(headers).not.toHaveProperty('connection');
    },
    'authorization is kept on a public URL': async (target) => {
      const { headers } = (await seen(target, { headers: [['Authorization', AUTHORIZATION]] })).event;
      expect(headers['authorization']).toBe(AUTHORIZATION);
    },
    'a signature on a public URL is not looked at': async (target) => {
      const credentials = { accessKeyId: 'AKIAFURLCONFORMANCE0', secretAccessKey: 'unknown'.repeat(5) };
      const answer = await sendSigned({ ...target, credentials }, 'echo');
      const { event } = answer.json<{ event: UrlEvent }>();
      expect(event.headers['authorization']).toMatch(/^AWS4-HMAC-SHA256 /);
      expect(event.requestContext.accountId).toBe('anonymous');
    },
    'authorization is gone on an AWS_IAM URL': async (target) => {
      expect((await seenSigned(target)).event.headers).not.toHaveProperty('authorization');
    },
    'x-amz-date, x-amz-content-sha256 and x-amz-security-token stay': async (target) => {
      const credentials = await target.assume('roleWithBoth');
      const { headers } = (await seenSigned({ ...target, credentials }, { body: 'x' })).event;
      expect(headers).toMatchObject({
        'x-amz-date': expect.stringMatching(/^\d{8}T\d{6}Z$/) as string,
        'x-amz-content-sha256': expect.stringMatching(/^[0-9a-f]{64}$/) as string,
        'x-amz-security-token': credentials.sessionToken,
      });
    },
    'cookies are a list, and the header stays beside it': async (target) => {
      const { event } = await seen(target, { headers: [['Cookie', 'a=1; b="2;c=%20']] });
      expect(event.cookies).toEqual(['a=1', 'b="2', 'c=%20']);
      expect(event.headers['cookie']).toBe('a=1; b="2;c=%20');
    },
    'an empty path is /': async (target) => {
      expect((await seen(target)).event).toMatchObject({ rawPath: '/', rawQueryString: '' });
    },
    'rawQueryString is raw and without the question mark': async (target) => {
      const query = 'b=2&a=%20x&b=%C3%A9&c&=d&e==&';
      expect((await seen(target, { target: `/p?${query}` })).event.rawQueryString).toBe(query);
    },
    'queryStringParameters are decoded, and repeats joined with a comma': async (target) => {
      const { event } = await seen(target, { target: '/?b=2&a=%20x&b=%C3%A9&c=' });
      expect(event.queryStringParameters).toEqual({ a: ' x', b: '2,é', c: '' });
    },
    'x-forwarded-for ends in the sourceIp': async (target) => {
      const { headers, requestContext } = (await seen(target)).event;
      expect(headers['x-forwarded-for']?.split(', ').at(-1)).toBe(requestContext.http['sourceIp']);
    },
  }),
  ...cases('captured', SOURCES.recorded, {
    'rawPath keeps percent-encoding as received, even invalid': async (target) => {
      for (const path of ['/pa2%Fth/1', '/a%2Fb%20c', '/%c3%A9', '/a//b/../c/.']) {
        expect((await seen(target, { target: path })).event.rawPath).toBe(path);
      }
    },
  }),
  ...cases('ours', SOURCES.nobody, {
    'http.path is rawPath decoded': async (target) => {
      const { event } = await seen(target, { target: '/a%20b/%C3%A9' });
      expect(event.requestContext.http['path']).toBe('/a b/é');
    },
    'escapes in a query that cannot be decoded stay as they are': async (target) => {
      const { event } = await seen(target, { target: '/?a=%zz&b=1+2' });
      expect(event.queryStringParameters).toEqual({ a: '%zz', b: '1 2' });
    },
  }),
];

import {
  recordingUpstream,
  response,
  type RecordedRequest,
  type RecordingUpstream,
} from '../recording-upstream';
import type { ClientAnswer, ConformanceCase, ExpectedAnswer, ExpectedRequest, Subject } from './case';
import { conformanceCases } from './cases';

/**
 * Registers a test for each row of the table, to be run against one subject. To be called within `describe`.
 *
 * @param what whether the subject is the handler itself, or has a platform in front of it
 * @param start starts the subject in front of an upstream on that port
 */
export function itConforms(
  what: 'handler' | 'platform',
  start: (upstreamPort: number) => Promise<Subject & { stop(): Promise<void> }>,
): void {
  let upstream: RecordingUpstream;
  let subject: Subject & { stop(): Promise<void> };

  beforeAll(async () => {
    upstream = await recordingUpstream();
    subject = await start(upstream.port);
  });
  afterAll(async () => {
    await subject.stop();
    await upstream.close();
  });

  const rows = conformanceCases.filter(({ handlerOnly }) => what === 'handler' || handlerOnly === undefined);

  it.each(rows.map((row) => [row.name, row] as const))('%s', async (_, row) => {
    const { setup = 'plain', request = {}, upstream: answers, received, attempts } = row;
    upstream.requests.length = 0;
    upstream.answer(...(answers ?? [response('200 OK', [], '')]));
    const self = subject.self(setup);
    const headers = request.headers?.map(([name, value]) => [name, value.replace('{self}', self)] as const);

    const answer = await subject.ask({ ...request, ...(headers === undefined ? {} : { headers }) }, setup);

    expectAnswer(answer, expectedOf(row, subject));
    if (received === 'nothing') expect(upstream.requests).toEqual([]);
    else if (received !== undefined) expectRequest(upstream.requests.at(-1), received, self);
    if (attempts !== undefined) expect(upstream.requests).toHaveLength(attempts);
    for (const each of upstream.requests) expectOwnFields(each, upstream.port, subject);

    if (answer.status < 500 && !answer.isBrokenOff) return;
    // Whatever went wrong is over for the next request.
    upstream.answer(response('200 OK', [['Content-Type', 'text/plain']], 'next'));
    const next = await subject.ask({ path: '/api' }, setup);
    expectAnswer(next, { status: 200, body: 'next' });
  });
}

function expectedOf({ answer, streamed }: ConformanceCase, { invokeMode }: Subject): ExpectedAnswer {
  return invokeMode === 'RESPONSE_STREAM' ? (streamed ?? answer) : answer;
}

function expectAnswer(answer: ClientAnswer, expected: ExpectedAnswer): void {
  const { status, headers = {}, cookies, body, error, isBrokenOff = false } = expected;
  expect([answer.status, answer.isBrokenOff]).toEqual([status, isBrokenOff]);
  for (const [name, value] of Object.entries(headers))
    expect([name, answer.headers[name]]).toEqual([name, value]);
  if (cookies !== undefined) expect(answer.cookies).toEqual(cookies);
  if (body !== undefined) expectBytes(answer.body, body);
  if (error === undefined) {
    expect(answer.headers['content-type']).not.toBe('application/problem+json');
    return;
  }
  expect(answer.headers['content-type']).toBe('application/problem+json');
  const types = { '*': 'error=\\w+', 'received-status=403': error };
  const type = (types as Record<string, string>)[error] ?? `error=${error}`;
  expect(answer.headers['proxy-status']).toMatch(new RegExp(`^furl-proxy; ${type}$`));
  expect(JSON.parse(answer.body.toString())).toEqual({
    title: expect.stringMatching(/^\w/) as string,
    status,
    detail: expect.stringMatching(/^[A-Z].*\.$/) as string,
  });
  expect(answer.body.toString()).not.toContain('arn:');
}

function expectRequest(request: RecordedRequest | undefined, expected: ExpectedRequest, self: string): void {
  if (request === undefined) throw new Error('the upstream got no request');
  const { method, target, headers = {}, body, with: wanted, without } = expected;
  if (method !== undefined) expect(request.method).toBe(method);
  if (target !== undefined) expect(request.target).toBe(target);
  for (const [name, values] of Object.entries(headers)) {
    const there = values.map((value) => value.replace('{self}', self));
    expect([name, valuesOf(request, name)]).toEqual([name, there]);
  }
  if (body !== undefined) expectBytes(request.body, body);
  const all = request.headers.map(([, value]) => value).join('\n');
  if (wanted !== undefined) expect(all).toMatch(wanted);
  if (without !== undefined) expect(all).not.toContain(without);
}

/** What holds of every request that the upstream gets. */
function expectOwnFields(request: RecordedRequest, port: number, subject: Subject): void {
  expect(valuesOf(request, 'host')).toEqual([`127.0.0.1:${port}`]);
  expect(valuesOf(request, 'authorization')).toEqual([
    expect.stringMatching(/^AWS4-HMAC-SHA256 Credential=/),
  ]);
  for (const name of ['x-amz-date', 'x-amz-content-sha256', 'x-amz-security-token', 'via', 'forwarded']) {
    expect([name, valuesOf(request, name).length]).toEqual([name, 1]);
  }
  expect(valuesOf(request, 'transfer-encoding')).toEqual([]);
  expect(valuesOf(request, 'x-forwarded-for')).toHaveLength(1);
  expect(subject.signatureFault(request)).toBeUndefined();
}

function valuesOf(request: RecordedRequest, wanted: string): string[] {
  return request.headers.filter(([name]) => name.toLowerCase() === wanted).map(([, value]) => value);
}

/** Compares without printing a megabyte when they differ. */
function expectBytes(actual: Buffer, expected: string | Uint8Array): void {
  const bytes = Buffer.from(expected);
  if (actual.length < 2_000 && bytes.length < 2_000) {
    expect(actual.toString('latin1')).toBe(bytes.toString('latin1'));
  }
  expect(actual.equals(bytes)).toBe(true);
}

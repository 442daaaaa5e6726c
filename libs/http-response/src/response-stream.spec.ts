import { beginStream, streamifyResponse, type ResponseStream } from './response-stream';

/** What the runtime puts into the global scope, as far as it matters here: a prelude goes out with the first write. */
const runtime = {
  streamifyResponse: <H extends object>(handler: H) => Object.assign(handler, { streams: true }),
  HttpResponseStream: {
    from: (stream: Recorder, prelude: object) => {
      stream.prelude = prelude;
      return stream;
    },
  },
};

class Recorder implements ResponseStream {
  prelude: object | undefined;
  readonly sent: unknown[] = [];

  write(chunk: Uint8Array | string): boolean {
    if (this.prelude !== undefined && this.sent.length === 0) this.sent.push(this.prelude);
    this.sent.push(chunk);
    return true;
  }
  end(): void {
    this.sent.push('end');
  }
  once(): void {}
  off(): void {}
}

beforeEach(() => void Object.assign(globalThis, { awslambda: runtime }));
afterEach(() => void Reflect.deleteProperty(globalThis, 'awslambda'));

it('marks a handler as the runtime does', () => {
  const handler = streamifyResponse(() => Promise.resolve());
  expect(handler).toHaveProperty('streams', true);
});

it('sends status, fields and cookies before the body is there, and also where none comes', () => {
  const stream = new Recorder();
  beginStream(stream, {
    statusCode: 204,
    headers: [
      ['ETag', '"1"'],
      ['Set-Cookie', 'a=1'],
      ['set-cookie', 'b=2'],
    ],
  }).end();
  expect(stream.sent).toEqual([
    { statusCode: 204, headers: { etag: '"1"' }, cookies: ['a=1', 'b=2'] },
    '',
    'end',
  ]);
});

it('names no cookies where there are none', () => {
  const stream = new Recorder();
  beginStream(stream, { statusCode: 200, headers: [] });
  expect(stream.prelude).toEqual({ statusCode: 200, headers: {} });
});

it.each([undefined, {}, { InvokeStore: {} }])(
  'says that it needs the runtime where the global scope has %j',
  (awslambda) => {
    Object.assign(globalThis, { awslambda });
    expect(() => streamifyResponse(() => Promise.resolve())).toThrow(/^invoke mode RESPONSE_STREAM needs/);
  },
);

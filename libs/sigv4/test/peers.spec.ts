import fc from 'fast-check';
import { sign } from '../src/index';
import { check, CLOCK, HOST, KEYS, received, TEMPORARY } from './fixtures';
import { aws4, aws4fetch, smithy, wireQuery, type Peer, type PlainRequest } from './peers';

const peers: [name: string, peer: Peer][] = [smithy, aws4, aws4fetch].map((peer) => [peer.name, peer]);

// Inside the peers' limits: no `__proto__`, no `X-Amz-*` of the query's own, no invalid UTF-8.
const name = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 6 })
  .filter((text) => text !== '__proto__');
const segment = fc
  .string({ unit: 'grapheme', maxLength: 8 })
  .map((text) => encodeURIComponent(text))
  .filter((text) => !/^\.+$/.test(text));
const request: fc.Arbitrary<PlainRequest> = fc.record({
  method: fc.constantFrom('GET', 'POST', 'DELETE'),
  host: fc.constant(HOST),
  path: fc.array(segment, { maxLength: 4 }).map((segments) => `/${segments.join('/')}`),
  query: fc.uniqueArray(fc.tuple(name, fc.string({ unit: 'grapheme', maxLength: 6 })), {
    maxLength: 4,
    selector: ([key]) => key,
  }),
  contentType: fc.constantFrom('text/plain', 'application/json; charset=utf-8', 'a/b;  c="d  e"'),
  body: fc.string({ unit: 'grapheme' }),
});

describe.each(peers)('%s', (_, peer) => {
  it('is accepted, and signs the same', async () => {
    await fc.assert(
      fc.asyncProperty(request, fc.constantFrom(KEYS, TEMPORARY), async (plain, credentials) => {
        const theirs = await peer.sign(plain, credentials, CLOCK());
        const ours = await sign(
          {
            method: plain.method,
            host: plain.host,
            path: plain.path,
            query: wireQuery(plain.query),
            headers: [['content-type', plain.contentType]],
            body: plain.body,
          },
          { credentials, clock: CLOCK },
        );

        expect(check(received(theirs))).toMatchObject({ ok: true });
        expect(Object.fromEntries(ours.headers)).toEqual(Object.fromEntries(theirs.headers));
      }),
      { numRuns: 1_000 },
    );
  });
});

import { EventStreamCodec } from '@smithy/eventstream-codec';

/** The content type of messages in AWS's event stream encoding. */
export const EVENT_STREAM = 'application/vnd.amazon.eventstream';

const codec = new EventStreamCodec(
  (bytes) => (typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString('utf8')),
  (text) => Buffer.from(text, 'utf8'),
);

/** One event of a stream as bytes (Smithy "Amazon Event Stream Specification"). */
export function eventMessage(eventType: string, contentType: string, body: Uint8Array): Uint8Array {
  const text = (value: string) => ({ type: 'string', value }) as const;
  return codec.encode({
    headers: {
      ':event-type': text(eventType),
      ':content-type': text(contentType),
      ':message-type': text('event'),
    },
    body,
  });
}

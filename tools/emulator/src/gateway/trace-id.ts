import { randomBytes } from 'node:crypto';

/**
 * The X-Ray trace header of a request: a root of its own, or, when the client brought one, `Self=…;Root=…` (recorded
 * events; X-Ray Developer Guide, "Tracing header").
 *
 * @param received the client's `x-amzn-trace-id`
 */
export function traceId(received: string | undefined, now: Date): string {
  const fresh = `1-${Math.floor(now.getTime() / 1000)
    .toString(16)
    .padStart(8, '0')}-${randomBytes(12).toString('hex')}`;
  const [root] = /(?:^|;)\s*Root=1-[0-9a-f]{8}-[0-9a-f]{24}/i.exec(received ?? '') ?? [];
  return root === undefined ? `Root=${fresh}` : `Self=${fresh};${root.replace(/^[;\s]+/, '')}`;
}

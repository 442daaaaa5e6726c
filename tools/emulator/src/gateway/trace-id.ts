import { randomHex } from './random-hex';

/** The X-Ray trace of a request, as each of those who see it gets it. */
export interface Trace {
  /** `x-amzn-trace-id` in the event. */
  readonly eventHeader: string;
  /** `Lambda-Runtime-Trace-Id`, which becomes `_X_AMZN_TRACE_ID`. */
  readonly runtimeHeader: string;
  /** `X-Amzn-Trace-Id` in the response. */
  readonly responseHeader: string;
}

/**
 * The trace of a request: a root of its own, or, when the client brought one, `Self=…;Root=…` (recorded events; X-Ray
 * Developer Guide, "Tracing header").
 *
 * @param received the client's `x-amzn-trace-id`
 */
export function traceOf(received: string | undefined, now: Date): Trace {
  const seconds = Math.floor(now.getTime() / 1000);
  const fresh = `1-${seconds.toString(16).padStart(8, '0')}-${randomHex(12)}`;
  const [, given] =
    (received && /(?:^|;)\s*Root=(1-[0-9a-f]{8}-[0-9a-f]{24})(?=;|\s|,|$)/i.exec(received)) || [];
  const [, sampled = '0'] = (received && /(?:^|;)\s*Sampled=([01])(?=;|\s|,|$)/i.exec(received)) || [];
  const root = given ?? fresh;
  return {
    eventHeader: given === undefined ? `Root=${fresh}` : `Self=${fresh};Root=${given}`,
    runtimeHeader: `Root=${root};Parent=${randomHex(8)};Sampled=${sampled}`,
    responseHeader: `root=${root}`,
  };
}

import { traceOf } from '../../../gateway/trace-id';
import type { FunctionHost } from '../../../runtime/function-host';
import type { Invocation } from '../../../runtime/invocation';
import type { NotReady } from '../../../runtime/not-ready';
import type { Throttled } from '../../../runtime/throttle';
import { ApiError } from '../../api-error';
import type { ApiCall } from '../../operation';
import { runnableFunction } from './named-function';

/** An invocation that is about to begin. */
export interface ReadyInvocation {
  readonly host: FunctionHost;
  readonly invocation: Invocation;
  /** What goes with every answer. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Gets the invocation ready that a call asks for.
 *
 * @throws ApiError when the function is not there, or not ready
 */
export function prepareInvocation(call: ApiCall, payload: string): ReadyInvocation {
  const { host, qualifiedArn } = runnableFunction(call);
  const reason = host.knock();
  if (reason !== undefined) throw notReady(reason);
  const trace = traceOf(call.header('x-amzn-trace-id'), call.backend.clock());
  const clientContext = readClientContext(call.header('x-amz-client-context'));
  return {
    host,
    invocation: {
      requestId: call.requestId,
      payload,
      functionArn: qualifiedArn,
      traceId: trace.runtimeHeader,
      ...(clientContext !== undefined && { clientContext }),
    },
    headers: { 'X-Amz-Executed-Version': host.fn.version, 'X-Amzn-Trace-Id': trace.responseHeader },
  };
}

/** 429, for the reason that the host gives: the function's own concurrency, or the account's, is used up. */
export function throttled({ reason, explanation }: Throttled): ApiError {
  return new ApiError('TooManyRequestsException', 429, 'Rate Exceeded.', explanation, {
    members: { Reason: reason, Type: 'User' },
    messageMember: 'message',
  });
}

/** 409 while a function is Pending or Failed, 502 while it is idle (Lambda API Reference, "Invoke", "Errors"). */
function notReady({ code, status, message, explanation }: NotReady): ApiError {
  return new ApiError(code, status, message, explanation, {
    members: { Type: status === 502 ? 'Server' : 'User' },
    messageMember: 'message',
  });
}

/** The client's context as JSON text of ASCII, without line breaks; it comes as base64 of at most 3,583 bytes (Lambda API Reference, "Invoke"). */
function readClientContext(header: string | undefined): string | undefined {
  if (header === undefined || header === '') return undefined;
  const text = Buffer.from(header, 'base64').toString('utf8');
  try {
    const value: unknown = JSON.parse(text);
    if (header.length <= 3583 && typeof value === 'object') return asciiJson(value);
  } catch {
    // Told below.
  }
  throw new ApiError(
    'InvalidRequestContentException',
    400,
    'Client context must be a valid Base64-encoded JSON object.',
    undefined,
    { members: { Type: 'User' }, messageMember: 'message' },
  );
}

function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

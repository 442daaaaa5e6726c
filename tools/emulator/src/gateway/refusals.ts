import { STATUS_CODES } from 'node:http';
import type { NotReady } from '../runtime/not-ready';
import type { ThrottleReason } from '../runtime/throttle';

/** An answer that AWS gives itself, without the function. */
export interface Refusal {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** 403 to a host name that no function URL has. Source: AWS-validated snapshot of LocalStack. */
export function unknownUrl(): Refusal {
  return json(403, 'AccessDeniedException', { Message: null });
}

/** 403 to a caller who did not sign, or signed and may not. Source: the same, and "Troubleshooting function URLs". */
export function forbidden(): Refusal {
  return json(403, 'AccessDeniedException', {
    Message:
      'Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html',
  });
}

/** 403 to a signature that does not hold; `message` in lower case here, unlike {@link forbidden}. */
export function badSignature(code: string, message: string): Refusal {
  return json(403, code, { message });
}

/** 413 to a request over 6 MB. The body is our choice: nobody who knows AWS's could be found. */
export function requestTooLarge(limit: number): Refusal {
  return json(413, 'RequestTooLargeException', {
    message: `Request must be smaller than ${limit} bytes for the InvokeFunction operation`,
  });
}

/** 429 when a limit is reached. Documented for Invoke (Lambda API, "TooManyRequestsException"), ours for function URLs. */
export function tooManyRequests(reason: ThrottleReason): Refusal {
  return json(429, 'TooManyRequestsException', { Reason: reason, Type: 'User', message: 'Rate Exceeded.' });
}

/** What Invoke answers while a function is not ready (Lambda API, "Invoke", "Errors"); ours for function URLs. */
export function functionNotReady({ code, status, message }: NotReady): Refusal {
  return json(status, code, { Type: status === 502 ? 'Server' : 'User', message });
}

/** 502 when the function failed in any way: nothing of the reason reaches the client. */
export function functionFailed(): Refusal {
  return { status: 502, headers: { 'Content-Type': 'text/plain' }, body: 'Internal Server Error' };
}

/**
 * 400 and its kin to what is no request that a function URL could serve. The body is our choice: nobody who knows AWS's
 * could be found.
 */
export function badRequest(status: number): Refusal {
  return { status, headers: { 'Content-Type': 'text/plain' }, body: STATUS_CODES[status] ?? 'Bad Request' };
}

/** 500 when the emulator itself is at fault: the reason stands at the terminal. */
export function ourFault(): Refusal {
  return json(500, 'ServiceException', { message: 'An internal error occurred. Please try again.' });
}

function json(status: number, errorType: string, body: object): Refusal {
  return {
    status,
    headers: { 'Content-Type': 'application/json', 'x-amzn-ErrorType': errorType },
    body: JSON.stringify(body),
  };
}

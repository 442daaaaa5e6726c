import { ApiError } from '../../api-error';
import type { ApiCall } from '../../operation';

/** What a caller wants of an invocation, beside the function. */
export interface InvocationInput {
  readonly type: InvocationType;
  readonly wantsLog: boolean;
  /** The event, as JSON text. */
  readonly payload: string;
}

export type InvocationType = 'RequestResponse' | 'Event' | 'DryRun';

/** In bytes (Lambda quotas, "Invocation payload (request and response)"). */
export const EVENT_LIMIT = 1024 * 1024;

/**
 * Reads the headers and the payload of Invoke and InvokeWithResponseStream (Lambda API Reference). Without a payload the
 * event is `{}`.
 *
 * @throws ApiError InvalidParameterValueException, InvalidRequestContentException, RequestEntityTooLargeException
 */
export function readInvocation(call: ApiCall, types: readonly InvocationType[]): InvocationInput {
  const given = call.header('x-amz-invocation-type') ?? 'RequestResponse';
  const type = types.find((each) => each === given);
  if (type === undefined) throw badValue('X-Amz-Invocation-Type', given, types);
  const log = call.header('x-amz-log-type') ?? 'None';
  if (log !== 'None' && log !== 'Tail') throw badValue('X-Amz-Log-Type', log, ['None', 'Tail']);
  const { body } = call.request;
  if (type === 'Event' && body.length > EVENT_LIMIT) {
    throw new ApiError(
      'RequestEntityTooLargeException',
      413,
      `${body.length} byte payload is too large for the Event invocation type (limit ${EVENT_LIMIT} bytes)`,
      undefined,
      { members: { Type: 'User' }, messageMember: 'message' },
    );
  }
  return { type, wantsLog: log === 'Tail', payload: payloadOf(body) };
}

function payloadOf(body: Uint8Array): string {
  if (body.length === 0) return '{}';
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
    JSON.parse(text);
    return text;
  } catch (error) {
    const why = (error as Error).message;
    throw new ApiError(
      'InvalidRequestContentException',
      400,
      `Could not parse request body into json: Could not parse payload into json: ${why}`,
      `the payload is not JSON in UTF-8: ${why}. With the AWS CLI: --cli-binary-format raw-in-base64-out --payload '{"key":"value"}'`,
      { members: { Type: 'User' }, messageMember: 'message' },
    );
  }
}

function badValue(header: string, value: string, wanted: readonly string[]): ApiError {
  return new ApiError(
    'InvalidParameterValueException',
    400,
    `${header} is ${value.slice(0, 100)}; it must be one of ${wanted.join(', ')}`,
    undefined,
    { members: { Type: 'User' }, messageMember: 'message' },
  );
}

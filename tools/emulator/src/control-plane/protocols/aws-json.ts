import { ApiError } from '../api-error';
import type { Protocol } from './protocol';

/** AWS JSON 1.1, as CloudTrail speaks it: `X-Amz-Target` says which operation, JSON goes both ways. */
export const awsJson: Protocol = {
  find(request, { name: serviceName, operations }) {
    const target = request.headers.find(([name]) => name.toLowerCase() === 'x-amz-target')?.[1] ?? '';
    const asked = target.slice(target.lastIndexOf('.') + 1);
    const operation = operations.find(({ name }) => name === asked);
    if (operation !== undefined) return { operation, input: members(request.body) };
    throw new ApiError(
      'UnknownOperationException',
      400,
      `The emulator's ${serviceName} has no operation ${asked || '(X-Amz-Target is missing)'}.`,
      `the emulator's ${serviceName} has no ${asked || 'operation without X-Amz-Target'}: ${operations.length === 0 ? 'nothing of that service is here' : `it has ${operations.map(({ name }) => name).join(', ')}`}`,
    );
  },
  success: (result) => ({ headers: JSON_TYPE, body: Buffer.from(JSON.stringify(result), 'utf8') }),
  failure: ({ code, message, details }) => ({
    headers: { ...JSON_TYPE, 'x-amzn-ErrorType': code },
    body: Buffer.from(JSON.stringify({ __type: code, ...details.members, message }), 'utf8'),
  }),
  authenticationError(code, message, explanation) {
    const name =
      code === 'MissingAuthenticationToken' || code === 'ExpiredToken' ? (`${code}Exception` as const) : code;
    return new ApiError(name, 400, message, explanation);
  },
  accessDenied: 'AccessDeniedException',
  accessDeniedStatus: 400,
};

const JSON_TYPE = { 'Content-Type': 'application/x-amz-json-1.1' };

/** The members of the input; those that are no text are there as JSON. */
function members(body: Uint8Array): Map<string, string> {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(body).toString('utf8') || '{}');
  } catch {
    throw new ApiError('SerializationException', 400, 'The body of the request is not JSON.');
  }
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return new Map(entries.map(([key, each]) => [key, typeof each === 'string' ? each : JSON.stringify(each)]));
}

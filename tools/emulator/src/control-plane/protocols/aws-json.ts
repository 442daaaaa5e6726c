import { ApiError } from '../api-error';
import { jsonInput, jsonMembers } from './json-input';
import type { Protocol } from './protocol';
import { unknownMember } from './unknown-member';

/** AWS JSON 1.1, as CloudTrail speaks it: `X-Amz-Target` says which operation, JSON goes both ways. */
export const awsJson: Protocol = {
  find(request, { name: serviceName, operations }) {
    const target = request.headers.find(([name]) => name.toLowerCase() === 'x-amz-target')?.[1] ?? '';
    const asked = target.slice(target.lastIndexOf('.') + 1);
    const operation = operations.find(({ name }) => name === asked);
    if (operation !== undefined) return { operation, input: jsonInput(jsonMembers(request.body)) };
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
  unknownMember: (name, operation) =>
    new ApiError('ValidationException', 400, unknownMember(name, operation)),
  authenticationError(code, message, explanation) {
    const name =
      code === 'MissingAuthenticationToken' || code === 'ExpiredToken' ? (`${code}Exception` as const) : code;
    return new ApiError(name, 400, message, explanation);
  },
  accessDenied: 'AccessDeniedException',
  accessDeniedStatus: 400,
};

const JSON_TYPE = { 'Content-Type': 'application/x-amz-json-1.1' };

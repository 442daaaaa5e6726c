import type { FrontDoorRequest } from '../../gateway/received-request';
import { ApiError } from '../api-error';
import type { Operation, Service } from '../operation';
import { formFields } from './form-fields';
import { jsonInput, jsonMembers } from './json-input';
import type { FoundOperation, Protocol } from './protocol';
import { unknownMember } from './unknown-member';

/** AWS restJson1, as Lambda speaks it: method and path say which operation, JSON comes back. */
export const restJson: Protocol = {
  find(request, service) {
    const found = findRoute(request, service);
    if (found !== undefined) return found;
    const asked = `${request.method} ${request.rawPath}`;
    throw new ApiError(
      'UnknownOperationException',
      404,
      `The emulator's ${service.name} has no operation at ${asked}.`,
      `the emulator's ${service.name} has no operation at ${asked}: ${service.operations.length === 0 ? 'nothing of that service is here' : `it has ${service.operations.map(({ name }) => name).join(', ')}`}`,
    );
  },
  success: (result) => ({ headers: JSON_TYPE, body: Buffer.from(JSON.stringify(result), 'utf8') }),
  failure: ({ code, message, details: { members, messageMember = 'Message' } }) => ({
    headers: { ...JSON_TYPE, 'x-amzn-ErrorType': code },
    body: Buffer.from(JSON.stringify({ ...members, [messageMember]: message }), 'utf8'),
  }),
  unknownMember: (name, operation) =>
    new ApiError('ValidationException', 400, unknownMember(name, operation), undefined, {
      messageMember: 'message',
    }),
  authenticationError(code, message, explanation) {
    const name =
      code === 'MissingAuthenticationToken' || code === 'ExpiredToken' ? (`${code}Exception` as const) : code;
    return new ApiError(name, 403, message, explanation, { messageMember: 'message' });
  },
  accessDenied: 'AccessDeniedException',
};

const JSON_TYPE = { 'Content-Type': 'application/json' };

function findRoute(request: FrontDoorRequest, { operations }: Service): FoundOperation | undefined {
  for (const operation of operations) {
    const labels = matchRoute(operation, request);
    if (labels !== undefined) {
      const body = operation.membersInBody ? jsonMembers(request.body) : [];
      return {
        operation,
        input: jsonInput(new Map([...body, ...formFields(request.rawQueryString), ...labels])),
      };
    }
  }
  return undefined;
}

/** The labels of a route's path; undefined when the request is for another one. A slash at the end changes nothing. */
function matchRoute(
  { route = '' }: Operation,
  { method, rawPath }: FrontDoorRequest,
): (readonly [string, string])[] | undefined {
  const [wantedMethod, wantedPath = ''] = route.split(' ');
  if (method !== wantedMethod) return undefined;
  const wanted = segments(wantedPath);
  const given = segments(rawPath);
  if (wanted.length !== given.length) return undefined;
  const labels: (readonly [string, string])[] = [];
  for (const [index, segment] of wanted.entries()) {
    const value = given[index] ?? '';
    const [, label] = /^\{(.+)\}$/.exec(segment) ?? [];
    if (label === undefined && segment !== value) return undefined;
    if (label === undefined) continue;
    const decoded = decode(value);
    if (decoded === undefined || decoded === '') return undefined;
    labels.push([label, decoded]);
  }
  return labels;
}

function segments(path: string): string[] {
  return path.replace(/^\/|\/$/g, '').split('/');
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

import { ApiError } from '../api-error';
import { Input, type InputValue } from './input';

/** What JSON parsers and models agree on; more is nobody's input. */
const DEEPEST = 20;

/**
 * The members of a JSON object; what is null is not there.
 *
 * @throws ApiError SerializationException when it is none
 */
export function jsonMembers(body: Uint8Array): ReadonlyMap<string, InputValue> {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(body).toString('utf8') || '{}');
  } catch {
    throw unreadable('The body of the request is not JSON.');
  }
  const members = read(value, 0);
  if (members instanceof Map) return members;
  throw unreadable('The body of the request is not a JSON object.');
}

/** The same as an input. */
export function jsonInput(members: ReadonlyMap<string, InputValue>): Input {
  return new Input(members, 'SerializationException');
}

function read(value: unknown, depth: number): InputValue | undefined {
  if (depth > DEEPEST) throw unreadable('The body of the request is nested too deeply.');
  if (Array.isArray(value)) return value.flatMap((each: unknown) => read(each, depth + 1) ?? []);
  if (typeof value === 'object' && value !== null) {
    const members = new Map<string, InputValue>();
    for (const [name, each] of Object.entries(value)) {
      const inner = read(each, depth + 1);
      if (inner !== undefined) members.set(name, inner);
    }
    return members;
  }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? value
    : undefined;
}

function unreadable(message: string): ApiError {
  return new ApiError('SerializationException', 400, message, undefined, { messageMember: 'message' });
}

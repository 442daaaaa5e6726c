import type { NamedPolicy, PolicyDocument } from '@furl/iam';
import { ApiError } from '../../api-error';

/**
 * A policy that a caller sends as text.
 *
 * @throws ApiError InvalidInput when it is none
 */
export function parsedPolicy(name: string, text: string): NamedPolicy {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    document = undefined;
  }
  if (isDocument(document)) return { name, document };
  throw new ApiError(
    'InvalidInput',
    400,
    `Invalid Input: ${name} is not a policy: a JSON object with a Statement.`,
  );
}

function isDocument(value: unknown): value is PolicyDocument {
  return typeof value === 'object' && value !== null && 'Statement' in value;
}

import type { PolicyDocument, PolicyStatement } from '@furl/iam';
import { isRecord, textOf } from './shapes';

/**
 * Reads a policy: an object as the CLI writes it, or the JSON that IAM answers with, percent-encoded (IAM API
 * Reference, "GetRolePolicy"). What is no policy allows nothing.
 */
export function parsePolicy(policy: unknown): PolicyDocument {
  const value = typeof policy === 'string' ? parsed(policy) : policy;
  if (!isRecord(value)) return { Statement: [] };
  const statements = Array.isArray(value['Statement']) ? value['Statement'] : [value['Statement']];
  const version = textOf(value['Version']);
  return { ...(version !== undefined && { Version: version }), Statement: statements.filter(isStatement) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.trimStart().startsWith('{') ? text : decodeURIComponent(text));
  } catch {
    return undefined;
  }
}

/** The evaluation itself copes with everything inside of a statement. */
function isStatement(value: unknown): value is PolicyStatement {
  return isRecord(value) && (value['Effect'] === 'Allow' || value['Effect'] === 'Deny');
}

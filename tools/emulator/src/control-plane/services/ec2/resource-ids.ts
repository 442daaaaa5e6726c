import { ApiError } from '../../api-error';

/** How EC2 speaks of the ids of one kind of resource. */
export interface IdKind {
  /** The parameter that has them. */
  readonly parameter: string;
  /** In `The … ID 'x' does not exist`. */
  readonly noun: string;
  /** The error of an id that nothing has; "Error codes for the Amazon EC2 API". */
  readonly notFound: string;
  /** The error of what is no id of this kind; absent where EC2 says that nothing has it. */
  readonly malformed?: { readonly code: string; readonly prefix: string };
}

/** Refuses an id that nothing has, and what is none. */
export function noSuchId(kind: IdKind, missing: readonly string[]): ApiError {
  const { noun, notFound, malformed } = kind;
  const bad = malformed && missing.find((id) => !id.startsWith(malformed.prefix));
  if (malformed !== undefined && bad !== undefined) {
    return new ApiError(
      malformed.code,
      400,
      `Invalid id: "${bad.slice(0, 200)}" (expecting "${malformed.prefix}...")`,
    );
  }
  const ids = missing.join(', ').slice(0, 1000);
  const isOne = missing.length === 1;
  const message = `The ${noun}${isOne ? '' : 's'} '${ids}' ${isOne ? 'does' : 'do'} not exist`;
  return new ApiError(notFound, 400, message, `${message} in the caller's account and the call's Region`);
}

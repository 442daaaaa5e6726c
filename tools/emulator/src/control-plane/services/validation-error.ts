import { ApiError } from '../api-error';

/** How services of the query protocol refuse a member that their model does not allow. */
export function validationError(name: string, value: string | undefined, what: string): ApiError {
  const member = name.charAt(0).toLowerCase() + name.slice(1);
  const shown = value === undefined ? 'null' : `'${value.slice(0, 200)}'`;
  const constraint = value === undefined ? 'Member must not be null' : what;
  return new ApiError(
    'ValidationError',
    400,
    `1 validation error detected: Value ${shown} at '${member}' failed to satisfy constraint: ${constraint}`,
  );
}

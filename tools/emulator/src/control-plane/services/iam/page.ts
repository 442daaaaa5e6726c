import { ApiError } from '../../api-error';
import { pageOf as page } from '../../pages';
import type { Input } from '../../protocols/input';
import { validationError } from '../validation-error';

/** How many items a page has when nobody says it, and at most (IAM API Reference, "ListRoles"). */
const PAGE = 100;
const MOST = 1000;

/** A page, and the members that say whether it is the last one. */
export interface IamPage<T> {
  readonly items: readonly T[];
  readonly IsTruncated: boolean;
  readonly Marker: string | undefined;
}

/**
 * The page of a list that `Marker` and `MaxItems` ask for.
 *
 * @throws ApiError ValidationError
 */
export function pageOf<T>(
  all: readonly T[],
  keyOf: (item: T) => string,
  input: Pick<Input, 'get'>,
  list: string,
): IamPage<T> {
  const size = maxItems(input.get('MaxItems'));
  const marker = input.get('Marker') || undefined;
  const found = page(all, keyOf, { list, size, token: marker });
  if (found !== undefined) {
    return { items: found.items, IsTruncated: found.next !== undefined, Marker: found.next };
  }
  throw new ApiError(
    'ValidationError',
    400,
    'Invalid Marker.',
    `the Marker ${JSON.stringify(marker?.slice(0, 100))} comes from no ${list} of this emulator: leave it out to begin anew`,
  );
}

function maxItems(text: string | undefined): number {
  if (text === undefined || text === '') return PAGE;
  const value = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (value >= 1 && value <= MOST) return value;
  const what =
    value > MOST
      ? `Member must have value less than or equal to ${MOST}`
      : 'Member must have value greater than or equal to 1';
  throw validationError('MaxItems', text, what);
}

import { ApiError } from '../../api-error';
import type { Input } from '../../protocols/input';
import { pageOf as page, type Page } from '../../pages';

/** How many items a page has at most (Lambda API Reference, "ListFunctions"). */
const PAGE = 50;

/** Which list, and how long its pages may be. */
export interface LambdaList {
  /** The operation. */
  readonly list: string;
  /** @default 50 */
  readonly most?: number;
}

/**
 * The page of a list that `Marker` and `MaxItems` ask for.
 *
 * @throws ApiError InvalidParameterValueException, ValidationException
 */
export function pageOf<T>(
  all: readonly T[],
  keyOf: (item: T) => string,
  input: Pick<Input, 'get'>,
  { list, most = PAGE }: LambdaList,
): Page<T> {
  const size = Math.min(maxItems(input.get('MaxItems'), most), most);
  const marker = input.get('Marker') || undefined;
  const found = page(all, keyOf, { list, size, token: marker });
  if (found !== undefined) return found;
  throw new ApiError(
    'InvalidParameterValueException',
    400,
    'Invalid Marker value.',
    `the Marker ${JSON.stringify(marker?.slice(0, 100))} comes from no ${list} of this emulator: leave it out to begin anew`,
    { members: { Type: 'User' }, messageMember: 'message' },
  );
}

function maxItems(text: string | undefined, most: number): number {
  if (text === undefined || text === '') return most;
  const value = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (value >= 1 && value <= 10_000) return value;
  throw new ApiError(
    'ValidationException',
    400,
    `1 validation error detected: Value '${text.slice(0, 20)}' at 'maxItems' failed to satisfy constraint: Member must have value between 1 and 10000`,
    undefined,
    { messageMember: 'message' },
  );
}

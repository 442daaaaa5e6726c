import { ApiError } from '../../api-error';
import type { Input } from '../../protocols/input';

/** How many items a page has at most (Lambda API Reference, "ListFunctions"). */
const PAGE = 50;

/** A part of a list, and where the next one begins. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextMarker: string | undefined;
}

/**
 * The page of a list that `Marker` and `MaxItems` ask for. A marker holds on to the item that it names, not to a place: a
 * list that has grown in the meantime shows nothing twice.
 *
 * @throws ApiError InvalidParameterValueException, ValidationException
 */
export function pageOf<T>(all: readonly T[], keyOf: (item: T) => string, input: Pick<Input, 'get'>): Page<T> {
  const size = Math.min(maxItems(input.get('MaxItems')), PAGE);
  const marker = input.get('Marker');
  const after = marker === undefined ? -1 : all.findIndex((item) => keyOf(item) === decode(marker));
  if (marker !== undefined && marker !== '' && after === -1) {
    throw new ApiError(
      'InvalidParameterValueException',
      400,
      'Invalid Marker value.',
      `the Marker ${JSON.stringify(marker.slice(0, 100))} comes from no list of this emulator: leave it out to begin anew`,
      { members: { Type: 'User' }, messageMember: 'message' },
    );
  }
  const items = all.slice(after + 1, after + 1 + size);
  const last = items.at(-1);
  const isEnd = last === undefined || after + 1 + size >= all.length;
  return { items, nextMarker: isEnd ? undefined : encode(keyOf(last)) };
}

function maxItems(text: string | undefined): number {
  if (text === undefined || text === '') return PAGE;
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

function encode(key: string): string {
  return Buffer.from(key, 'utf8').toString('base64');
}

function decode(marker: string): string {
  return Buffer.from(marker, 'base64').toString('utf8');
}

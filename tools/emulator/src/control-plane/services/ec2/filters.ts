import { ApiError } from '../../api-error';
import type { ApiResult, ApiValue } from '../../operation';
import type { Input } from '../../protocols/input';
import { fits } from './wildcard';

/** Where in a resource a filter looks, by the filter's name: the path of members; a list stands for each of its elements. */
export type Filters = Readonly<Record<string, string>>;

/** "The maximum number of filter values" of a request (EC2 API Reference, "Query requests"). */
const MOST_VALUES = 200;

/**
 * What the `Filter`s of a request let through: each with any of its values.
 *
 * @param known the filters that can be answered
 * @param untold those that EC2 has too, and that would be answered wrongly here: templates are not asked for what they look at
 * @throws ApiError InvalidParameterValue, FilterLimitExceeded
 */
export function filtersOf(
  input: Input,
  known: Filters,
  untold: readonly string[],
): (resource: ApiResult) => boolean {
  const filters = input.structures('Filter').map((each) => {
    const name = each.get('Name') ?? '';
    return { path: pathOf(name, known, untold), values: each.list('Value'), name };
  });
  const count = filters.reduce((sum, { values }) => sum + values.length, 0);
  if (count > MOST_VALUES) {
    throw new ApiError(
      'FilterLimitExceeded',
      400,
      `The maximum number of filter values specified on a single call is ${MOST_VALUES}`,
      `the filters have ${count} values: ask in pieces of ${MOST_VALUES}`,
    );
  }
  const empty = filters.find(({ values }) => values.length === 0);
  if (empty !== undefined) {
    throw invalid(`The filter '${empty.name}' has no values`, 'a filter lets nothing through without Values');
  }
  return (resource) =>
    filters.every(({ path, values }) => {
      const given = at(resource, path);
      return values.some((value) => given.some((text) => fits(value, text)));
    });
}

function pathOf(name: string, known: Filters, untold: readonly string[]): readonly string[] {
  const path = Object.hasOwn(known, name) ? known[name] : undefined;
  if (path !== undefined) return path.split('.');
  const isUntold = untold.some((each) => (each.endsWith(':') ? name.startsWith(each) : name === each));
  const shown = name.slice(0, 200) || 'null';
  throw invalid(
    `The filter '${shown}' is invalid`,
    isUntold
      ? `the emulator does not know what the filter ${shown} asks for: it is not read from templates; those that are known: ${Object.keys(known).join(', ')}`
      : `there is no filter ${shown}; those that are known: ${Object.keys(known).join(', ')}`,
  );
}

function invalid(message: string, explanation: string): ApiError {
  return new ApiError('InvalidParameterValue', 400, message, explanation);
}

/** The values at a path, as text. */
function at(value: ApiValue | undefined, [step, ...rest]: readonly string[]): readonly string[] {
  if (value === undefined) return [];
  if (isList(value)) return value.flatMap((each) => at(each, step === undefined ? [] : [step, ...rest]));
  if (typeof value === 'object') return step === undefined ? [] : at(value[step], rest);
  return step === undefined ? [String(value)] : [];
}

function isList(value: ApiValue): value is readonly ApiValue[] {
  return Array.isArray(value);
}

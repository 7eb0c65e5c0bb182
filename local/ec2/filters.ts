import { Ec2Error, invalidValue } from './errors.ts';
import type { Filter, Tags } from './model.ts';

/** The values an item has under each filter name of its kind. */
export type Filterable<T> = Readonly<Record<string, (item: T) => readonly string[]>>;

/**
 * A call accepts 50 filters and a total of 200 values.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Filter.html
 */
const MOST_FILTERS = 50;
const MOST_VALUES = 200;

/**
 * Returns the items that match every filter. An item matches a filter if it matches one of the filter's values.
 * `tag:<key>` and `tag-key` need `tagsOf`.
 */
export function filtered<T>(
  items: readonly T[],
  filters: readonly Filter[],
  names: Filterable<T>,
  tagsOf?: (item: T) => Tags,
): readonly T[] {
  if (filters.length > MOST_FILTERS) {
    throw new Ec2Error(
      'FilterLimitExceeded',
      `The maximum number of filters specified on a single call is ${MOST_FILTERS}`,
    );
  }
  if (filters.reduce((sum, { values }) => sum + values.length, 0) > MOST_VALUES) {
    throw new Ec2Error(
      'FilterLimitExceeded',
      `The maximum number of filter values specified on a single call is ${MOST_VALUES}`,
    );
  }
  const tests = filters.map((filter) => testOf(filter, names, tagsOf));
  return items.filter((item) => tests.every((test) => test(item)));
}

function testOf<T>(filter: Filter, names: Filterable<T>, tagsOf?: (item: T) => Tags): (item: T) => boolean {
  if (filter.values.length === 0) throw invalidValue(`The filter '${filter.name}' has no value`);
  const valuesOf = readerOf(filter.name, names, tagsOf);
  // A set keeps a filter of many groups fast over thousands of instances.
  const plain = new Set(filter.values.filter((value) => !/[*?\\]/.test(value)));
  const patterns = filter.values.filter((value) => !plain.has(value)).map(patternOf);
  return (item) => valuesOf(item).some((value) => plain.has(value) || patterns.some((pattern) => pattern.test(value)));
}

function readerOf<T>(name: string, names: Filterable<T>, tagsOf?: (item: T) => Tags): (item: T) => readonly string[] {
  if (tagsOf !== undefined) {
    if (name === 'tag-key') return (item) => [...tagsOf(item).keys()];
    if (name.startsWith('tag:')) {
      const key = name.slice('tag:'.length);
      return (item) => {
        const value = tagsOf(item).get(key);
        return value === undefined ? [] : [value];
      };
    }
  }
  const reader = Object.hasOwn(names, name) ? names[name] : undefined;
  if (reader === undefined) throw invalidValue(`The filter '${name}' is invalid`);
  return reader;
}

/** `*` matches any text, `?` matches one character, and a backslash escapes the next character. */
function patternOf(value: string): RegExp {
  const source = value.replace(/\\(.)|[*?]|[.+^${}()|[\]\\]/gs, (found, escaped: string | undefined) => {
    if (escaped !== undefined) return escaped.replace(/[.*+?^${}()|[\]\\]/, '\\$&');
    if (found === '*') return '.*';
    return found === '?' ? '.' : `\\${found}`;
  });
  return new RegExp(`^${source}$`, 's');
}

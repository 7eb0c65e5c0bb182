import type { CostRecords } from '../../../evaluation/index.ts';
import { EXPIRES_ATTRIBUTE, KEY, SORT } from '../../../names/index.ts';
import { HOUR_MS, type HourCost } from '../../../prices/index.ts';
import { assignment, expression } from '../calls/expression.ts';
import { queryAll } from '../calls/query.ts';
import { type Item, keyOf, type Table } from '../table.ts';

const DAY_MS = 86_400_000;
const KEPT_DAYS = 400;

/**
 * One item for each group and day, with an attribute for each hour: a list of numbers, because DynamoDB bills a write by
 * the kilobyte, and 24 of them fit into about one.
 */
export function costItems(table: Table): CostRecords {
  return {
    async store(group, hours) {
      const days = new Map<number, Record<string, unknown>>();
      for (const hour of hours) {
        const day = Math.floor(hour.at / DAY_MS) * DAY_MS;
        days.set(day, { ...days.get(day), [nameOf(hour)]: numbersOf(hour) });
      }
      for (const [day, attributes] of days) {
        const fields = { ...attributes, [EXPIRES_ATTRIBUTE]: Math.ceil(day / 1000) + (KEPT_DAYS + 1) * 86_400 };
        const request = expression({ update: assignment(fields), values: fields });
        await table.call('UpdateItem', { TableName: table.name, Key: keyOf(group, sortOf(day)), ...request });
      }
    },

    async between(group, from, to) {
      const items = await queryAll(
        table,
        expression({
          key: `#${KEY.partition} = :group AND #${KEY.sort} BETWEEN :first AND :last`,
          values: { group: keyOf(group, '')[KEY.partition], first: sortOf(from), last: sortOf(to) },
        }),
      );
      return items.flatMap(hoursIn).filter(({ at }) => at >= from && at < to);
    },
  };
}

const sortOf = (at: number): string => `${SORT.costPrefix}${new Date(at).toISOString().slice(0, 10)}`;
const nameOf = ({ at }: HourCost): string => `h${new Date(at).toISOString().slice(11, 13)}`;

/** Millionths of a dollar and whole seconds are exact enough for a year. */
const numbersOf = ({ usd, savedUsd, seconds, spotSeconds }: HourCost): number[] => [
  ...[usd, savedUsd].map((dollars) => Math.round(dollars * 1e6) / 1e6),
  ...[seconds, spotSeconds].map(Math.round),
];

function hoursIn(item: Item): HourCost[] {
  const day = Date.parse(String(item[KEY.sort]).slice(SORT.costPrefix.length));
  return Array.from({ length: 24 }, (_, hour) => hour).flatMap((hour) => {
    const numbers = item[`h${String(hour).padStart(2, '0')}`];
    if (!Array.isArray(numbers)) return [];
    const [usd = 0, savedUsd = 0, seconds = 0, spotSeconds = 0] = numbers as number[];
    return [{ at: day + hour * HOUR_MS, usd, savedUsd, seconds, spotSeconds }];
  });
}

import { groupedBy } from '../../model/index.ts';
import type { GroupCost, GroupSpending } from '../../operations/index.ts';
import { HOUR_MS, type HourCost } from '../../prices/index.ts';
import { isoTimes } from '../layout/iso-times.ts';
import { type Cell, type Column, table } from '../layout/table.ts';
import type { View } from '../layout/view.ts';

const DAY_MS = 24 * HOUR_MS;
export const HOURS_PER_MONTH = 730;

/** Cents where there are some, and more digits for less than a cent. */
export const dollarsText = (usd: number): string => {
  if (usd === 0 || Math.abs(usd) >= 0.01) return `$${usd.toFixed(2)}`;
  return `$${Number(usd.toPrecision(2))}`;
};

interface Sum {
  readonly usd: number;
  readonly savedUsd: number;
  readonly workerHours: number;
  readonly spotHours: number;
}

const sumOf = (hours: readonly HourCost[]): Sum => ({
  usd: hours.reduce((sum, { usd }) => sum + usd, 0),
  savedUsd: hours.reduce((sum, { savedUsd }) => sum + savedUsd, 0),
  workerHours: hours.reduce((sum, { seconds }) => sum + seconds, 0) / 3600,
  spotHours: hours.reduce((sum, { spotSeconds }) => sum + spotSeconds, 0) / 3600,
});

/** By day in UTC, oldest first. */
function daysOf(hours: readonly HourCost[]): (Sum & { readonly day: string })[] {
  const days = groupedBy(hours, ({ at }) => Math.floor(at / DAY_MS) * DAY_MS);
  return [...days].map(([day, own]) => ({ day: new Date(day).toISOString().slice(0, 10), ...sumOf(own) }));
}

const SUM_COLUMNS: readonly Column[] = [
  { name: 'COST' },
  { name: 'SPOT SAVED', rank: 3 },
  { name: 'WORKER HOURS', short: 'HOURS', rank: 2 },
  { name: '$/WORKER HOUR', short: '$/HOUR', rank: 4 },
];

const sumCells = ({ usd, savedUsd, workerHours }: Sum): Cell[] => [
  dollarsText(usd),
  savedUsd > 0 ? dollarsText(savedUsd) : null,
  workerHours.toFixed(1),
  workerHours > 0 ? dollarsText(usd / workerHours) : null,
];

/** One line for each group, and their sum. */
export function costsText(groups: readonly GroupCost[], view?: View): string {
  const columns: Column[] = [
    { name: 'GROUP' },
    ...SUM_COLUMNS,
    { name: 'NOW PER HOUR', short: 'NOW', rank: 1 },
    { name: 'THIS MONTH' },
  ];
  const rows = groups.map(({ group, hours, now }): Cell[] => [
    group,
    ...sumCells(sumOf(hours)),
    now && dollarsText(now.hourlyUsd),
    now && dollarsText(now.monthUsd),
  ]);
  const all = sumOf(groups.flatMap(({ hours }) => hours));
  const known = groups.flatMap(({ now }) => now ?? []);
  const total: Cell[] = [
    'all groups',
    ...sumCells(all),
    dollarsText(known.reduce((sum, { hourlyUsd }) => sum + hourlyUsd, 0)),
    dollarsText(known.reduce((sum, { monthUsd }) => sum + monthUsd, 0)),
  ];
  return table(columns, groups.length > 1 ? [...rows, total] : rows, view);
}

/** One line for each day of a group, and their sum. */
export function costText({ hours, now }: GroupCost, view?: View): string {
  const days = daysOf(hours);
  const rows = days.map(({ day, ...sum }): Cell[] => [day, ...sumCells(sum)]);
  const total: Cell[] = ['total', ...sumCells(sumOf(hours))];
  const text = table([{ name: 'DAY (UTC)' }, ...SUM_COLUMNS], days.length > 1 ? [...rows, total] : rows, view);
  return now ? `${text}\n\nNow: ${spendingText(now)}.` : text;
}

/** `$1.23 per hour ($0.002 of it for disks of the warm pool), $45.60 this month; spot saves $0.50 per hour`. */
export const spendingText = ({ hourlyUsd, diskHourlyUsd, savedHourlyUsd, monthUsd }: GroupSpending): string =>
  [
    `${dollarsText(hourlyUsd)} per hour`,
    diskHourlyUsd > 0 ? ` (${dollarsText(diskHourlyUsd)} of it for disks of the warm pool)` : '',
    `, ${dollarsText(monthUsd)} this month`,
    savedHourlyUsd > 0 ? `; spot saves ${dollarsText(savedHourlyUsd)} per hour` : '',
  ].join('');

/** Costs as JSON. Hours are those of one group that was asked for. */
export const costDocument = (
  groups: readonly GroupCost[],
  { from, to }: { readonly from: number; readonly to: number },
  hasHours: boolean,
) =>
  isoTimes({
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    usd: sumOf(groups.flatMap(({ hours }) => hours)).usd,
    groups: groups.map(({ group, hours, now }) => ({
      group,
      ...sumOf(hours),
      hourlyUsd: now?.hourlyUsd ?? null,
      monthUsd: now?.monthUsd ?? null,
      days: daysOf(hours),
      ...(hasHours && { hours: hours.map(({ at, ...hour }) => ({ at: new Date(at).toISOString(), ...hour })) }),
    })),
  });

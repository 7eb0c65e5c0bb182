import { reasonOf, workersLeft } from '../../evaluation/index.ts';
import type { GroupAtWork } from '../../operations/index.ts';
import { HOURS_PER_MONTH } from '../costs/cost-text.ts';
import { heldText } from '../decisions/held-text.ts';
import { isoTimes } from '../layout/iso-times.ts';
import { type Cell, type Column, table } from '../layout/table.ts';
import { distanceText } from '../layout/times.ts';
import type { View } from '../layout/view.ts';
import { commandPhrase as phrase } from '../sentences/command-sentence.ts';
import { countsOf } from './group-status.ts';
import { CLUSTER_COLUMN, clusterText, type Membership, membershipOf, noteCell } from './groups-status.ts';
import { poolCounts } from './pool-text.ts';

/** What `top` shows of a group. Null: not known. */
export interface TopRow extends Membership {
  readonly group: string;
  readonly desired: number | null;
  readonly ready: number | null;
  readonly warming: number | null;
  readonly draining: number | null;
  readonly unhealthy: number | null;
  /** Units of capacity of the live workers; absent where they have no weights. */
  readonly capacity?: number;
  /** Members of the warm pool, and how many there should be; absent where there is no pool. */
  readonly warmPool?: { readonly members: number; readonly size: number };
  /** Workers beyond what the rules ask for. */
  readonly waste: number | null;
  readonly hourlyUsd: number | null;
  readonly spotPercent: number | null;
  readonly last: { readonly at: number; readonly text: string } | null;
  /** What keeps the group from what its rules ask for, or other trouble. */
  readonly held: Cell;
}

export const SORTS = ['group', 'desired', 'waste', 'cost', 'last'] as const;
export type Sort = (typeof SORTS)[number];

/** `price`: what each worker costs per hour in dollars, instead of what is known of prices. */
export function topRow(each: GroupAtWork, price: number | null, now: number): TopRow {
  const { group, state, workers, latest, lastActivity, spendPerHour } = each;
  // All from one moment, so that no worker counts twice. What is listed now has to do without a recent evaluation.
  const counts = latest && workersLeft(latest);
  const listed = countsOf(workers, state);
  const warmPool = state && poolCounts(state, each.policy);
  const decision = latest?.decision ?? null;
  const hourlyUsd = price === null || workers === null ? spendPerHour : price * workers.length;
  const markets = (workers ?? []).flatMap(({ details: { market } }) => (market === undefined ? [] : [market]));
  const spot = markets.filter((market) => market === 'spot').length;
  return {
    group,
    ...membershipOf(each.policy),
    desired: state?.decision.desired ?? null,
    ready: counts?.ready ?? listed.live,
    warming: counts ? counts.pending + counts.warming : null,
    draining: counts?.draining ?? listed.draining,
    unhealthy: counts?.unhealthy ?? null,
    ...(listed.capacity !== undefined && { capacity: listed.capacity }),
    ...(warmPool && { warmPool }),
    waste: decision === null || decision.proposal === null ? null : Math.max(0, decision.desired - decision.proposal),
    hourlyUsd,
    spotPercent: markets.length === 0 ? null : Math.round((spot / markets.length) * 100),
    last: lastActivity && { at: lastActivity.startedAt, text: phrase(reasonOf(lastActivity)) },
    held: heldCell(each, now),
  };
}

function heldCell(each: GroupAtWork, now: number): Cell {
  const note = noteCell(each, now);
  const text = note !== null && typeof note === 'object' ? note.text : note;
  if (text !== '' && text !== null) return note;
  const decision = each.latest?.decision;
  const held = decision ? heldText(decision) : null;
  return held === null ? '' : { text: `held by ${held}`, tone: 'caution' };
}

/** Rows in order: by name, or the largest or newest first. */
export function sortedRows(rows: readonly TopRow[], sort: Sort): TopRow[] {
  if (sort === 'group') return rows.toSorted((a, b) => (a.group < b.group ? -1 : 1));
  const key = { desired: 'desired', waste: 'waste', cost: 'hourlyUsd' } as const;
  const value = (row: TopRow): number => (sort === 'last' ? row.last?.at : row[key[sort]]) ?? -1;
  return rows.toSorted((a, b) => value(b) - value(a));
}

/** The table of `top`. `chosen`: the group whose line is marked. */
export function topTable(rows: readonly TopRow[], now: number, view?: View, chosen?: string): string {
  const hasPrices = rows.some(({ hourlyUsd }) => hourlyUsd !== null);
  const hasSpot = rows.some(({ spotPercent }) => spotPercent !== null);
  const isWeighted = rows.some(({ capacity }) => capacity !== undefined);
  const isPooled = rows.some(({ warmPool }) => warmPool !== undefined);
  const isClustered = rows.some(({ cluster }) => cluster !== undefined);
  const columns: Column[] = [
    { name: 'GROUP' },
    ...(isClustered ? [{ ...CLUSTER_COLUMN, rank: 7 }] : []),
    ...[
      { name: 'DESIRED', short: 'DES' },
      ...(isWeighted ? [{ name: 'CAPACITY', short: 'CAP' }] : []),
      { name: 'READY' },
    ],
    { name: 'WARMING', short: 'WARM', rank: 4 },
    { name: 'DRAINING', short: 'DRAIN', rank: 5 },
    ...(isPooled ? [{ name: 'POOL', rank: 8 }] : []),
    { name: 'WASTE', rank: 1 },
    ...(hasSpot ? [{ name: 'SPOT', rank: 3 }] : []),
    ...(hasPrices
      ? [
          { name: '$/HOUR', short: '$/H', rank: 2 },
          { name: '$/MONTH', short: '$/MO', rank: 6 },
        ]
      : []),
    // One line for each group on a screen of keys; a text in a file is whole anyway.
    { name: 'HELD BY, LAST ACTIVITY', isCut: true },
  ];
  const cells = rows.map((row): Cell[] => [
    chosen === undefined ? row.group : `${row.group === chosen ? '>' : ' '} ${row.group}`,
    ...(isClustered ? [clusterText(row)] : []),
    ...[row.desired, ...(isWeighted ? [row.capacity ?? null] : []), row.ready, row.warming, row.draining],
    ...(isPooled ? [row.warmPool ? `${row.warmPool.members}/${row.warmPool.size}` : null] : []),
    row.waste,
    ...(hasSpot ? [row.spotPercent === null ? null : `${row.spotPercent}%`] : []),
    ...(hasPrices ? [dollars(row.hourlyUsd, 1), dollars(row.hourlyUsd, HOURS_PER_MONTH)] : []),
    whyCell(row, now),
  ]);
  return table(columns, cells, view);
}

function whyCell({ held, last, unhealthy }: TopRow, now: number): Cell {
  const text = held !== null && typeof held === 'object' ? held.text : held;
  const ailing = unhealthy === null || unhealthy === 0 ? null : `${unhealthy} unhealthy`;
  const parts = [text, ailing, last && `${distanceText(last.at, now)}: ${last.text}`].filter(
    (part) => part !== '' && part !== null,
  );
  const joined = parts.map(String).join('; ').replaceAll('\n', '; ');
  return held !== null && typeof held === 'object' ? { text: joined, tone: held.tone } : joined;
}

const dollars = (hourly: number | null, hours: number): string | null =>
  hourly === null ? null : (hourly * hours).toFixed(hours === 1 ? 2 : 0);

/** The same as JSON. */
export const topDocument = ({ held, last, ...row }: TopRow) =>
  isoTimes({
    ...row,
    monthlyUsd: row.hourlyUsd === null ? null : row.hourlyUsd * HOURS_PER_MONTH,
    last,
    heldBy: String((held !== null && typeof held === 'object' ? held.text : held) ?? '') || null,
  });

import { table } from '../presentation/index.ts';
import type { Scenario, Score } from '../simulation/index.ts';

/** One row of a comparison, as `--json` prints it. Units: hours, percent, seconds, dollars. */
export interface Row {
  readonly name: string;
  readonly workerHours: number;
  readonly optimumWorkerHours: number;
  readonly costRatio: number;
  readonly latePercent: number;
  readonly p95WaitSeconds: number;
  readonly underPercent: number;
  readonly overPercent: number;
  readonly actions: number;
  readonly launches: number;
  readonly usd: number;
  /** What spot workers would have cost more on demand; absent if nothing. */
  readonly savedUsd?: number;
}

export const rowOf = (name: string, score: Score, optimumHours: number): Row => ({
  name,
  workerHours: rounded(score.workerHours),
  optimumWorkerHours: rounded(optimumHours),
  costRatio: rounded(optimumHours > 0 ? score.workerHours / optimumHours : 1),
  latePercent: rounded(score.latePercent),
  p95WaitSeconds: score.p95WaitSeconds,
  underPercent: rounded(score.underPercent),
  overPercent: rounded(score.overPercent),
  actions: score.actions,
  launches: score.launches,
  usd: rounded(score.usd),
  ...(score.savedUsd > 0 ? { savedUsd: rounded(score.savedUsd) } : {}),
});

/** Dollars of a worker-hour, as a simulation paid them on average: what the optimum would have paid. 0 without prices. */
export function usdPerHourOf(score: Score | undefined, { hourlyUsd }: Scenario): number {
  return score && score.workerHours > 0 ? score.usd / score.workerHours : hourlyUsd;
}

/** The rows as text: the head, and the cells of each row. */
export interface RowsTable {
  readonly head: readonly string[];
  readonly body: readonly (readonly string[])[];
}

export function rowsTable(rows: readonly Row[], { isQueue }: { readonly isQueue: boolean }): RowsTable {
  const isPriced = rows.some(({ usd }) => usd > 0);
  const head = ['', 'worker-hours', '× optimum', isQueue ? 'late' : 'lost', ...(isQueue ? ['p95 wait'] : [])];
  const tail = ['under', 'over', 'actions', 'launches', ...(isPriced ? ['cost'] : [])];
  const body = rows.map((row) => [
    row.name,
    row.workerHours.toFixed(1),
    row.costRatio.toFixed(2),
    `${row.latePercent.toFixed(2)} %`,
    ...(isQueue ? [`${row.p95WaitSeconds} s`] : []),
    `${row.underPercent.toFixed(1)} %`,
    `${row.overPercent.toFixed(1)} %`,
    String(row.actions),
    String(row.launches),
    ...(isPriced ? [`$${row.usd.toFixed(2)}`] : []),
  ]);
  return { head: [...head, ...tail], body };
}

export function rowsText(rows: readonly Row[], { hours, isQueue }: { hours: number; isQueue: boolean }): string {
  const { head, body } = rowsTable(rows, { isQueue });
  const optimum = rows[0]?.optimumWorkerHours.toFixed(1) ?? '0';
  return [
    table(
      head.map((each) => each.toUpperCase()),
      body,
    ),
    '',
    `${hours.toFixed(1)} h scored. With perfect foresight: ${optimum} worker-hours. Under and over: the share of time with fewer, or more, ready workers than needed.`,
  ].join('\n');
}

/** Rounded to four decimals. */
export const rounded = (figure: number): number => Math.round(figure * 1e4) / 1e4;

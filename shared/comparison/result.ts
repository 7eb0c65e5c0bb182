import type { Policy } from '../policy/index.ts';
import { table } from '../presentation/index.ts';
import { moduleOf, usedRules } from '../rules/index.ts';
import { capacityHours, type Optimum, type Scenario, type Score } from '../simulation/index.ts';
import { comparedMeanings } from './compared.ts';

/** One row of a comparison, as `--json` prints it. Units: hours, percent, seconds, dollars. */
export interface Row {
  readonly name: string;
  readonly workerHours: number;
  /** Hours of units of capacity; absent unless workers have weights. `optimumWorkerHours` then counts units too. */
  readonly unitHours?: number;
  readonly optimumWorkerHours: number;
  readonly costRatio: number;
  /** What the optimum may lose that is compared at equal loss. These three are absent for a queue. */
  readonly equalLossPercent?: number;
  readonly equalLossWorkerHours?: number;
  readonly equalLossRatio?: number;
  /** The share of the demand that was lost; absent for a queue. */
  readonly lostPercent?: number;
  /** For a queue, the share of tasks that started late; otherwise the same as `lostPercent`. */
  readonly latePercent: number;
  readonly p95WaitSeconds: number;
  readonly underPercent: number;
  readonly overPercent: number;
  readonly actions: number;
  readonly launches: number;
  readonly usd: number;
  /** What spot workers would have cost more on demand; absent if nothing. */
  readonly savedUsd?: number;
  /** The warm pool; absent without one. */
  readonly pool?: PoolRow;
}

/** Its hours are part of the row's `workerHours`: those of members count with their price. */
export interface PoolRow {
  readonly workerHours: number;
  readonly memberHours: number;
  /** Of the launches, members that were started; and members launched to fill the pool. */
  readonly started: number;
  readonly refilled: number;
}

/** The percentage of the demand that the rules of a policy state they may lose; 0 if none does. */
export function allowedLostOf(policy: Policy): number {
  const stated = usedRules(policy).flatMap((rule) => moduleOf(rule).work?.(rule).lost ?? []);
  return stated.length > 0 ? 100 * Math.min(...stated) : 0;
}

/** `allowedLost`: the percentage of the demand that the policy states it may lose. */
export const rowOf = (name: string, score: Score, optimum: Optimum, allowedLost = 0): Row => ({
  name,
  workerHours: rounded(score.workerHours),
  ...(score.unitHours === undefined ? {} : { unitHours: rounded(score.unitHours) }),
  optimumWorkerHours: rounded(optimum.hours),
  costRatio: ratioOf(score, optimum.hours),
  ...equalLossOf(score, optimum, allowedLost),
  latePercent: rounded(score.latePercent),
  p95WaitSeconds: score.p95WaitSeconds,
  underPercent: rounded(score.underPercent),
  overPercent: rounded(score.overPercent),
  actions: score.actions,
  launches: score.launches,
  usd: rounded(score.usd),
  ...(score.savedUsd > 0 ? { savedUsd: rounded(score.savedUsd) } : {}),
  ...(score.pool ? { pool: poolRowOf(score.pool) } : {}),
});

const ratioOf = (score: Score, best: number): number => rounded(best > 0 ? capacityHours(score) / best : 1);

/**
 * The percentage that the optimum may lose: what the row lost, or what the policy states it may lose if that is more. An
 * autoscaler that loses less than allowed has paid for that.
 */
export const equalLossPercentOf = ({ latePercent }: Pick<Score, 'latePercent'>, allowedLost: number): number =>
  Math.max(latePercent, allowedLost);

function equalLossOf(score: Score, optimum: Optimum, allowedLost: number): Partial<Row> {
  const percent = equalLossPercentOf(score, allowedLost);
  const best = optimum.losing(percent);
  if (best === null) return {};
  return {
    equalLossPercent: rounded(percent),
    equalLossWorkerHours: rounded(best),
    equalLossRatio: ratioOf(score, best),
    lostPercent: rounded(score.latePercent),
  };
}

const poolRowOf = ({ workerHours, memberHours, started, refilled }: PoolRow): PoolRow => ({
  workerHours: rounded(workerHours),
  memberHours: rounded(memberHours),
  started,
  refilled,
});

/** What the warm pool did, and how the same policy does without it. */
export function poolText(rows: readonly Row[]): string[] {
  return rows.flatMap(({ name, pool, workerHours, launches }) => {
    if (!pool) return [];
    const share = workerHours > 0 ? (100 * pool.workerHours) / workerHours : 0;
    const cost = `${hoursText(pool.workerHours)} worker-hours (${share.toFixed(1)} %)`;
    return [
      `Warm pool of ${name}: ${cost}; ${pool.started} of ${launches} launches were starts of members, and ${pool.refilled} members were launched to fill it.`,
    ];
  });
}

/** Dollars of a worker-hour, or of the hour of a unit where workers have weights, as a simulation paid them on average: what the optimum would have paid. 0 without prices. */
export function usdPerHourOf(score: Score | undefined, { hourlyUsd }: Scenario): number {
  return score && score.workerHours > 0 ? score.usd / capacityHours(score) : hourlyUsd;
}

/** The rows as text: the head, and the cells of each row. */
export interface RowsTable {
  readonly head: readonly string[];
  readonly body: readonly (readonly string[])[];
}

export function rowsTable(rows: readonly Row[], { isQueue }: { readonly isQueue: boolean }): RowsTable {
  const isPriced = rows.some(({ usd }) => usd > 0);
  const inUnits = isWeighted(rows);
  const head = [
    '',
    'worker-hours',
    ...(inUnits ? ['unit-hours'] : []),
    '× optimum',
    isQueue ? 'late' : 'lost',
    isQueue ? 'p95 wait' : '× equal loss',
  ];
  const tail = ['under', 'over', 'actions', 'launches', ...(isPriced ? ['cost'] : [])];
  const body = rows.map((row) => [
    row.name,
    hoursText(row.workerHours),
    ...(inUnits ? [hoursText(capacityHours(row))] : []),
    row.costRatio.toFixed(2),
    `${row.latePercent.toFixed(2)} %`,
    isQueue ? `${row.p95WaitSeconds} s` : (row.equalLossRatio?.toFixed(2) ?? '–'),
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
  const [first] = rows;
  const optimum = hoursText(first?.optimumWorkerHours ?? 0);
  const [unit, ready] = isWeighted(rows) ? ['unit-hours', 'ready capacity'] : ['worker-hours', 'ready workers'];
  return [
    table(
      head.map((each) => each.toUpperCase()),
      body,
    ),
    '',
    `${hoursText(hours)} h scored. With perfect foresight: ${optimum} ${unit}${first ? equalLossText(first) : ''}. Under and over: the share of time with ${isWeighted(rows) ? 'less' : 'fewer'}, or more, ${ready} than needed.`,
    ...(rows.some(({ equalLossRatio }) => equalLossRatio !== undefined) ? [EQUAL_LOSS] : []),
    ...comparedMeanings(rows.map(({ name }) => name)),
    ...poolText(rows),
  ].join('\n');
}

const EQUAL_LOSS =
  '× equal loss: the cost as a multiple of perfect foresight that may lose as much as the row, or as the policy allows if that is more.';

/** `, or 12.3 if 1.00 % may be lost`: of the row's optimum at equal loss. Empty if there is none. */
const equalLossText = ({ equalLossPercent: percent, equalLossWorkerHours: hours }: Row): string =>
  percent === undefined || hours === undefined || percent === 0
    ? ''
    : `, or ${hoursText(hours)} if ${lostText(percent)} may be lost`;

const lostText = (percent: number): string => (percent < 0.005 ? `${percent} %` : `${percent.toFixed(2)} %`);

/** Whether workers have weights, so that hours of capacity are those of units. */
export const isWeighted = (rows: readonly Row[]): boolean => rows.some(({ unitHours }) => unitHours !== undefined);

/** Hours in tables, sentences and pages: with one decimal, and a comma before each three digits. */
export const hoursText = (hours: number): string =>
  hours.toLocaleString('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** Rounded to four decimals. */
export const rounded = (figure: number): number => Math.round(figure * 1e4) / 1e4;

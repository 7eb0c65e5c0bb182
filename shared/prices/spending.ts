import { monthOf } from './month.ts';

export const HOUR_MS = 3_600_000;
/** A worker that was launched before the last look, and was not priced or not listed then, costs since its launch, unless that was longer ago: then it ran for somebody else. */
const LATE_MS = 1_200_000;
/** Hours that wait to be stored, two weeks. Those beyond it are lost; the sum of the month still has them. */
const MOST_CLOSED = 336;

/** What the workers of a group have cost in one hour. */
export interface HourCost {
  /** The beginning of the hour; ms since the epoch. */
  readonly at: number;
  readonly usd: number;
  /** What spot workers would have cost more on demand. */
  readonly savedUsd: number;
  readonly seconds: number;
  readonly spotSeconds: number;
}

/** Workers of one price: of one type and market in one zone. */
export interface RunningWorkers {
  readonly count: number;
  /** Dollars per hour of each. */
  readonly usd: number;
  readonly onDemandUsd: number;
  readonly isSpot: boolean;
  /** They are disks of stopped members of the warm pool. They add costs, but no worker-hours. */
  readonly isDisk?: boolean | undefined;
  /** When the last of them was launched; ms since the epoch. Absent in what was stored before it was kept. */
  readonly newestAt?: number | undefined;
}

/** By key, then by the time of their launch, in ms since the epoch. */
export type YoungWorkers = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** What a group's workers have cost. Times are ms since the epoch. */
export interface Spending {
  /** Until when it is counted; null: nothing is counted yet. */
  readonly at: number | null;
  /** The workers that ran then, by what they are. */
  readonly running: Readonly<Record<string, RunningWorkers>>;
  /**
   * The workers of the last 20 minutes that are counted until `at` or their end, by key and launch: how many. So one that a
   * listing misses is not counted twice. Absent in what was stored before it was kept.
   */
  readonly young?: YoungWorkers | undefined;
  /** The hour of `at`, so far; null before the first. */
  readonly hour: HourCost | null;
  /** Hours that are over and wait to be stored, oldest first. */
  readonly closed: readonly HourCost[];
  /** Dollars of the calendar month of `at`, so far. */
  readonly monthUsd: number;
}

export const NOTHING_SPENT: Spending = { at: null, running: {}, hour: null, closed: [], monthUsd: 0 };

/** A worker with its price. */
export interface CostingWorker extends Omit<RunningWorkers, 'count' | 'newestAt'> {
  /** The same for workers of one price. */
  readonly key: string;
  readonly launchedAt: number;
}

/**
 * What the group has cost until `now`: the workers that ran at the last look and still do, for the time between, at the
 * price of then; new ones since their launch. `endedAt`: when workers were terminated since; others that are gone count
 * until `now`, because an evaluation follows their end at once. The same arguments give the same result, so it does not
 * matter how often an evaluation is repeated, or how many are missed.
 */
export function spentUntil(
  before: Spending,
  workers: readonly CostingWorker[],
  endedAt: readonly number[],
  now: number,
): Spending {
  const since = before.at ?? now;
  const hours = new Map(openHours(before).map((hour) => [hour.at, { ...hour }]));
  const first = before.hour?.at ?? hourOf(since);
  const charge = (from: number, to: number, run: Omit<RunningWorkers, 'count'>, count = 1) => {
    const { usd, onDemandUsd, isSpot, isDisk } = run;
    for (let at = from; at < to; ) {
      const end = Math.min(to, hourOf(at) + HOUR_MS);
      // An hour before the open one is stored already.
      const key = Math.max(first, hourOf(at));
      const hour = hours.get(key) ?? emptyHour(key);
      const seconds = (count * (end - at)) / 1000;
      hour.usd += (seconds * usd) / 3600;
      hour.savedUsd += isSpot ? (seconds * Math.max(0, onDemandUsd - usd)) / 3600 : 0;
      hour.seconds += isDisk ? 0 : seconds;
      hour.spotSeconds += isSpot ? seconds : 0;
      hours.set(hour.at, hour);
      at = end;
    }
  };
  const ends = endedAt.filter((at) => at > since && at < now).toSorted((one, other) => one - other);
  const there = groupedByKey(workers);
  for (const [key, run] of Object.entries(before.running)) {
    const old = (there.get(key) ?? []).filter(({ launchedAt }) => launchedAt <= since).length;
    charge(since, now, run, Math.min(old, run.count));
    for (let gone = old; gone < run.count; gone++) charge(since, (run.isDisk ? null : ends.shift()) ?? now, run);
  }
  for (const [key, of] of there) {
    const known = before.running[key]?.count ?? 0;
    const old = of.filter(({ launchedAt }) => launchedAt <= since);
    const more = Math.max(0, old.length - known);
    const late = uncounted(old, before.young?.[key], since).slice(0, more);
    for (const each of late) charge(each.launchedAt, now, each);
    const [first] = of;
    if (first) charge(since, now, first, more - late.length);
    for (const young of of) if (young.launchedAt > since) charge(Math.min(young.launchedAt, now), now, young);
  }
  const open = hourOf(now);
  const sorted = [...hours.values()].toSorted((one, other) => one.at - other.at);
  const added = sorted.filter(({ at }) => at >= monthOf(now)).reduce((sum, { usd }) => sum + usd, 0);
  const counted = openHours(before)
    .filter(({ at }) => at >= monthOf(now))
    .reduce((sum, { usd }) => sum + usd, 0);
  return {
    at: now,
    running: Object.fromEntries([...there].map(([key, of]) => [key, runningOf(of)])),
    hour: hours.get(open) ?? emptyHour(open),
    closed: [...before.closed, ...sorted.filter(({ at, seconds, usd }) => at < open && (seconds > 0 || usd > 0))].slice(
      -MOST_CLOSED,
    ),
    monthUsd: (before.hour && monthOf(before.hour.at) === monthOf(now) ? before.monthUsd : 0) + added - counted,
    ...youngIn(before.young, there, now),
  };
}

/** Workers of the last 20 minutes of which nothing is counted, the youngest first: they were not listed or priced in time. */
function uncounted(
  workers: readonly CostingWorker[],
  counted: YoungWorkers[string] | undefined,
  since: number,
): readonly CostingWorker[] {
  const left = new Map(Object.entries(counted ?? {}));
  return workers
    .filter(({ launchedAt }) => {
      const count = left.get(String(launchedAt)) ?? 0;
      left.set(String(launchedAt), count - 1);
      return since - launchedAt <= LATE_MS && count <= 0;
    })
    .toSorted((one, other) => other.launchedAt - one.launchedAt);
}

function youngIn(
  before: YoungWorkers = {},
  there: ReadonlyMap<string, readonly CostingWorker[]>,
  now: number,
): { young?: YoungWorkers } {
  const young: Record<string, Record<string, number>> = {};
  const keep = (key: string, launchedAt: number, count: number) => {
    if (now - launchedAt > LATE_MS) return;
    const of = young[key] ?? {};
    of[launchedAt] = Math.max(of[launchedAt] ?? 0, count);
    young[key] = of;
  };
  for (const [key, times] of Object.entries(before)) {
    for (const [at, count] of Object.entries(times)) keep(key, Number(at), count);
  }
  for (const [key, of] of there) {
    const counts = new Map<number, number>();
    for (const { launchedAt } of of)
      if (now - launchedAt <= LATE_MS) counts.set(launchedAt, (counts.get(launchedAt) ?? 0) + 1);
    for (const [at, count] of counts) keep(key, at, count);
  }
  return Object.keys(young).length > 0 ? { young } : {};
}

/** Whether it must be stored: what runs has changed, or an hour is over. All else is found again at the next look. */
export const isSpendingNews = (before: Spending, after: Spending): boolean =>
  !areSame(before.running, after.running) ||
  (before.hour !== null &&
    before.hour.at !== after.hour?.at &&
    (before.hour.usd > 0 ||
      before.hour.seconds > 0 ||
      before.closed.length > 0 ||
      Object.keys(after.running).length > 0));

/** Dollars per hour of all workers that run, and of the warm pool. */
export const rateOf = ({ running }: Pick<Spending, 'running'>): number =>
  Object.values(running).reduce((sum, { count, usd }) => sum + count * usd, 0);

/** Dollars per hour of the disks of stopped members. */
export const diskRateOf = ({ running }: Pick<Spending, 'running'>): number =>
  Object.values(running).reduce((sum, { count, usd, isDisk }) => sum + (isDisk ? count * usd : 0), 0);

/** Dollars per hour that spot workers would cost more on demand. */
export const savedRateOf = ({ running }: Pick<Spending, 'running'>): number =>
  Object.values(running).reduce(
    (sum, { count, usd, onDemandUsd, isSpot }) => sum + (isSpot ? count * Math.max(0, onDemandUsd - usd) : 0),
    0,
  );

/** The hours of which a state knows more than what is stored. */
export const hoursOf = ({ closed, hour }: Spending): readonly HourCost[] => [...closed, ...(hour ? [hour] : [])];

/** What is left of a group whose workers are no longer managed: what it has cost so far. */
export const stopped = ({ young: _, ...spending }: Spending): Spending => ({
  ...spending,
  at: null,
  running: {},
});

const openHours = ({ hour }: Spending): readonly HourCost[] => (hour ? [hour] : []);
const hourOf = (at: number): number => Math.floor(at / HOUR_MS) * HOUR_MS;

type Mutable<T> = { -readonly [Field in keyof T]: T[Field] };
const emptyHour = (at: number): Mutable<HourCost> => ({ at, usd: 0, savedUsd: 0, seconds: 0, spotSeconds: 0 });

function groupedByKey(workers: readonly CostingWorker[]): Map<string, CostingWorker[]> {
  const groups = new Map<string, CostingWorker[]>();
  for (const worker of workers) {
    const group = groups.get(worker.key);
    if (group) group.push(worker);
    else groups.set(worker.key, [worker]);
  }
  return groups;
}

function runningOf(workers: readonly CostingWorker[]): RunningWorkers {
  const [{ usd, onDemandUsd, isSpot, isDisk } = { usd: 0, onDemandUsd: 0, isSpot: false }] = workers;
  const newestAt = workers.reduce((newest, { launchedAt }) => Math.max(newest, launchedAt), 0);
  return { count: workers.length, usd, onDemandUsd, isSpot, ...(isDisk && { isDisk }), newestAt };
}

function areSame(one: Spending['running'], other: Spending['running']): boolean {
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => {
      const [a, b] = [one[key], other[key]];
      return (
        a?.count === b?.count &&
        a?.usd === b?.usd &&
        a?.onDemandUsd === b?.onDemandUsd &&
        // One that took the place of another: what the other has cost is known now, and not later.
        a?.newestAt === b?.newestAt
      );
    })
  );
}

import { isFigure, type Worker } from '../../../model/index.ts';
import {
  averagingWindow,
  type Datapoint,
  maxAgeOf,
  metricSource,
  type Policy,
  settlesIn,
} from '../../../policy/index.ts';
import { type IdleBound, moduleOf } from '../../../rules/index.ts';
import { type MetricSource, type Readouts, WorkerReadout } from '../../../sources/index.ts';
import type { DecisionMemory, GroupState } from '../../../state/index.ts';
import { requestKey } from '../metrics/metric-requests.ts';

/** What is known of a worker by its own metrics. */
export type WorkerValues = Pick<Worker, 'metrics'> & Partial<Pick<Worker, 'idleSince' | 'measuredUntil'>>;

/** A metric of workers, with the datapoints that a decision may use. */
interface WorkerMetric {
  readonly name: string;
  readonly source: MetricSource;
  readonly maxAge: number;
  readonly settles: number;
  /** Seconds; 0 for the newest datapoint alone. */
  readonly window: number;
  readonly read: WorkerReadout;
}

/** What the last evaluations knew of idle workers. */
interface EarlierLook {
  readonly idleSince: DecisionMemory['idleSince'];
  /** Until when their values were looked at without a gap; ms since the epoch. Null if that is not known. */
  readonly until: number | null;
}

/** When the last evaluation was followed by the next one in time, and none failed, nothing was missed. */
export const earlierLook = ({ decision, failures, schedule }: GroupState): EarlierLook => ({
  idleSince: decision.idleSince,
  until: failures > 0 ? null : schedule.dueAt,
});

/** The newest fresh value of every metric of a worker, and since when it has been idle. */
export function workerValues(
  policy: Policy,
  read: Readouts,
  { idleSince: remembered = {}, until }: EarlierLook,
  now: number,
): (worker: Pick<Worker, 'id' | 'state'>) => WorkerValues {
  const metrics = metricsOfWorkers(policy, read);
  if (metrics.length === 0) return () => ({ metrics: {} });
  const bounds = policy.rules.flatMap((rule) => moduleOf(rule).idle?.(rule) ?? []);
  return ({ id, state }) => {
    const series = new Map(metrics.map((metric) => [metric.name, freshSeries(metric, id, now)]));
    const values = [...series].flatMap(([name, { value }]) => (value === undefined ? [] : [[name, value]]));
    // A worker that boots has nothing to do yet, which is not idleness.
    const isJudged = state === 'ready' && bounds.length > 0;
    const since = Object.hasOwn(remembered, id) ? remembered[id] : undefined;
    const before = since === undefined ? undefined : { since, until: Math.max(since, until ?? since) };
    return { metrics: Object.fromEntries(values), ...(isJudged ? idleness(series, bounds, before, now) : {}) };
  };
}

function metricsOfWorkers({ group, metrics }: Policy, read: Readouts): WorkerMetric[] {
  return Object.entries(metrics).flatMap(([name, definition]) => {
    const answer = read.get(requestKey(group, name));
    const source = metricSource(name, metrics);
    if (!(answer instanceof WorkerReadout) || !source) return [];
    const ages = { maxAge: maxAgeOf(definition), settles: settlesIn(definition) };
    return [{ name, source, ...ages, window: averagingWindow(definition), read: answer }];
  });
}

interface Series {
  /** Empty if the newest one is too old to count. */
  readonly points: readonly Datapoint[];
  /** The newest one, or the mean of the window that it ends. */
  readonly value: number | undefined;
  /** ms that a datapoint covers; 0 for a reading of the moment. */
  readonly span: number;
  readonly maxAge: number;
}

function freshSeries({ source, maxAge, settles, window, read }: WorkerMetric, id: string, now: number): Series {
  const all = source.module.series(read.workers.get(id) ?? [], source.config, now);
  const points = all.filter(({ value }) => isFigure(value));
  const age = (now - (points.at(-1)?.at ?? Number.NEGATIVE_INFINITY)) / 1000 - settles;
  const isFresh = age <= maxAge && age >= -maxAge;
  const span = source.statistic === null ? 0 : source.period * 1000;
  if (!isFresh) return { ...NO_DATA, span, maxAge: maxAge * 1000 };
  return { points, value: valueAtEnd(points, window * 1000, span), span, maxAge: maxAge * 1000 };
}

/** The newest datapoint, or the mean of those in the window that it ends. `window` and `span` in ms. */
function valueAtEnd(points: readonly Datapoint[], window: number, span: number): number | undefined {
  const reach = Math.max(1, span === 0 ? window : window - span + 1);
  const inside = points.filter(({ at }) => at > (points.at(-1)?.at ?? 0) - reach);
  return inside.length === 0 ? undefined : inside.reduce((sum, { value }) => sum + value, 0) / inside.length;
}

const NO_DATA: Series = { points: [], value: undefined, span: 0, maxAge: 0 };

/** Since when a worker was idle, and until when somebody looked. */
interface IdleSpell {
  readonly since: number;
  readonly until: number;
}

/** Nothing unless every bound holds. A worker without data starts anew, and so does one that was busy in between. */
function idleness(
  series: ReadonlyMap<string, Series>,
  bounds: readonly IdleBound[],
  before: IdleSpell | undefined,
  now: number,
): Partial<Pick<Worker, 'idleSince' | 'measuredUntil'>> {
  const measured = bounds.map(({ metric, below }) => ({ ...(series.get(metric) ?? NO_DATA), below }));
  const isIdle = measured.every(({ points, below }) => (points.at(-1)?.value ?? Infinity) < below);
  if (!isIdle) return {};
  const ends = measured.map(({ points, span }) => (points.at(-1)?.at ?? now) + span);
  const isUnbroken = before !== undefined && measured.every((each) => hasHeldSince(each, before));
  return { idleSince: isUnbroken ? before.since : now, measuredUntil: Math.min(now, ...ends) };
}

/**
 * Whether every datapoint that says something about the time after `since` is below the bound, without a gap. The first
 * one follows what earlier evaluations have looked at.
 */
function hasHeldSince(
  { points, span, maxAge, below }: Series & { readonly below: number },
  { since, until }: IdleSpell,
): boolean {
  return points.every(({ at, value }, index) => {
    if (at + span <= since) return true;
    const before = points[index - 1]?.at ?? until;
    return value < below && at - before <= maxAge;
  });
}

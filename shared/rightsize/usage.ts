import { HOUR_MS, type Sample } from './histogram.ts';

const DAY_MS = 24 * HOUR_MS;
/** From Monday 00:00 UTC. */
export const HOURS_OF_WEEK = 168;
/** 1970 began on a Thursday. */
const FIRST_HOUR = 3 * 24;

/** What was measured in one hour, in percent of the instance. Either may be missing. */
export interface MeasuredHour {
  /** The start of the hour; ms since the epoch. */
  readonly at: number;
  readonly p95?: number | undefined;
  readonly max?: number | undefined;
}

/** What was measured of one worker, whether it still runs or not. */
export interface MeasuredWorker {
  readonly id: string;
  readonly type: string;
  /** ms since the epoch; null if it is not known. */
  readonly launchedAt: number | null;
  readonly cpu: readonly MeasuredHour[];
  readonly memory: readonly MeasuredHour[];
}

/** An hour of one worker, in cores or bytes. */
export interface UsedHour {
  readonly worker: string;
  readonly at: number;
  readonly p95: number;
  readonly max: number;
}

/** Percentages as amounts. Gaps and values that are no share of an instance are no data. */
export function usedHours(worker: string, hours: readonly MeasuredHour[], whole: number): UsedHour[] {
  return hours.flatMap(({ at, p95, max }) => {
    const [typical, most] = [p95, max].map((value) => (isShare(value) ? (value / 100) * whole : null));
    const [low, high] = [typical ?? most, most ?? typical];
    if (low === null || high === null || low === undefined || high === undefined) return [];
    return [{ worker, at, p95: Math.min(low, high), max: Math.max(low, high) }];
  });
}

/** EC2 may report a little more than 100 % of the CPU. */
const isShare = (value: number | undefined): value is number =>
  value !== undefined && Number.isFinite(value) && value >= 0 && value <= 110;

/**
 * CPU without the hour in which a worker started, because starting takes what running does not. A worker that was measured
 * in no other hour counts with all of it.
 */
export function withoutStart(hours: readonly UsedHour[], launchedAt: number | null): readonly UsedHour[] {
  if (launchedAt === null) return hours;
  const later = hours.filter(({ at }) => at >= launchedAt);
  return later.length > 0 ? later : hours;
}

/**
 * The peak of each day of each worker, counted from its first measurement, at the end of the day: what the recommender of
 * the Vertical Pod Autoscaler keeps of memory.
 * https://github.com/kubernetes/autoscaler/blob/master/vertical-pod-autoscaler/pkg/recommender/model/container.go
 */
export function dailyPeaks(hours: readonly UsedHour[]): Sample[] {
  const starts = new Map<string, number>();
  for (const { worker, at } of hours) starts.set(worker, Math.min(at, starts.get(worker) ?? at));
  const peaks = new Map<string, Sample>();
  for (const { worker, at, max } of hours) {
    const start = starts.get(worker) ?? at;
    const day = Math.floor((at - start) / DAY_MS);
    const key = `${worker} ${day}`;
    peaks.set(key, { at: start + (day + 1) * DAY_MS, value: Math.max(max, peaks.get(key)?.value ?? 0) });
  }
  return [...peaks.values()];
}

/** What the workers used in an hour of the week. */
export interface WeekHour {
  /** 0 is Monday, 00:00 to 01:00 UTC. */
  readonly hour: number;
  /** The highest p95 of a worker in one hour. */
  readonly p95: number;
  readonly peak: number;
}

/** By the hour of the week, for those in which something was measured. */
export function byHourOfWeek(hours: readonly UsedHour[]): WeekHour[] {
  const found = new Map<number, WeekHour>();
  for (const { at, p95, max } of hours) {
    const hour = (Math.floor(at / HOUR_MS) + FIRST_HOUR) % HOURS_OF_WEEK;
    const known = found.get(hour);
    found.set(hour, { hour, p95: Math.max(p95, known?.p95 ?? 0), peak: Math.max(max, known?.peak ?? 0) });
  }
  return [...found.values()].sort((one, other) => one.hour - other.hour);
}

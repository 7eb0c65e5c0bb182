import { type Buckets, CPU_BUCKETS, decayingPercentile, HOUR_MS, MEMORY_BUCKETS, type Sample } from './histogram.ts';
import { byHourOfWeek, dailyPeaks, type UsedHour, type WeekHour } from './usage.ts';

/** As `recommendation-margin-fraction`: https://github.com/kubernetes/autoscaler/blob/master/vertical-pod-autoscaler/docs/flags.md */
export const MARGIN = 0.15;
const SHARE = 0.95;

/** What a worker needs of CPU, in cores, or of memory, in bytes. */
export interface Estimate {
  /** The decaying 95th percentile, without the margin: what a worker uses most of the time. */
  readonly p95: number;
  /** The most that any worker used at any time, without the margin. */
  readonly peak: number;
  /** What an instance must have: the peak with the margin. */
  readonly need: number;
  /** Different hours in which a worker was measured. */
  readonly hours: number;
  readonly workers: number;
  readonly week: readonly WeekHour[];
}

/** CPU: the percentile of the p95 of every hour of every worker. */
export const cpuEstimate = (hours: readonly UsedHour[]): Estimate =>
  estimate(
    hours,
    hours.map(({ at, p95 }) => ({ at, value: p95 })),
    CPU_BUCKETS,
  );

/** Memory: the percentile of the peak of every day of every worker. */
export const memoryEstimate = (hours: readonly UsedHour[]): Estimate =>
  estimate(hours, dailyPeaks(hours), MEMORY_BUCKETS);

function estimate(hours: readonly UsedHour[], samples: readonly Sample[], buckets: Buckets): Estimate {
  const peak = hours.reduce((most, { max }) => Math.max(most, max), 0);
  // It is rounded up to the end of a bucket, which may be above the peak.
  const p95 = Math.min(peak, decayingPercentile(samples, SHARE, buckets));
  return {
    p95,
    peak,
    need: peak * (1 + MARGIN),
    hours: new Set(hours.map(({ at }) => Math.floor(at / HOUR_MS))).size,
    workers: new Set(hours.map(({ worker }) => worker)).size,
    week: byHourOfWeek(hours),
  };
}

import type { Wanted } from '../../simulation/index.ts';

/** The time to read from CloudWatch, in ms since the epoch, and the shortest period that CloudWatch still has for it. */
export interface Span {
  readonly from: number;
  readonly to: number;
  /** Seconds. */
  readonly period: number;
}

const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;
/**
 * How many days CloudWatch keeps datapoints of each period, in seconds. Beyond 63 days it has hourly datapoints only, and
 * groups scale several times in an hour.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
 */
const KEPT = [
  { days: 15, period: 60 },
  { days: 63, period: 300 },
] as const;
export const MAX_DAYS = 63;
/** Younger datapoints may still change. */
const SETTLED_AFTER_MS = 3 * MINUTE_MS;

/** The last `days` before `now`, in whole periods. */
export function spanOf(days: number, now: number): Span {
  const { days: kept, period } = KEPT.find((each) => days <= each.days) ?? KEPT[1];
  const whole = (moment: number) => Math.floor(moment / (period * 1000)) * period * 1000;
  const to = whole(now - SETTLED_AFTER_MS);
  const oldest = whole(now - kept * DAY_MS) + period * 1000;
  return { from: Math.max(whole(to - days * DAY_MS), oldest), to, period };
}

/** The query for a series: in the period of the span, or in the metric's own period where that is longer. */
export function askedIn(wanted: Wanted, { period }: Span): Wanted {
  if (!wanted.source) return wanted;
  const longer = Math.ceil(wanted.source.period / period) * period;
  return { ...wanted, source: { ...wanted.source, statistic: wanted.statistic, period: longer } };
}

import type { Urgency } from '../provider-adapter.ts';

/** A token bucket: at most `burst` at once, and `perSecond` come back. */
export interface Bucket {
  readonly burst: number;
  readonly perSecond: number;
}

/** The share of the burst that is left for those in greater need. */
const RESERVED: Readonly<Record<Urgency, number>> = { repair: 0, short: 0.1, usual: 0.25 };
/** With less than this share of the burst left, nobody takes more than half of what may still be drawn. */
const SCARCE = 0.5;

/**
 * How full a bucket is, as one moment (the generic cell rate algorithm, https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm):
 * it is full when `tat`, the theoretical arrival time, has passed, and each token drawn moves that on by the time in which
 * one comes back. `at` is the latest moment at which anybody drew. Both in ms since the epoch.
 */
export interface Level {
  readonly tat: number;
  readonly at: number;
}

/** The ms in which so many tokens come back. */
export const timeFor = (count: number, { perSecond }: Bucket): number => (count * 1000) / perSecond;

/** Tokens in the bucket; not always a whole number. A bucket that nobody has drawn on is full. */
export function leftIn(bucket: Bucket, level: Level | null, now: number): number {
  const drawn = level ? (Math.max(0, level.tat - now) * bucket.perSecond) / 1000 : 0;
  return bucket.burst - drawn;
}

/** How many of `wanted` are granted from a bucket that holds `left`: all, some or none. */
export function grantOf(bucket: Bucket, left: number, wanted: number, urgency: Urgency): number {
  const drawable = Math.max(0, Math.floor(left - reserveOf(bucket, urgency)));
  const most = left < bucket.burst * SCARCE ? Math.max(Math.min(1, drawable), Math.floor(drawable / 2)) : drawable;
  return Math.max(0, Math.min(Math.floor(wanted), most));
}

/** The latest `tat` at which `grantOf` would still grant so many: the condition under which they may be drawn. */
export function latestFor(bucket: Bucket, count: number, urgency: Urgency, now: number): number {
  const reserve = reserveOf(bucket, urgency);
  const alone = count === 1 ? 1 + reserve : 2 * count + reserve;
  const leastLeft = Math.min(alone, Math.max(count + reserve, bucket.burst * SCARCE));
  return now + timeFor(bucket.burst - leastLeft, bucket);
}

const reserveOf = ({ burst }: Bucket, urgency: Urgency): number => Math.ceil(burst * RESERVED[urgency]);

import { amount, fields, mapOf, optional, type Shaped } from '../shape.ts';

/**
 * How long launches take lately: a histogram whose buckets grow by a fixed ratio, so that a quantile read from it is off by
 * at most (ratio - 1) / (ratio + 1), which is 9.1 %. See DDSketch, https://arxiv.org/abs/1908.10693.
 */
const RATIO = 1.2;
/** By the number of the bucket: bucket i is for durations from RATIO^(i-1) to RATIO^i seconds. */
const buckets = mapOf(amount);
type Buckets = Shaped<typeof buckets>;

export const readyTimes = fields({
  types: mapOf(fields({ cold: optional(buckets), warm: optional(buckets) })),
  /** What rules count with that do not set `boot`, in seconds; absent until enough was measured. */
  boot: optional(amount),
});
export type ReadyTimes = Shaped<typeof readyTimes>;
export type Start = 'cold' | 'warm';

/** One worker that is ready for the first time. */
export interface ReadyWorker {
  readonly seconds: number;
  readonly type?: string | undefined;
  readonly start: Start;
}

/** Types beyond so many are counted as `other`, so that the item stays bounded. */
const MOST_TYPES = 12;
/** With so many launches, all that came before counts half, so that what has changed shows. */
const HALVED_AT = 200;
const LEAST_COUNT = 0.1;

/** Fewer launches do not have a 95th percentile of their own. */
const LEAST_LAUNCHES = 20;
const [LEAST_BOOT, MOST_BOOT] = [10, 1800];
/** A boot that differs by less stays, because rules that tune themselves begin again with another one. */
const SAME_WITHIN = 0.25;

/** Counts more workers. */
export function withReadyTimes(before: ReadyTimes = { types: {} }, workers: readonly ReadyWorker[]): ReadyTimes {
  const types = { ...before.types };
  for (const { seconds, type = 'other', start } of workers) {
    const name = type in types || Object.keys(types).length < MOST_TYPES ? type : 'other';
    const bucket = Math.max(0, Math.ceil(Math.log(seconds) / Math.log(RATIO)));
    types[name] = { ...types[name], [start]: withOne(types[name]?.[start], bucket) };
  }
  const counted = { ...before, types };
  const boot = bootAfter(counted);
  return boot === undefined ? counted : { ...counted, boot };
}

function withOne(before: Buckets = {}, bucket: number): Buckets {
  const after = { ...before, [bucket]: (before[bucket] ?? 0) + 1 };
  if (totalOf(after) < HALVED_AT) return after;
  const halved = Object.entries<number>(after).map(([name, count]) => [name, count / 2] as const);
  return Object.fromEntries(halved.filter(([, count]) => count >= LEAST_COUNT));
}

/** Of cold starts: rules count with what a warm pool brings apart. */
function bootAfter(times: ReadyTimes): number | undefined {
  const { boot } = times;
  const measured = launchToReady(times, { start: 'cold' });
  if (!measured || measured.launches < LEAST_LAUNCHES) return boot;
  const now = Math.round(Math.min(MOST_BOOT, Math.max(LEAST_BOOT, measured.p95)));
  return boot !== undefined && Math.abs(now - boot) <= SAME_WITHIN * boot ? boot : now;
}

export interface LaunchToReady {
  /** Of the latest launches, how many it is based on. */
  readonly launches: number;
  /** Seconds within which half of them were ready, and 95 % of them. */
  readonly p50: number;
  readonly p95: number;
}

/**
 * From launch to ready, of all types and starts or of some; null without a launch. A quantile is that of the smallest bucket with
 * which so many launches are reached.
 */
export function launchToReady(
  { types }: ReadyTimes,
  only: { readonly type?: string; readonly start?: Start } = {},
): LaunchToReady | null {
  const together: Record<string, number> = {};
  for (const [type, starts] of Object.entries(types)) {
    if ((only.type ?? type) !== type) continue;
    for (const start of only.start ? [only.start] : (['cold', 'warm'] as const))
      for (const [bucket, count] of Object.entries(starts[start] ?? {}))
        together[bucket] = (together[bucket] ?? 0) + count;
  }
  const all = totalOf(together);
  if (all === 0) return null;
  return { launches: Math.ceil(all), p50: quantileOf(together, 0.5 * all), p95: quantileOf(together, 0.95 * all) };
}

/** Numbers as names come in ascending order. */
function quantileOf(counts: Buckets, rank: number): number {
  let below = 0;
  let last = 0;
  for (const [bucket, count] of Object.entries(counts)) {
    last = Number(bucket);
    below += count;
    if (below >= rank) break;
  }
  return (2 * RATIO ** last) / (RATIO + 1);
}

const totalOf = (counts: Buckets): number => Object.values(counts).reduce((sum, count) => sum + count, 0);

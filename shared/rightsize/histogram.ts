/**
 * Histograms of the Kubernetes Vertical Pod Autoscaler, whose recommender this room follows:
 * https://github.com/kubernetes/autoscaler/blob/master/vertical-pod-autoscaler/pkg/recommender/util/histogram.go
 * (buckets: histogram_options.go, decay: decaying_histogram.go, constants: model/aggregations_config.go).
 */

/** Each bucket is 5 % wider than the one before. */
const RATIO = 1.05;
export const HOUR_MS = 3_600_000;
/** After so long, a sample counts half. */
const HALF_LIFE_MS = 24 * HOUR_MS;

/** Bucket 0 is `[0, first)`. Bucket n is `first × RATIO^n` wide. The last one has no upper bound. */
export interface Buckets {
  /** The width of the first bucket. */
  readonly first: number;
  /** The last bucket starts at it, or above it. */
  readonly max: number;
}

/** In cores. */
export const CPU_BUCKETS: Buckets = { first: 0.01, max: 1000 };
/** In bytes. */
export const MEMORY_BUCKETS: Buckets = { first: 1e7, max: 1e12 };

/** A value that was measured at a time, in ms since the epoch. */
export interface Sample {
  readonly at: number;
  readonly value: number;
}

const bucketOf = ({ first, max }: Buckets, value: number): number => {
  const position = (size: number): number => Math.log((size * (RATIO - 1)) / first + 1) / Math.log(RATIO);
  return value < first ? 0 : Math.min(Math.trunc(position(value)), Math.ceil(position(max)));
};
const startOf = ({ first }: Buckets, bucket: number): number => (first * (RATIO ** bucket - 1)) / (RATIO - 1);

/**
 * The value that this share of the samples does not exceed, rounded up to the end of its bucket; 0 without samples. The
 * weight of a sample halves every day: only the weights' ratio counts, so they are relative to the first sample.
 */
export function decayingPercentile(samples: readonly Sample[], share: number, buckets: Buckets): number {
  const since = samples.reduce((least, { at }) => Math.min(least, at), Number.POSITIVE_INFINITY);
  const weights = new Map<number, number>();
  for (const { at, value } of samples) {
    const bucket = bucketOf(buckets, value);
    weights.set(bucket, (weights.get(bucket) ?? 0) + 2 ** ((at - since) / HALF_LIFE_MS));
  }
  const sorted = [...weights].sort(([one], [other]) => one - other);
  const total = sorted.reduce((sum, [, weight]) => sum + weight, 0);
  let sum = 0;
  for (const [bucket, weight] of sorted) {
    sum += weight;
    if (sum >= share * total) return endOf(buckets, bucket);
  }
  const last = sorted.at(-1);
  return last ? endOf(buckets, last[0]) : 0;
}

const endOf = (buckets: Buckets, bucket: number): number =>
  startOf(buckets, bucket < bucketOf(buckets, Number.POSITIVE_INFINITY) ? bucket + 1 : bucket);

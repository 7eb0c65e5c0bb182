import type { Column, PageData, PlayData } from '../data.ts';

/** A column's figures over time in the format of the chart: [ms since the epoch, figure]. */
export type Points = readonly (readonly [number, number | null])[];

/** Times of the buckets, and figures derived from them. */
export class Timeline {
  readonly data: PageData;
  /** Duration of a bucket in ms. */
  readonly span: number;
  readonly count: number;
  readonly end: number;

  constructor(data: PageData) {
    this.data = data;
    this.span = data.width * data.tick * 1000;
    this.count = data.plays[0]?.ready.length ?? 0;
    this.end = data.start + data.steps * data.tick * 1000;
  }

  startOf = (bucket: number): number => this.data.start + bucket * this.span;

  bucketAt(at: number): number {
    return Math.max(0, Math.min(this.count - 1, Math.floor((at - this.data.start) / this.span)));
  }

  /** Adds a point at the end of the last bucket, so that a stepped line extends to it. */
  points(column: Column): Points {
    const points = column.map((value, bucket) => [this.startOf(bucket), value] as const);
    const last = points.at(-1);
    return last ? [...points, [this.end, last[1]]] : points;
  }

  /** Lost share of the work by bucket, in percent. */
  lostPercent({ lost }: PlayData): Column {
    return lost.map((workers, bucket) => {
      const arrived = this.data.demand?.mean[bucket] ?? 0;
      return arrived > 0 ? Math.min(100, (100 * (workers ?? 0)) / arrived) : 0;
    });
  }

  /** Cumulative cost after the burn-in, at the boundaries of the buckets: dollars, or worker-hours without a price. */
  costSoFar({ billed, usd }: PlayData): Points {
    const { width, steps, burnIn, tick, hourlyUsd } = this.data;
    const ofStep = (tick / 3600) * (hourlyUsd > 0 ? hourlyUsd : 1);
    let sum = 0;
    const points: (readonly [number, number])[] = [[this.data.start, 0]];
    for (const [bucket, workers] of billed.entries()) {
      const until = Math.min(steps, (bucket + 1) * width);
      sum += (usd?.[bucket] ?? (workers ?? 0) * ofStep) * Math.max(0, until - Math.max(burnIn, bucket * width));
      points.push([this.data.start + until * tick * 1000, sum]);
    }
    return points;
  }
}

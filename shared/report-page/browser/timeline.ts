import type { Column, PageData, PlayData } from '../data.ts';

/** A column's figures over time, as the chart takes them: [ms since the epoch, figure]. */
export type Points = readonly (readonly [number, number])[];

/** When the buckets are, and what can be worked out from them. */
export class Timeline {
  readonly data: PageData;
  /** ms of a bucket. */
  readonly span: number;
  readonly count: number;
  readonly end: number;

  constructor(data: PageData) {
    this.data = data;
    this.span = data.width * data.tick * 1000;
    this.count = data.demand.mean.length;
    this.end = data.start + data.steps * data.tick * 1000;
  }

  startOf = (bucket: number): number => this.data.start + bucket * this.span;

  bucketAt(at: number): number {
    return Math.max(0, Math.min(this.count - 1, Math.floor((at - this.data.start) / this.span)));
  }

  /** With a last point where the last bucket ends, up to which a stepped line goes. */
  points(column: Column): Points {
    const points = column.map((value, bucket) => [this.startOf(bucket), value] as const);
    const last = points.at(-1);
    return last ? [...points, [this.end, last[1]]] : points;
  }

  /** What of a bucket's work was lost, in percent. */
  lostPercent({ lost }: PlayData): Column {
    return lost.map((each, bucket) => {
      const arrived = this.data.demand.mean[bucket] ?? 0;
      return arrived > 0 ? Math.min(100, (100 * each) / arrived) : 0;
    });
  }

  /** Billed so far, after the burn-in: dollars, or without a price worker-hours. At the start of each bucket, and at the end. */
  costSoFar({ billed }: PlayData): Points {
    const { width, steps, burnIn, tick, hourlyUsd } = this.data;
    const ofStep = (tick / 3600) * (hourlyUsd > 0 ? hourlyUsd : 1);
    let sum = 0;
    const points: (readonly [number, number])[] = [[this.data.start, 0]];
    for (const [bucket, workers] of billed.entries()) {
      const until = Math.min(steps, (bucket + 1) * width);
      sum += workers * ofStep * Math.max(0, until - Math.max(burnIn, bucket * width));
      points.push([this.data.start + until * tick * 1000, sum]);
    }
    return points;
  }
}

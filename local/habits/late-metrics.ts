/**
 * Metric data that CloudWatch shows late. AWS's own metrics are complete only minutes after their minute: until then, sums
 * of the newest minutes keep growing. Here, calls of PutMetricData succeed at once and take effect later. Their data need a
 * timestamp of their own, or they count for the minute in which they take effect.
 * https://github.com/Netflix/atlas/issues/1300
 */
export class LateMetrics {
  #lateBy: readonly number[] = [];
  #turn = 0;
  readonly #held = new Set<NodeJS.Timeout>();

  /** Holds back the next calls for these times in ms, which take turns: `[0, 60_000]` delays every second call. */
  delay(lateBy: readonly number[]): void {
    this.#lateBy = lateBy;
    this.#turn = 0;
  }

  /** Ms for which the call that arrives now is held back. */
  next(): number {
    const ms = this.#lateBy[this.#turn++ % Math.max(1, this.#lateBy.length)];
    return ms ?? 0;
  }

  hold(ms: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.#held.delete(timer);
      act();
    }, ms);
    this.#held.add(timer);
  }

  /** No further call is held back. Calls that are held back stay so. */
  clear(): void {
    this.#lateBy = [];
  }

  /** Drops the calls that are held back. */
  close(): void {
    for (const timer of this.#held) clearTimeout(timer);
    this.#held.clear();
  }
}

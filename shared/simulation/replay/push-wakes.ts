import { couldChange, maxAgeOf, type Policy, receivingMetrics } from '../../policy/index.ts';
import { SentSeries, type Series } from './series.ts';

interface Sender {
  readonly name: string;
  readonly series: SentSeries;
  /** The least seconds between two evaluations for it. */
  readonly interval: number;
  /** Seconds for which a value counts. */
  readonly maxAge: number;
}

/**
 * Evaluations between the regular ones, for values that are pushed, as a deployed group has them: at a value that could
 * change the decision and is not that of the last such evaluation, or comes when the one before is too old to count, but not
 * before `minInterval` has passed since then.
 */
export class PushWakes {
  readonly #policy: Policy;
  readonly #senders: readonly Sender[];
  /** The values of the last evaluation, while they have not changed. */
  readonly #values = new Map<string, number>();
  readonly #arrivedAt = new Map<string, number>();
  /** The last evaluation, or the one that is to come. */
  #at = Number.NEGATIVE_INFINITY;
  #isToCome = false;

  constructor(policy: Policy, metrics: readonly { readonly name: string; readonly series: Series }[]) {
    const intervals = receivingMetrics(policy);
    this.#policy = policy;
    this.#senders = metrics.flatMap(({ name, series }) => {
      const interval = intervals.get(name);
      return interval !== undefined && series instanceof SentSeries
        ? [{ name, series, interval, maxAge: maxAgeOf(policy.metrics[name]) }]
        : [];
    });
  }

  /** Call it in every step. */
  isDue(now: number): boolean {
    this.#read(now);
    const isDue = this.#isToCome && this.#at <= now;
    if (isDue) this.#isToCome = false;
    return isDue;
  }

  #read(now: number): void {
    const arrived = this.#senders.flatMap(({ name, series, interval, maxAge }) => {
      const value = series.arrived(now);
      if (value === undefined) return [];
      const isReturned = (this.#arrivedAt.get(name) ?? now) <= now - maxAge * 1000;
      this.#arrivedAt.set(name, now);
      return [{ name, value, interval, isReturned }];
    });
    const news = arrived.filter(({ name, value, isReturned }) => isReturned || this.#values.get(name) !== value);
    for (const { name } of news) this.#values.delete(name);
    const able = news.filter(({ name, value }) => couldChange(this.#policy, name, value));
    if (able.length === 0 || this.#isToCome) return;
    this.#at = Math.max(now, this.#at + Math.min(...able.map(({ interval }) => interval)) * 1000);
    this.#isToCome = true;
    for (const { name, value } of able) this.#values.set(name, value);
  }
}

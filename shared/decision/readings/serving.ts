import { type Fleet, liveOf } from '../../model/index.ts';
import type { Observation, Policy } from '../../policy/index.ts';
import { Arrivals, cameAfter } from './arrivals.ts';

/** Workers of the group within a time: what its datapoints belong to. */
export interface Served {
  /** The mean over the time. */
  readonly mean: number;
  /** The harmonic mean over the time: never more than the mean. It is below the mean where the number changed. */
  readonly least: number;
}

/** What is remembered of the group's size. */
export type Remembered = Pick<Observation['history'], 'changes'> &
  Partial<Pick<Observation['history'], 'serving' | 'lastInAt'>>;

/** What is known of the group at a moment: who served, who was capacity, and what the capacity was meant to be. */
export type Figure = 'serving' | 'live' | 'ready' | 'desired';

/**
 * Who served when. A datapoint that is an average over workers belongs to those that served during its period, whoever was
 * launched or removed since. What the state remembers counts first, then the moments at which the listed workers were
 * launched, then the changes of capacity. Built when a rule asks for the first time.
 */
export class Serving {
  readonly #now: number;
  readonly #current: number;
  readonly #fleet: Fleet;
  readonly #history: Remembered;
  readonly #arrivals: Arrivals;
  /** Workers that serve now. */
  readonly running: number;

  constructor(
    policy: Policy,
    { now, history }: { readonly now: number; readonly history: Remembered },
    current: number,
    fleet: Fleet,
  ) {
    this.#now = now;
    this.#current = current;
    this.#fleet = fleet;
    this.#history = history;
    this.#arrivals = new Arrivals(policy, fleet, now);
    this.running = fleet.counts.ready + fleet.counts.unhealthy + this.#arrivals.warmingInService();
  }

  /** From `from` to `to`, ms since the epoch; at a moment if they are the same. */
  over(figure: Figure, from: number, to: number): Served {
    const end = Math.min(to, this.#now);
    if (figure === 'serving' && this.#isSteadySince(from)) return { mean: this.running, least: this.running };
    const moments = [from, ...this.#momentsWithin(from, end), end];
    let [sum, inverse, time] = [0, 0, 0];
    let [fewest, most] = [Infinity, 0];
    for (let index = 1; index < moments.length; index += 1) {
      const [start, next] = [moments[index - 1] as number, moments[index] as number];
      const value = this.at(figure, start);
      // While nobody serves, there is nothing to average.
      if (value === 0) continue;
      fewest = Math.min(fewest, value);
      most = Math.max(most, value);
      sum += value * (next - start);
      inverse += (next - start) / value;
      time += next - start;
    }
    // Also so that no rounding makes 7.000000000000001 of 7.
    if (fewest >= most) return { mean: most, least: most };
    return { mean: sum / time, least: time / inverse };
  }

  /** At the moment of the observation, what was observed counts: the clocks behind launches and changes may be ahead. */
  at(figure: Figure, moment: number): number {
    switch (figure) {
      case 'serving':
        return this.#servingAt(moment);
      case 'live':
        return this.#liveAt(moment);
      case 'ready':
        return this.#readyAt(moment);
      case 'desired':
        return moment >= this.#now ? this.#current : Math.max(0, this.#current - this.#changed(moment));
    }
  }

  /** Whether the same have served since this moment, as most of the time. */
  #isSteadySince(from: number): boolean {
    const { changes, lastInAt = -Infinity, serving = [] } = this.#history;
    if (lastInAt > from || changes.some(({ at }) => at > from)) return false;
    const last = serving.at(-1);
    if (last && (last.at > from || last.workers !== this.running)) return false;
    return this.#arrivals.areAllBefore(from);
  }

  #servingAt(moment: number): number {
    if (moment >= this.#now) return this.running;
    const { serving = [] } = this.#history;
    for (let index = serving.length - 1; index >= 0; index -= 1) {
      const known = serving[index] as (typeof serving)[number];
      if (known.at <= moment) return known.workers;
    }
    return this.#fleet.isListed
      ? this.running - cameAfter(this.#arrivals.moments.serving, moment) + this.#removedSince(moment)
      : this.#countedAt(moment);
  }

  /** Workers that were capacity: those that booted, too. */
  #liveAt(moment: number): number {
    if (moment >= this.#now) return this.#fleet.live;
    const launched = this.#fleet.isListed
      ? this.#fleet.live - cameAfter(this.#arrivals.moments.launched, moment) + this.#removedSince(moment)
      : Math.max(0, this.#fleet.live - this.#changed(moment));
    const hasBegun = (this.#history.serving?.[0]?.at ?? Infinity) <= moment;
    return hasBegun ? Math.max(launched, this.#servingAt(moment)) : launched;
  }

  #readyAt(moment: number): number {
    const { counts } = this.#fleet;
    if (moment >= this.#now) return counts.ready;
    const grown = Math.min(this.#servingAt(moment), this.#servingAt(moment - this.#arrivals.warmup));
    return Math.max(0, grown - counts.unhealthy);
  }

  /** Only counts are known: the changes of capacity show how many there were. */
  #countedAt(moment: number): number {
    let pending = this.#fleet.live - this.running;
    let serving = this.running;
    let removed = 0;
    const { changes } = this.#history;
    for (let index = changes.length - 1; index >= 0; index -= 1) {
      const { at, by } = changes[index] as (typeof changes)[number];
      if (at <= moment) continue;
      const unseen = by > 0 ? Math.min(pending, by) : 0;
      pending -= unseen;
      serving -= by - unseen;
      if (by < 0) removed -= by;
    }
    const all = this.#removedSince(moment);
    const most = this.running - cameAfter(this.#arrivals.moments.serving, moment) + all;
    return Math.max(0, Math.min(serving + Math.max(0, all - removed), most));
  }

  #changed(moment: number): number {
    let sum = 0;
    for (const { at, by } of this.#history.changes) if (at > moment) sum += by;
    return sum;
  }

  /** Workers that have gone since, without those that also came since. */
  #removedSince(moment: number): number {
    const { changes, lastInAt = -Infinity } = this.#history;
    let [added, removed] = [0, 0];
    for (const { at, by } of changes) {
      if (at <= moment) continue;
      if (by > 0) added += by;
      else removed -= by;
    }
    const came = this.#fleet.isListed ? cameAfter(this.#arrivals.moments.launched, moment) : added;
    const drains = lastInAt > moment ? this.#drainedSince(moment) : 0;
    return Math.max(0, removed - Math.max(0, added - came), drains);
  }

  #drainedSince(moment: number): number {
    const { counts, isListed } = this.#fleet;
    return isListed ? counts.draining - cameAfter(this.#arrivals.moments.draining, moment) : counts.draining;
  }

  #momentsWithin(from: number, to: number): number[] {
    const { serving = [], changes, lastInAt = -Infinity } = this.#history;
    const moments = [...serving, ...changes].map(({ at }) => at);
    const came = [...this.#arrivals.moments.serving, ...this.#arrivals.moments.launched].map(({ at }) => at);
    return [...moments, ...came, lastInAt]
      .filter((at) => at > from && at < to)
      .sort((earlier, later) => earlier - later);
  }
}

/** Workers that serve: an average is over them. */
export const servingIn = ({ counts }: Pick<Fleet, 'counts'>): number => liveOf(counts) - counts.pending;

import { terminationCandidates } from '../../decision/index.ts';
import { unitsOf, type Worker, type WorkerState } from '../../model/index.ts';
import {
  launchSpending,
  type Market,
  monthOf,
  type PriceBook,
  type PricedWorker,
  type Pricing,
  priceOf,
  priceOnDemand,
} from '../../prices/index.ts';
import type { LaunchMix, ManagedWorker, ProviderSettings } from '../../providers/index.ts';
import type { Charge, Removed, Roster } from '../engine/roster.ts';
import { isWeighted, placesOf } from './places.ts';
import type { PriceTimeline } from './timeline.ts';

/** What a replay must know of a policy's provider, as far as prices depend on it. */
export interface Mix {
  readonly order: ProviderSettings['terminationOrder'];
  markets(there: readonly Market[], count: number): LaunchMix;
  /** The workers of the on-demand base, and how many of them stay. */
  base(workers: readonly ManagedWorker[]): { readonly base: number; readonly ofBase: ReadonlySet<string> };
}

interface Use {
  readonly pricing: Pricing;
  readonly timeline: PriceTimeline;
  readonly mix: Mix;
  /** Seconds of a step. */
  readonly tick: number;
  /** Dollars of the calendar month before the replay begins. */
  readonly monthUsd: number;
  /** Whether anything is known of prices. */
  readonly isPriced: boolean;
}

interface Live extends PricedWorker {
  readonly id: string;
  readonly weight: number;
  readonly launchedAt: number;
  /** The step until which it is billed, however early it is removed. */
  readonly least: number;
}

interface Leaving extends Live {
  /** The step in which its bill ends. */
  readonly until: number;
}

const FREE: Charge = { usd: 0, savedUsd: 0 };

/** The workers of a replay one by one, with their types, weights, markets, zones and prices. */
export class PricedWorkers implements Roster {
  readonly isPriced: boolean;
  readonly isWeighted: boolean;
  readonly #use: Use;
  #live: Live[] = [];
  #leaving: Leaving[] = [];
  #launched = 0;
  #index = 0;
  #now = 0;
  #book: PriceBook = {};
  #month: number | undefined;
  #monthUsd: number;
  /** Of a step with these workers at these prices; null after a change. */
  #charge: Charge | null = null;

  constructor(use: Use) {
    this.#use = use;
    this.#monthUsd = use.monthUsd;
    this.isPriced = use.isPriced;
    this.isWeighted = isWeighted(use.pricing);
  }

  get size(): number {
    return this.#live.length;
  }

  get billed(): number {
    return this.#live.length + this.#leaving.length;
  }

  begin(index: number, at: number): void {
    this.#index = index;
    this.#now = at;
    const month = monthOf(at);
    if (this.#month !== undefined && month !== this.#month) this.#monthUsd = 0;
    this.#month = month;
    const book = this.#use.timeline.at(at);
    const leaving = this.#leaving.filter(({ until }) => until > index);
    if (book !== this.#book || leaving.length < this.#leaving.length) this.#charge = null;
    this.#book = book;
    this.#leaving = leaving;
  }

  launched(units: number, at: number, least: number): number {
    if (units === 0) return 0;
    const { pricing, mix } = this.#use;
    const there = this.#live.flatMap(({ market, weight }) => Array<Market>(weight).fill(market));
    const places = placesOf(mix.markets(there, units), this.#live, pricing, this.#book);
    const workers = places.map((place) => ({ ...place, id: `w${++this.#launched}`, launchedAt: this.#now, least }));
    this.#live.splice(this.#indexes(0, at)[1], 0, ...workers);
    this.#charge = null;
    return unitsOf(workers);
  }

  retired(from: number, to: number, units: number, until: number): Removed[] {
    const [first, end] = this.#indexes(from, to);
    const gone = new Set(this.#candidates(first, end, units));
    let left = units - unitsOf(this.#live.filter(({ id }) => gone.has(id)));
    // What a base or a protection keeps in a deployed group, the fleet has decided already.
    for (let index = first; index < end && left > 0; index += 1) {
      const { id, weight } = this.#live[index] as Live;
      if (weight > left || gone.has(id)) continue;
      gone.add(id);
      left -= weight;
    }
    if (gone.size === 0) return [];
    const removed = this.#live
      .filter(({ id }) => gone.has(id))
      .map((worker) => ({ ...worker, until: Math.max(until, worker.least) }));
    this.#leaving.push(...removed.filter((worker) => worker.until > this.#index));
    this.#live = this.#live.filter(({ id }) => !gone.has(id));
    this.#charge = null;
    return removed.map((worker) => ({ units: worker.weight, until: worker.until }));
  }

  /** Spot workers are interrupted, while there are any. */
  interrupted(from: number, to: number): number {
    const [first, end] = this.#indexes(from, to);
    const spot = this.#live.findIndex(({ market }, index) => index >= first && index < end && market === 'spot');
    const gone = this.#live.splice(spot < 0 ? first : spot, 1);
    this.#charge = null;
    return unitsOf(gone);
  }

  workersIn(from: number, to: number): number {
    const [first, end] = this.#indexes(from, to);
    return end - first;
  }

  charged(): Charge | null {
    if (!this.isPriced) return null;
    this.#charge ??= this.#chargeOfStep();
    this.#monthUsd += this.#charge.usd;
    return this.#charge;
  }

  /** The workers, as the decision knows them: so many are ready and warming, the oldest first, and the youngest pending. */
  workers(counts: Readonly<Record<'ready' | 'warming' | 'pending', number>>): Worker[] {
    let next = 0;
    const live = (['ready', 'warming', 'pending'] as const).flatMap((state) => {
      const [first, end] = this.#indexes(next, next + counts[state]);
      next += counts[state];
      return this.#live.slice(first, end).map((worker) => this.#workerOf(worker, state));
    });
    return [...live, ...this.#leaving.map((worker) => this.#workerOf(worker, 'draining'))];
  }

  /** What a budget must know, as in a deployed group. */
  get spending() {
    const running = this.#live.map(({ type }) => type);
    return { ...launchSpending(this.#use.pricing, running, this.#book), monthUsd: this.#monthUsd };
  }

  /** The indexes of the workers that begin at these positions: from the first to before the last. */
  #indexes(from: number, to: number): readonly [number, number] {
    if (!this.isWeighted) return [from, to];
    let [first, end, position] = [0, 0, 0];
    for (const { weight } of this.#live) {
      if (position >= to) break;
      if (position < from) first += 1;
      end += 1;
      position += weight;
    }
    return [first, end];
  }

  #candidates(from: number, to: number, count: number): string[] {
    const { base, ofBase } = this.#use.mix.base(this.#managed());
    const workers = this.#live.map((worker, index) => ({
      ...this.#workerOf(worker, 'ready'),
      base: ofBase.has(worker.id),
      protected: index < from || index >= to,
    }));
    return terminationCandidates(workers, count, this.#use.mix.order, [], base);
  }

  #workerOf(worker: Live, state: WorkerState): Worker {
    const { id, launchedAt, zone, weight } = worker;
    const usd = this.#priceOf(worker);
    return {
      id,
      state,
      launchedAt,
      protected: false,
      metrics: {},
      ...(this.isWeighted ? { weight } : {}),
      ...(zone === '' ? {} : { zone }),
      ...(usd === null ? {} : { hourlyUsd: usd }),
    };
  }

  #managed(): ManagedWorker[] {
    return this.#live.map(({ id, launchedAt, zone, type, market, weight }) => ({
      id,
      group: '',
      launchedAt,
      weight,
      zone,
      drainingUntil: null,
      protected: false,
      busy: null,
      drained: false,
      unhealthy: null,
      serving: true,
      details: { instanceType: type, market },
    }));
  }

  #priceOf = (worker: PricedWorker): number | null => priceOf(worker, this.#use.pricing, this.#book);

  #chargeOfStep(): Charge {
    const { pricing, tick } = this.#use;
    const counts = new Map<string, { readonly worker: Live; count: number }>();
    for (const worker of [...this.#live, ...this.#leaving]) {
      const key = `${worker.type} ${worker.market} ${worker.zone}`;
      const known = counts.get(key);
      if (known) known.count += 1;
      else counts.set(key, { worker, count: 1 });
    }
    return [...counts.values()].reduce(({ usd, savedUsd }, { worker, count }) => {
      const price = this.#priceOf(worker) ?? 0;
      const onDemand = priceOnDemand(worker.type, pricing, this.#book) ?? price;
      const hours = (count * tick) / 3600;
      const saved = worker.market === 'spot' ? Math.max(0, onDemand - price) : 0;
      return { usd: usd + hours * price, savedUsd: savedUsd + hours * saved };
    }, FREE);
  }
}

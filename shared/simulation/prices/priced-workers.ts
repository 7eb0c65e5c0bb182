import { terminationCandidates } from '../../decision/index.ts';
import type { Worker, WorkerState } from '../../model/index.ts';
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
import type { Charge, Roster } from '../engine/roster.ts';
import { placesOf } from './places.ts';
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
}

interface Live extends PricedWorker {
  readonly id: string;
  readonly launchedAt: number;
}

interface Leaving extends Live {
  /** The step in which its bill ends. */
  readonly until: number;
}

const FREE: Charge = { usd: 0, savedUsd: 0 };

/** The workers of a replay with their types, markets, zones and prices. */
export class PricedWorkers implements Roster {
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

  launched(count: number): void {
    if (count === 0) return;
    const { pricing, mix } = this.#use;
    const there = this.#live.map(({ market }) => market);
    const places = placesOf(mix.markets(there, count), this.#live, pricing, this.#book);
    for (const place of places) this.#live.push({ ...place, id: `w${++this.#launched}`, launchedAt: this.#now });
    this.#charge = null;
  }

  retired(from: number, to: number, count: number, until: number): void {
    const gone = new Set(this.#candidates(from, to, count));
    // What a base or a protection keeps in a deployed group, the fleet has decided already.
    for (let index = from; index < to && gone.size < count; index += 1) gone.add(this.#live[index]?.id ?? '');
    if (until > this.#index) {
      for (const worker of this.#live) if (gone.has(worker.id)) this.#leaving.push({ ...worker, until });
    }
    this.#live = this.#live.filter(({ id }) => !gone.has(id));
    this.#charge = null;
  }

  /** Spot workers are interrupted, while there are any. */
  interrupted(from: number, to: number): void {
    const spot = this.#live.findIndex(({ market }, index) => index >= from && index < to && market === 'spot');
    this.#live.splice(spot < 0 ? from : spot, 1);
    this.#charge = null;
  }

  charged(): Charge {
    this.#charge ??= this.#chargeOfStep();
    this.#monthUsd += this.#charge.usd;
    return this.#charge;
  }

  /** The workers, as the decision knows them: so many are ready and warming, the oldest first, and the youngest pending. */
  workers(counts: Readonly<Record<'ready' | 'warming' | 'pending', number>>): Worker[] {
    let next = 0;
    const live = (['ready', 'warming', 'pending'] as const).flatMap((state) => {
      const some = this.#live.slice(next, next + counts[state]);
      next += counts[state];
      return some.map((worker) => this.#workerOf(worker, state));
    });
    return [...live, ...this.#leaving.map((worker) => this.#workerOf(worker, 'draining'))];
  }

  /** What a budget must know, as in a deployed group. */
  get spending() {
    const running = this.#live.map(({ type }) => type);
    return { ...launchSpending(this.#use.pricing, running, this.#book), monthUsd: this.#monthUsd };
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
    const { id, launchedAt, zone } = worker;
    const usd = this.#priceOf(worker);
    return {
      ...{ id, state, launchedAt, protected: false, metrics: {} },
      ...(zone === '' ? {} : { zone }),
      ...(usd === null ? {} : { hourlyUsd: usd }),
    };
  }

  #managed(): ManagedWorker[] {
    return this.#live.map(({ id, launchedAt, zone, type, market }) => ({
      ...{ id, group: '', launchedAt, zone, drainingUntil: null, protected: false, busy: null, drained: false },
      ...{ unhealthy: null, serving: true, details: { instanceType: type, market } },
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

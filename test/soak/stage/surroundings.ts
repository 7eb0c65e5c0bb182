import type { Setting } from '../../shared/evaluation/setting.ts';
import type { Ec2Ledger } from '../checker/ledger.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { DEMAND } from '../configuration/widened.ts';
import type { Deliveries } from '../deliveries/deliveries.ts';
import { chanceFor, chanceOf } from '../faults/chance.ts';
import type { Injections } from '../faults/injections.ts';
import type { ReplacingProviders } from '../providers/replacing.ts';
import type { Agenda } from './agenda.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

export interface SurroundingUse {
  readonly seed: number;
  readonly begin: number;
  readonly base: Setting;
  readonly replacing: ReplacingProviders;
  readonly configuration: Configuration;
  readonly agenda: Agenda;
  readonly injections: Injections;
  readonly ledger: Ec2Ledger;
  readonly deliveries: Deliveries;
  tell(told: () => string): void;
}

/** What happens around a stage: demand, metrics and their alarms, load balancers, and the ends of workers. */
export class Surroundings {
  readonly #use: SurroundingUse;
  readonly #demand = new Map<string, number>();
  readonly #cpu = new Map<string, number>();
  /** The metric of each group. */
  readonly #metricOf = kept((group: string) => ({ namespace: 'App', name: 'cpu', dimensions: { group } }));
  /** The metric that each worker of a group has for itself. */
  readonly #loadOf = kept((group: string) => ({ namespace: 'App', name: 'load', dimensions: { group } }));
  readonly #demandOf = kept(DEMAND);
  readonly #inAlarm = new Set<string>();
  readonly #targetGroups: readonly string[];
  readonly #tuned: ReadonlySet<string>;
  /** Groups with a rule on single workers. */
  readonly #byWorker: ReadonlySet<string>;

  constructor(use: SurroundingUse) {
    this.#use = use;
    const documents = use.configuration.groups.flatMap(({ policies }) => policies.map(({ document }) => document));
    this.#targetGroups = [
      ...new Set(documents.flatMap(({ provider }) => (provider?.kind === 'ec2' ? (provider.targetGroups ?? []) : []))),
    ];
    for (const targetGroup of this.#targetGroups) use.base.targets.create(targetGroup);
    const tuned = use.configuration.groups.filter(({ isTuned }) => isTuned);
    this.#tuned = new Set(tuned.map(({ group }) => group));
    for (const { group } of tuned) this.#recordPast(group);
    const byWorker = documents.filter(({ rules }) => rules?.some(({ kind }) => kind === 'workers'));
    this.#byWorker = new Set(byWorker.map(({ group }) => group));
  }

  /** The demand of a day, which rises and falls, with some noise. */
  #recordPast(group: string): void {
    const { seed, begin, base } = this.#use;
    const chance = chanceFor(seed, `past of ${group}`);
    for (let at = begin - DAY; at < begin; at += 5 * MINUTE) {
      const workers = 5 + 4 * Math.sin(at / 8_000_000) + chance.between(0, 2);
      base.metrics.put(this.#demandOf(group), at, workers * 10);
    }
  }

  /** There is work for so many workers from now on. */
  work(group: string, workers: number): void {
    this.#use.tell(() => `${group}: work for ${workers}`);
    this.#demand.set(group, workers);
    this.#use.base.queues.set(group, { waiting: this.jobs(group) });
  }

  jobs = (group: string): number => (this.#demand.get(group) ?? 0) * 10;

  async minute(): Promise<void> {
    const { configuration } = this.#use;
    for (const { group } of configuration.groups) {
      this.#measure(group);
      this.#lose(group);
    }
    this.#checkHealth();
    await this.#alarms();
  }

  get #now(): number {
    return this.#use.base.clock();
  }

  /** A load balancer reports its targets as healthy, unless its checks fail at random. */
  #checkHealth(): void {
    const { configuration, begin, base, seed } = this.#use;
    const { from, to, share } = configuration.flapping ?? { from: 0, to: 0, share: 0 };
    const isFlapping = this.#now >= begin + from && this.#now < begin + to;
    for (const targetGroup of this.#targetGroups) {
      for (const id of base.targets.registered(targetGroup)) {
        const isFound = isFlapping && chanceOf(seed, `${id} ${this.#now}`) < share;
        base.targets.set(targetGroup, id, isFound ? 'unhealthy' : 'healthy');
      }
    }
  }

  /** Each worker has a share of the load. */
  #measure(group: string): void {
    const { metrics } = this.#use.base;
    const workers = this.#servingIn(group);
    const serving = workers.length;
    const load = (this.#demand.get(group) ?? 0) * 50;
    const value = Math.min(100, serving === 0 ? (load > 0 ? 100 : 0) : load / serving);
    metrics.put(this.#metricOf(group), this.#now - MINUTE, value);
    this.#cpu.set(group, value);
    if (this.#tuned.has(group)) metrics.put(this.#demandOf(group), this.#now - MINUTE, this.jobs(group));
    if (this.#byWorker.has(group)) this.#measureEach(group, workers);
  }

  #servingIn(group: string): readonly { readonly id: string }[] {
    const { base, replacing, configuration } = this.#use;
    if (replacing.kinds.has(group))
      return replacing
        .alive(group)
        .filter(({ isDraining, launchedAt }) => !isDraining && launchedAt + configuration.pendingFor <= this.#now);
    return base.fleet
      .alive(group)
      .filter(({ state, drainingUntil, warm }) => state === 'running' && drainingUntil === null && warm !== true);
  }

  /** Each unit of the demand keeps one worker busy, and the others have nothing to do. Beyond that, all are overloaded. */
  #measureEach(group: string, workers: readonly { readonly id: string }[]): void {
    const demand = this.#demand.get(group) ?? 0;
    const busy = demand > workers.length ? 100 : 60;
    const metric = this.#loadOf(group);
    for (const [n, { id }] of workers.entries())
      this.#use.base.metrics.putOf(id, metric, this.#now - MINUTE, n < demand ? busy : 0);
  }

  /** An alarm sends a message only when its state changes, and the message may be lost. */
  async #alarms(): Promise<void> {
    const { configuration, base, deliveries } = this.#use;
    for (const { group } of configuration.groups) {
      for (const { rule, side, bound } of base.alarms.of(group)) {
        const key = `${group}/${rule}/${side}`;
        const value = this.#cpu.get(group) ?? 0;
        const isBeyond = side === 'high' ? value > bound : value < bound;
        if (isBeyond === this.#inAlarm.has(key)) continue;
        isBeyond ? this.#inAlarm.add(key) : this.#inAlarm.delete(key);
        if (isBeyond) await deliveries.evaluateNow(group, 'alarm');
      }
    }
  }

  /** Spot interruptions, host failures, and shutdowns of the operating system. */
  #lose(group: string): void {
    const { configuration, begin, seed, base, agenda, injections, ledger, deliveries, replacing, tell } = this.#use;
    const { losses, faultsUntil } = configuration;
    const key = `loss of ${group} at ${this.#now - begin}`;
    const chance = chanceFor(seed, key);
    if (this.#now >= begin + faultsUntil || !chance.is(losses / 60)) return;
    const isReplaced = replacing.kinds.has(group);
    const workers = isReplaced ? replacing.alive(group) : base.fleet.alive(group).filter(({ warm }) => warm !== true);
    const worker = workers[chance.between(0, Math.max(0, workers.length - 1))];
    if (!worker) return;
    const { id } = worker;
    const kind = chance.of(['vanishes', 'interruption', 'stops'] as const);
    const isKnown = kind !== 'interruption' && chance.is(0.8);
    if (isReplaced) {
      this.#loseReplaced(group, id, key, kind);
      return;
    }
    if (!injections.allows(key, this.#now - begin, `${id} of ${group}: ${kind}`)) return;
    tell(() => `${id} of ${group}: ${kind}`);
    if (kind === 'interruption') {
      deliveries.workerEvent({ kind, worker: id, at: this.#now });
      agenda.at(this.#now + 2 * MINUTE, () => base.fleet.vanish(id, 'Server.SpotInstanceTermination'));
      return;
    }
    if (kind === 'stops') base.fleet.stop(id);
    else base.fleet.vanish(id);
    ledger.lost(id);
    if (isKnown) deliveries.workerEvent({ kind: kind === 'stops' ? 'stops' : 'leaving', worker: id, at: this.#now });
  }

  /** A worker ends, or its provider finds it unhealthy. In both cases, the provider replaces it. */
  #loseReplaced(group: string, id: string, key: string, kind: string): void {
    const { begin, injections, ledger, replacing, tell } = this.#use;
    const what = kind === 'interruption' ? 'is unhealthy' : 'ends';
    if (!injections.allows(key, this.#now - begin, `${id} of ${group}: ${what}`)) return;
    tell(() => `${id} of ${group}: ${what}`);
    if (what === 'is unhealthy') replacing.sicken(group, id);
    else {
      replacing.vanish(group, id);
      ledger.lost(id);
    }
  }
}

/** Makes the value of each key once. */
function kept<Value>(make: (key: string) => Value): (key: string) => Value {
  const values = new Map<string, Value>();
  return (key) => {
    const value = values.get(key) ?? make(key);
    values.set(key, value);
    return value;
  };
}

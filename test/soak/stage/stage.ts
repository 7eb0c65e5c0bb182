import { evaluateBatch } from '../../../functions/evaluate/batch.ts';
import { acceptChanges } from '../../../functions/on-policy-change/batch.ts';
import {
  acceptPolicy,
  type EvaluationDependencies,
  type EvaluationReport,
  evaluate,
  evaluateNow,
  onWorkerEvent,
  PolicyCache,
  PushMemory,
  push,
  queueAfterCooldowns,
  queueDue,
  queueFollowUps,
  type Trigger,
  type WorkerEvent,
} from '../../../shared/evaluation/index.ts';
import type { PolicyDocument } from '../../../shared/policy/index.ts';
import { sentence } from '../../../shared/presentation/index.ts';
import { ec2Adapter } from '../../../shared/providers/ec2/adapter.ts';
import { providersFrom } from '../../../shared/providers/index.ts';
import { pushedReader } from '../../../shared/sources/pushed/reader.ts';
import { copyOf } from '../../fakes/copy.ts';
import { LEASE_SECONDS, setting } from '../../shared/evaluation/setting.ts';
import { Agenda } from './agenda.ts';
import { Chance, chanceOf } from './chance.ts';
import { type Configuration, type GroupPlan, SUBNETS, TYPES } from './configuration.ts';
import type { FaultPlan } from './faults.ts';
import { Invocation, SoakGate } from './gate.ts';
import { Ec2Ledger, TableHistory } from './history.ts';
import { type Mutate, unchanged } from './mutated.ts';
import { queuePort, type Sent } from './queue.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const VISIBILITY = 720 * SECOND;
const RECEIVES = 3;
/** Lambda tries an event again after one minute, and then after two. */
const EVENT_AGAIN = [60 * SECOND, 120 * SECOND];
/** Lambda ends a function that runs longer. */
const LONGEST_FUNCTION = 120 * SECOND;
const STREAM_TRIES = 3;
const REDRIVEN_AFTER = 30 * MINUTE;
const POOLS = TYPES.flatMap((type) => SUBNETS.map((subnet) => `${type}/${subnet}/on-demand`));

type Body = (
  process: Invocation,
  through: <Ports extends object>(ports: Ports) => Ports,
  clock: () => number,
) => Promise<unknown>;
type After = (how: 'done' | 'failed' | 'died') => void;

/** A whole stage in virtual time: its functions, with fakes of the AWS services that they use. */
export class Stage {
  readonly base: ReturnType<typeof setting>;
  readonly begin: number;
  readonly agenda = new Agenda();
  readonly gate: SoakGate;
  readonly history: TableHistory;
  readonly ledger: Ec2Ledger;
  readonly configuration: Configuration;
  /** Messages that failed every time. */
  readonly buried: string[] = [];
  readonly reports: EvaluationReport[] = [];
  /** Failures that only a bug can cause, not an injected fault. */
  readonly wrong: string[] = [];
  readonly asleep = new Set<Invocation>();
  evaluations = 0;
  readonly #seed: number;
  readonly #chance: Chance;
  readonly #story: (() => string)[] = [];
  readonly #mutate: Mutate;
  readonly #caches = [new PolicyCache(), new PolicyCache()];
  readonly #memory = new PushMemory();
  readonly #inAlarm = new Set<string>();
  #processes = 0;
  #messages = 0;

  constructor(seed: number, configuration: Configuration, mutate: Mutate = unchanged) {
    const { pendingFor, invisibleFor, faultsUntil, rate, outages, longPauses = 0.1 } = configuration;
    this.#seed = seed;
    this.#chance = new Chance(seed ^ 0x5eed);
    this.#mutate = mutate;
    this.configuration = configuration;
    this.base = setting({ pendingFor, invisibleFor });
    this.begin = this.base.clock();
    this.base.fleet.tokensKnownFor = 3600 * SECOND + 120 * SECOND;
    const { clock, table } = this.base;
    this.history = new TableHistory(table, clock);
    this.ledger = new Ec2Ledger(clock);
    const since = (at: number): number => this.begin + at;
    const plan: FaultPlan = {
      ...{ seed, rate, until: since(faultsUntil), longPauses },
      outages: outages.map((outage) => ({ ...outage, from: since(outage.from), to: since(outage.to) })),
    };
    this.gate = new SoakGate(plan, clock, [this.history, this.ledger], (told) => this.tell(told));
    for (const group of configuration.groups) this.#plan(group);
    for (const targetGroup of this.#targetGroups()) this.base.targets.create(targetGroup);
    for (const { from, to, room, code } of configuration.shortages) {
      this.agenda.at(since(from), () => this.short(room, code));
      this.agenda.at(since(to), () => this.short(null));
    }
    this.agenda.at(this.begin, () => this.#minute());
  }

  get now(): number {
    return this.base.clock();
  }

  tell(told: () => string): void {
    const at = this.now;
    this.#story.push(() => `${clockText(at - this.begin)}  ${told()}`);
  }

  /** The log of the run, one line per event. */
  get story(): string[] {
    return this.#story.map((line) => line());
  }

  short(room: number | null, code?: string): void {
    this.tell(() => (room === null ? 'EC2 has capacity again' : `EC2 has room for ${room}: ${code}`));
    for (const pool of POOLS)
      room === null ? this.base.fleet.hasCapacityAgain(pool) : this.base.fleet.makeShort(pool, room, code);
  }

  async play(until: number): Promise<void> {
    for (;;) {
      const next = this.agenda.take(this.begin + until);
      if (!next) break;
      this.#passTo(next.at);
      await next.run();
    }
    this.#passTo(this.begin + until);
  }

  #passTo(at: number): void {
    if (at <= this.now) return;
    this.base.pass((at - this.now) / SECOND);
    for (const instance of this.ledger.instances.values()) {
      if (instance.ended === null && this.base.fleet.endingOf(instance.id)?.state === 'terminated')
        this.ledger.lost(instance.id);
    }
  }

  #plan({ group, policies, demand, versions }: GroupPlan): void {
    for (const { at, document } of policies) this.agenda.at(this.begin + at, () => this.apply(document));
    for (const { at, workers } of demand)
      this.agenda.at(this.begin + at, () => {
        this.tell(() => `${group}: work for ${workers}`);
        this.demand.set(group, workers);
        this.base.queues.set(group, { waiting: workers * 10 });
      });
    for (const at of versions)
      this.agenda.at(this.begin + at, () => {
        const version = String(Number(this.base.fleet.templateVersion) + 1);
        this.tell(() => `the launch templates have version ${version}`);
        this.base.fleet.templateVersion = version;
      });
  }

  readonly demand = new Map<string, number>();

  /** An operator writes a policy. The table's stream delivers the change at least once. */
  apply(document: PolicyDocument): void {
    this.tell(() => `${document.group}: a policy is written`);
    this.base.table.of(document.group).document = copyOf({ ...document });
    this.#onPolicyChange(document.group, 1 + (this.#chance.is(0.1) ? 1 : 0));
  }

  #onPolicyChange(group: string, times: number): void {
    for (let n = 0; n < times; n++)
      this.agenda.at(this.now + this.#chance.between(0, 3) * SECOND, () => this.#accepted(group, 1));
  }

  /** The stream tries three times. Then the event is among the failures, and an operator redrives it after the alarm. */
  #accepted(group: string, tries: number): Promise<void> {
    return this.#accept(group, () => {
      if (tries < STREAM_TRIES)
        return this.agenda.at(this.now + tries * SECOND, () => this.#accepted(group, tries + 1));
      this.buried.push(`policy of ${group}`);
      this.agenda.at(this.now + REDRIVEN_AFTER, () => {
        this.tell(() => `an operator redrives the policy of ${group}`);
        return this.#accepted(group, 1);
      });
    });
  }

  #accept(group: string, again: () => void): Promise<void> {
    const { table, alarms } = this.base;
    return this.invoke(
      'on-policy-change',
      async (_, through, clock) => {
        const { records, alarms: kept, ...publishing } = through({ ...this.#records(), alarms });
        const dependencies = { records, alarms: kept, clock, publishing, clusters: table.clusters };
        const failed = await acceptChanges([{ group, sequenceNumber: '1' }], {
          accept: async (each) => void (await acceptPolicy(each, dependencies)),
          fail: (message, cause) => this.#note(message, cause),
        });
        if (failed.length > 0) throw new Error('comes again');
      },
      (how) => how !== 'done' && again(),
    );
  }

  #records() {
    const { table, announcements } = this.base;
    return { records: table.records, states: table.states, activities: table.activities, announcements };
  }

  /** Once a minute: the schedule, metrics and their alarms, and what happens to workers. */
  async #minute(): Promise<void> {
    this.agenda.at(this.now + MINUTE, () => this.#minute());
    for (const { group, isPushed } of this.configuration.groups) {
      this.#measure(group);
      if (isPushed) this.agenda.at(this.now + this.#chance.between(0, 40) * SECOND, () => this.#push(group));
      this.#lose(group);
    }
    this.#checkHealth();
    await this.#alarms();
    await this.invoke('on-schedule', async (_, through, clock) => {
      const { table } = this.base;
      const { states, clusters, queue } = through({
        states: table.states,
        clusters: table.clusters,
        queue: this.#queue(),
      });
      await queueDue({ states, clusters, queue, clock });
    });
  }

  #targetGroups(): string[] {
    const documents = this.configuration.groups.flatMap(({ policies }) => policies.map(({ document }) => document));
    return [
      ...new Set(documents.flatMap(({ provider }) => (provider?.kind === 'ec2' ? (provider.targetGroups ?? []) : []))),
    ];
  }

  /** A load balancer reports its targets as healthy, unless its checks fail at random. */
  #checkHealth(): void {
    const { from, to, share } = this.configuration.flapping ?? { from: 0, to: 0, share: 0 };
    const isFlapping = this.now >= this.begin + from && this.now < this.begin + to;
    for (const targetGroup of this.#targetGroups()) {
      for (const id of this.base.targets.registered(targetGroup)) {
        const isFound = isFlapping && chanceOf(this.#seed, `${id} ${this.now}`) < share;
        this.base.targets.set(targetGroup, id, isFound ? 'unhealthy' : 'healthy');
      }
    }
  }

  /** Each worker has a share of the load. */
  #measure(group: string): void {
    const serving = this.base.fleet
      .alive(group)
      .filter(
        ({ state, drainingUntil, warm }) => state === 'running' && drainingUntil === null && warm !== true,
      ).length;
    const load = (this.demand.get(group) ?? 0) * 50;
    const value = Math.min(100, serving === 0 ? (load > 0 ? 100 : 0) : load / serving);
    this.base.metrics.put({ namespace: 'App', name: 'cpu', dimensions: { group } }, this.now - MINUTE, value);
    this.cpu.set(group, value);
  }
  readonly cpu = new Map<string, number>();

  /** An alarm sends a message only when its state changes, and the message may be lost. */
  async #alarms(): Promise<void> {
    for (const { group } of this.configuration.groups) {
      for (const { rule, side, bound } of this.base.alarms.of(group)) {
        const key = `${group}/${rule}/${side}`;
        const value = this.cpu.get(group) ?? 0;
        const isBeyond = side === 'high' ? value > bound : value < bound;
        if (isBeyond === this.#inAlarm.has(key)) continue;
        isBeyond ? this.#inAlarm.add(key) : this.#inAlarm.delete(key);
        if (isBeyond) await this.now_(group, 'alarm');
      }
    }
  }

  #push(group: string): Promise<void> {
    const { table } = this.base;
    const written = { group, values: { jobs: (this.demand.get(group) ?? 0) * 10 } };
    return this.invoke('on-push', async (_, through, clock) => {
      const {
        policies,
        states,
        pushedValues: values,
        wakes,
        queue,
      } = through({
        ...{ policies: table.policies, states: table.states, pushedValues: table.pushedValues, wakes: table.wakes },
        queue: this.#queue(),
      });
      await push({ written, isWhole: false }, { policies, states, values, wakes, queue, memory: this.#memory, clock });
    });
  }

  /** Spot interruptions, host failures, and shutdowns of the operating system. */
  #lose(group: string): void {
    const { losses, faultsUntil } = this.configuration;
    if (this.now >= this.begin + faultsUntil || !this.#chance.is(losses / 60)) return;
    const workers = this.base.fleet.alive(group).filter(({ warm }) => warm !== true);
    const worker = workers[this.#chance.between(0, Math.max(0, workers.length - 1))];
    if (!worker) return;
    const { id } = worker;
    const kind = this.#chance.of(['vanishes', 'interruption', 'stops'] as const);
    this.tell(() => `${id} of ${group}: ${kind}`);
    if (kind === 'interruption') {
      this.#event({ kind, worker: id, at: this.now });
      this.agenda.at(this.now + 2 * MINUTE, () => this.base.fleet.vanish(id, 'Server.SpotInstanceTermination'));
      return;
    }
    if (kind === 'stops') this.base.fleet.stop(id);
    else this.base.fleet.vanish(id);
    this.ledger.lost(id);
    if (this.#chance.is(0.8)) this.#event({ kind: kind === 'stops' ? 'stops' : 'leaving', worker: id, at: this.now });
  }

  #event(event: WorkerEvent, tries = 0): void {
    const delay = tries === 0 ? this.#chance.between(0, 5) * SECOND : (EVENT_AGAIN[tries - 1] ?? 0);
    this.agenda.at(this.now + delay, () =>
      this.invoke(
        'on-worker-event',
        (process, through, clock) =>
          onWorkerEvent(event, {
            ...this.#dependencies(process, through, clock),
            evaluate: (group) => this.#evaluateNow(group, 'worker-event', process, through, clock),
          }),
        (how) => how !== 'done' && tries < EVENT_AGAIN.length && this.#event(event, tries + 1),
      ),
    );
  }

  now_(group: string, trigger: Trigger, tries = 0): Promise<void> {
    return this.invoke(
      `on-${trigger}`,
      (process, through, clock) => this.#evaluateNow(group, trigger, process, through, clock),
      (how) => {
        const wait = EVENT_AGAIN[tries];
        if (how !== 'done' && wait !== undefined)
          this.agenda.at(this.now + wait, () => this.now_(group, trigger, tries + 1));
      },
    );
  }

  async #evaluateNow(
    group: string,
    trigger: Trigger,
    process: Invocation,
    through: Parameters<Body>[1],
    clock: () => number,
  ): Promise<void> {
    const { queue } = through({ queue: this.#queue() });
    await evaluateNow([group], trigger, this.#cacheOf(process), this.#dependencies(process, through, clock), {
      queue,
      deadLetters: { send: async (groups) => void this.buried.push(...groups) },
      log: async (report) => this.#log(process, report),
      warn: () => {},
    });
  }

  #queue = () => queuePort((sent) => this.#send(sent));

  /** SQS delivers at least once, and in any order. */
  #send({ body, delaySeconds }: Sent): void {
    const at = this.now + delaySeconds * SECOND + this.#chance.between(0, 1500);
    const id = `message-${++this.#messages}`;
    this.agenda.at(at, () => this.#receive(id, body, 1));
    if (this.#chance.is(this.now < this.begin + this.configuration.faultsUntil ? 0.02 : 0))
      this.agenda.at(at + this.#chance.between(0, 30) * SECOND, () => this.#receive(id, body, 1));
  }

  #receive(messageId: string, body: string, receives: number): Promise<void> {
    let again: readonly string[] = [];
    return this.invoke(
      'evaluate',
      async (process, through, clock) => {
        const dependencies = this.#dependencies(process, through, clock);
        const { queue, wakes } = through({ queue: this.#queue(), wakes: this.base.table.wakes });
        const cache = this.#cacheOf(process);
        const warn = () => {};
        again = await evaluateBatch([{ messageId, body }], {
          evaluate: async (groups, trigger) => {
            const reports = await evaluate(groups, trigger, cache, dependencies);
            for (const report of reports) this.#log(process, report);
            await queueFollowUps(reports, queue, warn);
            await queueAfterCooldowns(reports, { wakes, queue, policies: cache, clock, warn });
            return reports;
          },
          requeue: (group) => queue.send([group]),
          warn,
        });
      },
      (how) => {
        if (how === 'done' && again.length === 0) return;
        if (receives >= RECEIVES) this.buried.push(body);
        else this.agenda.at(this.now + VISIBILITY, () => this.#receive(messageId, body, receives + 1));
      },
    );
  }

  /** Warm containers still have the policies that they have read. */
  #cacheOf({ holder }: Invocation): PolicyCache {
    if (chanceOf(this.#seed, `${holder} cold`) < 0.05) return new PolicyCache();
    return this.#caches[chanceOf(this.#seed, `${holder} container`) < 0.7 ? 0 : 1] as PolicyCache;
  }

  #dependencies(process: Invocation, through: Parameters<Body>[1], clock: () => number): EvaluationDependencies {
    const { dependencies, ports, fleet, metrics, queues, table } = this.base;
    const { providers: _, sources: __, evaluations: ___, ...rest } = dependencies;
    const own = this.#mutate({
      ...{ leaseSeconds: LEASE_SECONDS, holder: process.holder, clock },
      ...{ claims: table.claims, states: table.states, resizer: fleet, describes: (workers) => workers, table },
      launches: (launching) => launching,
    });
    const pushed = pushedReader(table.pushedValues);
    const reading = this.base.sourcesWith({ cloudwatch: metrics, sqs: queues, pushed });
    const { sources } = through({ sources: { read: reading.read.bind(reading) } });
    const gated = through({ ...rest, claims: own.claims, states: own.states });
    const ec2 = ec2Adapter({ ...through({ ...ports, resizer: own.resizer }), clock: own.clock });
    const adapter = {
      ...ec2,
      launch: ((order, workers) => own.launches(ec2.launch(order, own.describes(workers)))) as typeof ec2.launch,
    };
    return {
      ...gated,
      sources: { ...reading, read: sources.read },
      providers: providersFrom({ ec2: adapter }),
      ...{ clock: own.clock, holder: own.holder, leaseSeconds: own.leaseSeconds },
    };
  }

  /** One run of a function: it ends, crashes, or is paused during a call and continues later. */
  async invoke(name: string, body: Body, after: After = () => {}): Promise<void> {
    const process = new Invocation(`${name}-${++this.#processes}`);
    const startedAt = this.now;
    const { mostSkew } = this.configuration;
    const skew = Math.round((2 * chanceOf(this.#seed, `${process.holder} skew`) - 1) * mostSkew);
    const clock = () => this.now + skew;
    const ended = body(process, (ports) => this.gate.through(process, ports), clock).then(
      () => 'done' as const,
      (error: unknown) => {
        this.#note(process.holder, error);
        return 'failed' as const;
      },
    );
    await this.#stopOf(process, startedAt, ended, after);
  }

  async #stopOf(
    process: Invocation,
    startedAt: number,
    ended: Promise<'done' | 'failed'>,
    after: After,
  ): Promise<void> {
    const how = await Promise.race([ended, process.stopped]);
    if (how !== 'sleeps') return after(how);
    this.asleep.add(process);
    this.agenda.at(this.now + process.sleepsFor, async () => {
      this.asleep.delete(process);
      if (process.isDead) return after('died');
      // Lambda ends a function at its time limit. A process that is paused with its machine, or runs in a shell, continues.
      if (this.now - startedAt > LONGEST_FUNCTION && chanceOf(this.#seed, `${process.holder} ends`) < 0.5) {
        this.tell(() => `${process.holder} ends: it ran too long`);
        void process.die();
        return after('died');
      }
      this.tell(() => `${process.holder} goes on`);
      process.wake();
      await this.#stopOf(process, startedAt, ended, after);
    });
  }

  /** An error such as a TypeError is a bug, and never the result of an injected fault. */
  #note(where: string, error: unknown): void {
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    this.tell(() => `${where}: ${text}`);
    if (error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError)
      this.wrong.push(`${where}: ${text}`);
  }

  #log({ holder }: Invocation, report: EvaluationReport): void {
    this.evaluations += 1;
    this.reports.push(report);
    const { group, result, reason, error, activity } = report;
    if (error && /^(TypeError|RangeError|ReferenceError)/.test(error)) this.wrong.push(`${holder}: ${error}`);
    if (result !== 'held')
      this.tell(() => `${holder} ${group} ${result}${activity ? ` ${activity}` : ''}: ${error ?? sentence(reason)}`);
  }
}

const two = (value: number): string => String(value).padStart(2, '0');
/** Hours, minutes and seconds since the beginning. */
export function clockText(ms: number): string {
  const seconds = Math.floor(ms / SECOND);
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

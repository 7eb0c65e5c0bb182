import { evaluateBatch } from '../../../functions/evaluate/batch.ts';
import { Attempts } from '../../../functions/on-policy-change/attempts.ts';
import { acceptChanges } from '../../../functions/on-policy-change/batch.ts';
import type { GroupChange } from '../../../functions/on-policy-change/changes.ts';
import { readMessage } from '../../../shared/aws/events/evaluation-message.ts';
import {
  acceptPolicy,
  type EvaluationDependencies,
  type EvaluationQueue,
  type EvaluationReport,
  evaluate,
  evaluateNow,
  NO_REQUESTS,
  onWorkerEvent,
  PushMemory,
  push,
  queueAfterCooldowns,
  queueDue,
  queueFollowUps,
  setAsidePolicy,
  type Trigger,
  tuneGroups,
  type WorkerEvent,
} from '../../../shared/evaluation/index.ts';
import { FUNCTION_TIMEOUT_SECONDS, LONGEST_GAP_MS } from '../../../shared/names/index.ts';
import { ec2Adapter } from '../../../shared/providers/ec2/adapter.ts';
import { providersFrom } from '../../../shared/providers/index.ts';
import { pushedReader } from '../../../shared/sources/pushed/reader.ts';
import { LEASE_SECONDS, type Setting } from '../../shared/evaluation/setting.ts';
import { chanceOf } from '../faults/chance.ts';
import type { ReplacingProviders } from '../providers/replacing.ts';
import { Container } from './container.ts';
import type { Invocation } from './gate.ts';
import type { Running } from './processes.ts';
import type { Mutate } from './protocol-ports.ts';

export interface FunctionUse {
  readonly seed: number;
  readonly base: Setting;
  readonly replacing: ReplacingProviders;
  readonly queue: EvaluationQueue;
  /** The queue of the function `tune`. */
  readonly tunings: Pick<EvaluationQueue, 'send'>;
  readonly mutate: Mutate;
  /** Groups that cannot be evaluated, as the functions for events send them to their queue. */
  readonly deadLetters: string[];
  log(process: Invocation, report: EvaluationReport): void;
  threw(where: string, error: unknown): void;
}

/** As `functions/tune` has it: its timeout, less the time to store results. */
const TUNING_MS = 1000 * FUNCTION_TIMEOUT_SECONDS.tune - 20_000;

/** What each function of a stage does in one run, by the code of the functions. */
export class Functions {
  readonly #use: FunctionUse;
  readonly #containers: readonly Container[];
  readonly #memory = new PushMemory();
  readonly #attempts = new Attempts({ read: () => null, write() {} });
  #queuedUntil: number | null = null;
  readonly #sources: ReturnType<Setting['sourcesWith']>;
  readonly #ports: Omit<EvaluationDependencies, 'providers' | 'sources' | 'evaluations'>;

  constructor(use: FunctionUse) {
    this.#use = use;
    this.#containers = [new Container(use.base.clock), new Container(use.base.clock)];
    const { metrics, queues, table, sourcesWith, dependencies } = use.base;
    const { providers: _, sources: __, evaluations: ___, ...ports } = dependencies;
    this.#ports = ports;
    this.#sources = sourcesWith({ cloudwatch: metrics, sqs: queues, pushed: pushedReader(table.pushedValues) });
  }

  /** Returns the sequence numbers of the changes that failed. `later`: notes a policy that is tried again later. */
  async onPolicyChange(
    changes: readonly GroupChange[],
    { through, clock }: Running,
    later: (group: string) => void,
  ): Promise<readonly string[]> {
    const { base, threw } = this.#use;
    const { table, announcements, alarms } = base;
    const { records, states, activities } = table;
    const publishing = through({ records, states, activities, announcements, alarms });
    const dependencies = { ...publishing, clock, publishing, clusters: table.clusters };
    return acceptChanges(changes, {
      accept: async (each) => void (await acceptPolicy(each, dependencies)),
      ...{ isOver: () => false, isOfAll: () => false, clock, fail: threw },
      attempts: this.#attempts,
      setAside: (change, cause) => {
        const { records: own } = publishing;
        // The note is a write to the table, which may be out.
        const wait = async () => {
          await own.item(change.group);
          later(change.group);
        };
        return setAsidePolicy(change, cause, { records: own, prices: { wait }, failures: { async send() {} } });
      },
    });
  }

  async onSchedule({ through, clock }: Running): Promise<void> {
    const { base, queue } = this.#use;
    const { states, clusters } = base.table;
    const now = clock();
    await queueDue({ ...through({ states, clusters, queue }), since: this.#queuedUntil ?? now - LONGEST_GAP_MS, now });
    this.#queuedUntil = now;
  }

  async onPush(group: string, jobs: number, { through, clock }: Running): Promise<void> {
    const { base, queue } = this.#use;
    const { policies, states, pushedValues: values, wakes } = base.table;
    const { pushedValues, ...ports } = through({ policies, states, pushedValues: values, wakes, queue });
    const written = { group, values: { jobs } };
    await push({ written, isWhole: false }, { ...ports, values: pushedValues, memory: this.#memory, clock });
  }

  async onWorkerEvent(event: WorkerEvent, running: Running): Promise<void> {
    await onWorkerEvent(event, {
      ...this.#dependencies(running),
      evaluate: (group) => this.evaluateNow(group, 'worker-event', running),
    });
  }

  async evaluateNow(group: string, trigger: Trigger, running: Running): Promise<void> {
    const { process, through } = running;
    const { queue } = through({ queue: this.#use.queue });
    const dependencies = { ...this.#dependencies(running), tunings: NO_REQUESTS };
    await evaluateNow([group], trigger, this.#containerOf(process).policies, dependencies, {
      queue,
      deadLetters: { send: async (groups) => void this.#use.deadLetters.push(...groups) },
      log: async (report) => this.#use.log(process, report),
      warn: () => {},
    });
  }

  /** Returns the ids of messages that are to come again. */
  async evaluateMessage(messageId: string, body: string, running: Running): Promise<readonly string[]> {
    const { process, through, clock } = running;
    const { queue, wakes, tunings } = through({
      queue: this.#use.queue,
      tunings: this.#use.tunings,
      wakes: this.#use.base.table.wakes,
    });
    const container = this.#containerOf(process);
    const cache = container.policies;
    const dependencies = { ...this.#dependencies(running), tunings: { request: container.tunings(tunings) } };
    const warn = () => {};
    return evaluateBatch([{ messageId, body }], {
      evaluate: async (groups, trigger) => {
        const reports = await evaluate(groups, trigger, cache, dependencies);
        for (const report of reports) this.#use.log(process, report);
        await queueFollowUps(reports, queue, warn);
        await queueAfterCooldowns(reports, { wakes, queue, policies: cache, clock, warn });
        return reports;
      },
      requeue: (group) => queue.send([group]),
      warn,
    });
  }

  /** Returns nothing: `evaluate` asks again for what is not tuned. */
  async tune(body: string, running: Running): Promise<readonly string[]> {
    const { states, policies, sources, clock } = this.#dependencies(running);
    const { policies: cache } = this.#containerOf(running.process);
    const { groups } = readMessage(body);
    await tuneGroups(groups, cache, { states, policies, sources, clock }, TUNING_MS);
    return [];
  }

  /** Warm containers still have the policies that they have read. */
  #containerOf({ holder }: Invocation): Container {
    const { seed, base } = this.#use;
    if (chanceOf(seed, `${holder} cold`) < 0.05) return new Container(base.clock);
    return this.#containers[chanceOf(seed, `${holder} container`) < 0.7 ? 0 : 1] as Container;
  }

  #dependencies({ process, through, clock }: Running): EvaluationDependencies {
    const { base, mutate, replacing } = this.#use;
    const { ports, fleet, table } = base;
    const own = mutate({
      ...{ leaseSeconds: LEASE_SECONDS, holder: process.holder, clock },
      ...{
        claims: table.claims,
        states: table.states,
        clusters: table.clusters,
        resizer: fleet,
        describes: (workers) => workers,
        table,
      },
      launches: (launching) => launching,
      ...{ replacing, replaced: (adapters) => adapters },
    });
    const { sources } = through({ sources: this.#sources });
    const gated = through({ ...this.#ports, claims: own.claims, states: own.states, clusters: own.clusters });
    const ec2 = ec2Adapter({ ...through({ ...ports, resizer: own.resizer }), clock: own.clock });
    const adapter = {
      ...ec2,
      launch: ((order, workers) => own.launches(ec2.launch(order, own.describes(workers)))) as typeof ec2.launch,
    };
    return {
      ...gated,
      sources: { ...this.#sources, read: (...requested) => sources.read(...requested) },
      providers: providersFrom({ ec2: adapter, ...own.replaced(replacing.adapters(through)) }),
      ...{ clock: own.clock, holder: own.holder, leaseSeconds: own.leaseSeconds },
    };
  }
}

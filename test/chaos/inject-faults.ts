import { PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { GetQueueUrlCommand, PurgeQueueCommand, SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { Ec2Error } from '../../local/ec2/errors.ts';
import type { ShownInstance } from '../../local/ec2/index.ts';
import type { CallFault } from '../../local/query/call-faults.ts';
import { type Alarms, acceptPolicy } from '../../shared/evaluation/index.ts';
import type { PolicyDocument } from '../../shared/policy/index.ts';
import {
  chaosPolicy,
  FUNCTION,
  GROUPS,
  type GroupName,
  hasQueue,
  type Knobs,
  knobsOf,
  METRIC,
  STAGE,
  serviceOf,
  sizedOf,
  TASKS_PER_WORKER,
} from './groups.ts';
import { isMember, isOfGroup } from './invariants/index.ts';
import type { InjectedFault } from './plan.ts';
import type { ChaosStage } from './stage/stage.ts';

const MESSAGES_PER_BATCH = 10;
/** In injected faults. */
const DELETED_FOR = 4;
/** No alarm starts an evaluation here. */
export const NO_ALARMS: Alarms = { keep: async () => ({ put: 0, deleted: 0 }) };

/** Injects the faults of a plan into the local AWS, and remembers what the invariants need to know at the end. */
export class FaultInjector {
  readonly #stage: ChaosStage;
  readonly #tasks = new Map<GroupName, number>();
  readonly #knobs = new Map<GroupName, Knobs>(GROUPS.map((group) => [group, knobsOf(group)]));
  readonly #deleted = new Map<GroupName, number>();
  #documents = 0;
  /** Workers that ended or stopped without an evaluation. */
  readonly ended = new Set<string>();
  /** First versions after a deletion, by group. */
  readonly begunAnew = new Map<GroupName, number[]>(GROUPS.map((group) => [group, []]));

  /** Changes the document of a group before it is written. */
  readonly #written: (group: GroupName, document: PolicyDocument) => PolicyDocument;

  constructor(
    stage: ChaosStage,
    written: (group: GroupName, document: PolicyDocument) => PolicyDocument = (_, as) => as,
  ) {
    this.#stage = stage;
    this.#written = written;
  }

  tasks = (group: GroupName): number => this.#tasks.get(group) ?? 0;
  knobs = (group: GroupName): Knobs => this.#knobs.get(group) as Knobs;

  async inject(injectedFault: InjectedFault): Promise<void> {
    const { ec2, autoScaling, ecs } = this.#stage;
    // A deleted policy is put again after a while.
    for (const [group, since] of this.#deleted) {
      this.#deleted.set(group, since + 1);
      if (since >= DELETED_FOR) await this.put(group, this.knobs(group));
    }
    switch (injectedFault.kind) {
      case 'demand':
        return this.demand(injectedFault.group, injectedFault.tasks);
      case 'policy':
        return this.put(injectedFault.group, injectedFault.knobs);
      case 'delete':
        return this.#delete(injectedFault.group);
      case 'terminate':
        this.#end(injectedFault, (id) => this.#endsByHand(id));
        return;
      case 'job-done':
        return this.#jobDone(injectedFault);
      case 'stop':
        this.#end(injectedFault, (id) => ec2.shutDown(id));
        return;
      case 'start':
        return this.#startStopped();
      case 'shortage':
        return ec2.shortages.add({ market: injectedFault.market, remaining: injectedFault.remaining });
      case 'throttle':
        return this.#fail({ kind: 'throttle', action: '*', count: injectedFault.count });
      case 'busy-in-answer':
        return ec2.shortages.add({ code: injectedFault.code, times: injectedFault.count });
      case 'answer-lost':
        return this.#fail({ kind: 'reset', when: 'after', action: '*', count: injectedFault.count });
      case 'capacity-by-hand':
        return (serviceOf(injectedFault.group) === null ? autoScaling : ecs).add(
          injectedFault.group,
          injectedFault.workers,
        );
      case 'sizes-by-hand':
        return autoScaling.resize(injectedFault.group, injectedFault.sizes);
      case 'empty-pool':
        return this.#emptyPool(injectedFault.group);
      case 'version':
        return this.#stage.newVersion();
      case 'plenty':
        return this.plenty();
    }
  }

  #endsByHand(id: string): void {
    const { ec2, ecs, machines } = this.#stage;
    if (id.startsWith(`${FUNCTION}/`)) machines.end(id);
    else if (id.includes('/')) ecs.stop(id);
    else ec2.reclaim(id);
  }

  #fail(fault: CallFault): void {
    this.#stage.ec2.faults.add(fault);
    this.#stage.autoScaling.faults.add(fault);
    this.#stage.ecs.faults.add(fault);
    this.#stage.machines.faults.add(fault);
  }

  plenty(): void {
    this.#stage.ec2.shortages.clear();
    this.#stage.ec2.faults.clear();
    this.#stage.autoScaling.plenty();
    this.#stage.ecs.faults.clear();
    this.#stage.machines.faults.clear();
  }

  async demand(group: GroupName, tasks: number): Promise<void> {
    this.#tasks.set(group, tasks);
    if (!hasQueue(group)) return this.publish();
    const { sqs } = this.#stage;
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: group }));
    await sqs.send(new PurgeQueueCommand({ QueueUrl }));
    for (let sent = 0; sent < tasks; sent += MESSAGES_PER_BATCH) {
      const count = Math.min(MESSAGES_PER_BATCH, tasks - sent);
      const Entries = Array.from({ length: count }, (_, n) => ({ Id: `m${n}`, MessageBody: 'task' }));
      await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    }
  }

  /** Publishes the current metrics. Call it again and again, because old values do not count. */
  async publish(): Promise<void> {
    const { cloudwatch, clock } = this.#stage;
    const MetricData = GROUPS.filter((group) => !hasQueue(group)).map((group) => ({
      MetricName: METRIC.name,
      Dimensions: [{ Name: 'Group', Value: group }],
      Timestamp: new Date(clock.now()),
      Value: this.tasks(group),
    }));
    await cloudwatch.send(new PutMetricDataCommand({ Namespace: METRIC.namespace, MetricData }));
  }

  /** Puts the policy as its author does, and accepts it as on-policy-change does. */
  async put(group: GroupName, knobs: Knobs): Promise<void> {
    const { store, clock } = this.#stage;
    await this.write(group, knobs);
    const acceptance = await acceptPolicy(group, { records: store.records, alarms: NO_ALARMS, clock: clock.now });
    if (acceptance.result !== 'accepted') throw new Error(`The policy of ${group} was ${acceptance.result}.`);
    if (this.#deleted.delete(group)) this.begunAnew.get(group)?.push(acceptance.version);
  }

  /** Puts the policy as its author does. Nothing accepts it. */
  async write(group: GroupName, knobs: Knobs): Promise<void> {
    const { store, subnets, fleets } = this.#stage;
    this.#knobs.set(group, knobs);
    // Every document differs, so each is a version of its own. The version of an activity shows when it was decided.
    this.#documents += 1;
    const document = chaosPolicy(group, knobs, subnets, fleets.idOf(group), this.#documents);
    await store.records.put(this.#written(group, document), { by: 'chaos' });
  }

  async #delete(group: GroupName): Promise<void> {
    const { store, clock } = this.#stage;
    this.#deleted.set(group, 0);
    const gone = { ...store.records, item: async () => null };
    await acceptPolicy(group, { records: gone, alarms: NO_ALARMS, clock: clock.now });
  }

  #emptyPool(group: GroupName): void {
    for (const { id } of this.#alive(group).filter(isMember)) {
      this.ended.add(id);
      this.#stage.ec2.reclaim(id);
    }
  }

  /** Those that evaluations launched. */
  #alive(group: GroupName): ShownInstance[] {
    const { instances, launchedByHand } = this.#stage;
    return instances().filter(
      ({ id, tags, endedAt }) => endedAt === null && !launchedByHand.has(id) && isOf(group, tags),
    );
  }

  /** Ends or stops one of the workers that are alive, or a member of the pool. Returns whether there was one. */
  #end({ group, pick }: Picked, end: (id: string) => void): boolean {
    const alive = this.#alive(group);
    const worker = alive[Math.floor(pick * alive.length)];
    if (!worker) return false;
    this.ended.add(worker.id);
    end(worker.id);
    return true;
  }

  /** A worker ends after its job, and the tasks of that worker are done. */
  async #jobDone(picked: Picked): Promise<void> {
    const hasEnded = this.#end(picked, (id) => this.#stage.ec2.end(id, 'Client.InstanceInitiatedShutdown'));
    const left = Math.max(0, this.tasks(picked.group) - TASKS_PER_WORKER);
    if (hasEnded) await this.demand(picked.group, left);
  }

  #startStopped(): void {
    const { ec2, instances } = this.#stage;
    for (const { id } of instances().filter(({ state }) => state === 'stopped')) {
      try {
        ec2.startInstances([id]);
      } catch (error) {
        // Without capacity, it stays stopped.
        if (!(error instanceof Ec2Error)) throw error;
      }
    }
  }
}

type Picked = Extract<InjectedFault, { readonly pick: number }>;

function isOf(group: GroupName, tags: ReadonlyMap<string, string>): boolean {
  const name = sizedOf(group);
  return isOfGroup({ stage: STAGE, group, ...(name && { sized: { name } }) }, tags);
}

import {
  type EvaluationDependencies,
  type EvaluationReport,
  evaluate,
  onWorkerEvent,
  PolicyCache,
  type Trigger,
} from '../../../shared/evaluation/index.ts';
import type { PolicyDocument } from '../../../shared/policy/index.ts';
import { sentence } from '../../../shared/presentation/index.ts';
import type { ListedWorker } from '../../../shared/providers/instances/listed-worker.ts';
import type { Manual } from '../../../shared/state/index.ts';
import { dueAtTick } from '../../contracts/examples.ts';
import { copyOf } from '../../fakes/copy.ts';
import { setting } from '../../shared/evaluation/setting.ts';
import type { ScenarioIn } from '../scenarios/scenario.ts';
import { autoScalingCloud } from './auto-scaling-cloud.ts';
import type { Cloud, ModelWorker } from './cloud.ts';
import { ec2Cloud } from './ec2-cloud.ts';
import { ecsCloud } from './ecs-cloud.ts';
import { fleetCloud } from './fleet-cloud.ts';
import { Gate, type Point, Process } from './gate.ts';
import { lambdaCloud } from './lambda-cloud.ts';
import { Ledger, type Word } from './ledger.ts';
import { heaviestOf, weightsIn } from './weights.ts';

/** After so long SQS hands out a message again whose function died or said that it failed; Lambda an event. So often in all. */
const VISIBILITY_SECONDS = 720;
const EVENT_AGAIN_SECONDS = 60;
const RECEIVES = 3;

/** What a function is invoked with: a message on a queue, or the event that a worker stops. */
interface Invocation {
  readonly trigger: Trigger;
  readonly receives: number;
  readonly stopped?: string;
}

interface Message extends Invocation {
  readonly at: number;
}

interface Running extends Invocation {
  readonly process: Process;
  readonly ended: Promise<unknown>;
}

const CLOUDS = {
  'auto-scaling-group': autoScalingCloud,
  'ecs-service': ecsCloud,
  'ec2-fleet': fleetCloud,
  lambda: lambdaCloud,
};

const targetGroupsOf = ({ provider }: PolicyDocument): readonly string[] =>
  provider?.kind === 'ec2' ? (provider.targetGroups ?? []) : [];

export type Scenario = ScenarioIn<World>;

/** The group `ci` in a world of fakes, with what may befall its evaluations. */
export class World {
  readonly base: ReturnType<typeof setting>;
  readonly cloud: Cloud;
  readonly ledger: Ledger;
  readonly gate: Gate;
  readonly scenario: Scenario;
  readonly policies: PolicyDocument[] = [];
  /** Workers that were stopped, and what became of the event: no function knows yet, or it came before the worker was known. */
  readonly stopped = new Map<string, 'told' | 'untold' | 'foreign'>();
  /** Evaluations that run, and those that are stopped in mid-call. */
  readonly running = new Set<Process>();
  readonly asleep: Running[] = [];
  /** How often an evaluation was stopped in mid-call. */
  slept = 0;
  /** The least capacity that was there between two minutes. */
  lowest = Number.POSITIVE_INFINITY;
  readonly #story: (() => string)[] = [];
  /** As of a warm function: the policy that was in force at the beginning is known. */
  readonly #cache = new PolicyCache();
  readonly #listings: { at: number; workers: ListedWorker[] }[] = [];
  readonly #begin: number;
  #messages: Message[] = [];
  #evaluations = 0;

  constructor(scenario: Scenario, points: readonly Point[] = []) {
    this.scenario = scenario;
    this.base = setting(scenario.fleet);
    this.#begin = this.base.clock();
    this.ledger = new Ledger(this.base.clock, (told) => this.tell(told));
    this.cloud = this.#cloud();
    for (const targetGroup of this.targetGroups()) this.base.targets.create(targetGroup);
    this.gate = new Gate(points, this.ledger, (told) => this.tell(told));
  }

  #cloud(): Cloud {
    const { scenario, base, ledger } = this;
    if (scenario.provider === undefined || scenario.provider === 'ec2') {
      return ec2Cloud(base, scenario.listsLate ? () => this.#listedLate() : null);
    }
    const { invisibleFor = 0, pendingFor = 0 } = scenario.fleet ?? {};
    return CLOUDS[scenario.provider]({
      ...{ clock: base.clock, pendingFor, reaction: typeof invisibleFor === 'number' ? invisibleFor : 0 },
      onLaunch: (group, id) => group === 'ci' && ledger.launchedByGroup(id),
      onReplace: (group, id) => group === 'ci' && ledger.vanished(id),
    });
  }

  /** Lines of the story are made when it is read: few of thousands of worlds have theirs read. */
  tell(told: () => string): void {
    const at = this.base.clock();
    this.#story.push(() => `${String((at - this.#begin) / 1000).padStart(5)} s  ${told()}`);
  }

  /** What happened, a line each: calls, effects, what evaluations came to. */
  get story(): string[] {
    return this.#story.map((line) => line());
  }

  /** Jobs for so many workers. */
  demand(workers: number): void {
    this.tell(() => `work for ${workers}`);
    this.base.queues.set('jobs', { waiting: workers * 10 });
  }

  async policy(written: PolicyDocument): Promise<void> {
    this.tell(() => 'another policy');
    const document = this.cloud.policy(written);
    this.policies.push(document);
    const version = { group: 'ci', version: this.policies.length, at: this.base.clock(), by: null, because: null };
    await this.base.table.records.accept({ ...version, document });
  }

  /** What somebody sets by hand, at any moment: also while an evaluation is in the middle of a call. */
  async byHand(manual: Partial<Manual>): Promise<void> {
    this.tell(() => `by hand: ${JSON.stringify(manual)}`);
    const { states } = this.base.table;
    const state = this.state();
    if (!state) throw new Error('ci has no state yet');
    await states.setManual(state, { ...state.manual, ...manual }, this.base.clock());
  }

  async policyDeleted(): Promise<void> {
    this.tell(() => 'the policy is deleted');
    this.base.table.of('ci').document = null;
    await this.base.accept('ci');
  }

  add(group: string, worker: Parameters<Cloud['add']>[1] = {}): string {
    const id = this.cloud.add(group, worker);
    if (group === 'ci') this.ledger.alive.add(id);
    return id;
  }

  vanish(id: string): void {
    this.cloud.vanish(id);
    this.ledger.vanished(id);
  }

  /** The worker stops: it is capacity no more, even when somebody starts it again. An event says so, in the same minute. */
  stop(id: string): void {
    if (this.cloud.stop) {
      this.cloud.stop(id);
      this.stopped.set(id, 'untold');
      this.#messages.push({ at: this.base.clock(), trigger: 'worker-event', receives: 1, stopped: id });
    } else this.cloud.vanish(id);
    this.ledger.vanished(id);
  }

  start(id: string): void {
    this.tell(() => `${id} is started`);
    this.cloud.start?.(id);
    this.#countAgain(id);
  }

  /** A worker counts again whose stop neither an event nor an evaluation has shown. */
  #countAgain(id: string): void {
    const isSeen = this.state()?.provider.stopped.some((worker) => worker.id === id) === true;
    const isAlive = this.alive().some((worker) => worker.id === id);
    if (isAlive && !isSeen && this.stopped.get(id) === 'foreign') this.ledger.alive.add(id);
  }

  /** The events that have come by now, and are not yet delivered. */
  async events(): Promise<void> {
    await Promise.all(this.#arrived((message) => message.stopped !== undefined).map((each) => this.#invoke(each)));
  }

  #arrived(isMeant: (message: Message) => boolean = () => true): Message[] {
    const isNow = (message: Message) => message.at <= this.base.clock() && isMeant(message);
    const arrived = this.#messages.filter(isNow);
    this.#messages = this.#messages.filter((message) => !isNow(message));
    return arrived;
  }

  /** All workers stand in their target groups, and are found healthy. */
  async inService(): Promise<void> {
    const ids = this.alive().map(({ id }) => id);
    await this.base.targets.register(this.targetGroups(), ids);
    this.#becomeHealthy();
  }

  /** What the worker says of itself, or its owner of it. */
  says(id: string, word: Word, on = true): void {
    if (!this.alive().some((worker) => worker.id === id)) return;
    this.cloud.says(id, word, on);
    this.ledger.note(on ? word : `not ${word}`, [id]);
  }

  alive = (): readonly ModelWorker[] => this.cloud.alive('ci');
  leaving = (): readonly ModelWorker[] => this.alive().filter(({ drainingUntil }) => drainingUntil !== null);
  /** What the workers weigh that are capacity: alive, and not on their way out. */
  capacity(): number {
    const staying = this.alive().filter(({ drainingUntil }) => drainingUntil === null);
    return this.unitsOf(staying.map(({ instanceType = '' }) => instanceType));
  }
  unitsOf(types: readonly string[]): number {
    const weights = weightsIn(this.scenario.policy);
    return types.reduce((sum, type) => sum + (weights[type] ?? 1), 0);
  }
  heaviest = (): number => heaviestOf(this.policies);
  /** Whether the capacity is what is asked for, or more by less than a worker. */
  isReached(): boolean {
    const beyond = this.capacity() - this.scenario.wants;
    return beyond >= 0 && beyond < this.heaviest();
  }
  targetGroups = (): readonly string[] => targetGroupsOf(this.cloud.policy(this.scenario.policy));
  state = () => this.base.table.kept.get('ci')?.state ?? null;
  activities = () => [...(this.base.table.kept.get('ci')?.activities.values() ?? [])];

  pass(seconds: number): void {
    this.lowest = Math.min(this.lowest, this.capacity());
    if (this.scenario.listsLate)
      this.#listings.push({ at: this.base.clock(), workers: copyOf(this.base.fleet.shownNow()) });
    this.base.pass(seconds);
    for (const id of [...this.ledger.alive]) if (this.cloud.hasEnded?.(id)) this.ledger.vanished(id);
  }

  /** An evaluation that nothing befalls. */
  async evaluateCalmly(): Promise<void> {
    const { dependencies, clock } = this.base;
    const providers = this.cloud.providers((ports) => ports, clock);
    await evaluate(['ci'], 'schedule', this.#cache, { ...dependencies, providers });
  }

  /** One evaluation. Returns when it has ended, died, or been stopped. */
  evaluate(trigger: Trigger): Promise<void> {
    return this.#invoke({ trigger, receives: 1 });
  }

  async #invoke(invocation: Invocation): Promise<void> {
    const turn = ++this.#evaluations;
    const process = new Process(`function-${turn}`);
    const { dependencies, clock } = this.base;
    const skew = (this.scenario.skew?.(turn) ?? 0) * 1000;
    const fast = { clock: () => clock() + skew };
    const { providers: _, ...others } = dependencies;
    const own = this.gate.through(process, { ...others, ...fast, holder: process.holder });
    const providers = this.cloud.providers((ports) => this.gate.through(process, ports), fast.clock);
    this.running.add(process);
    // If the observation as a whole fails, the message comes again.
    const ended = this.#handled(process, invocation, { ...own, providers }).catch(() => this.#again(invocation));
    await this.#stopOf({ process, ended, ...invocation });
  }

  async #handled(process: Process, invocation: Invocation, dependencies: EvaluationDependencies): Promise<void> {
    const evaluated = async () => {
      const [report] = await evaluate(['ci'], invocation.trigger, this.#cache, dependencies);
      if (report) this.#ended(process, report, invocation);
    };
    const { stopped: worker } = invocation;
    if (worker === undefined) return evaluated();
    const event = { kind: 'stops' as const, worker, at: this.base.clock() };
    const { result } = await onWorkerEvent(event, { ...dependencies, evaluate: evaluated });
    this.tell(() => `${process.holder} is told that ${worker} stopped: ${result}`);
    this.stopped.set(worker, result === 'foreign' ? 'foreign' : 'told');
    this.#countAgain(worker);
  }

  /** The stopped evaluations go on, to their end. */
  async wake(): Promise<void> {
    const woken = this.asleep.splice(0);
    for (const { process } of woken) this.tell(() => `${process.holder} goes on`);
    for (const { process } of woken) process.wake();
    await Promise.all(woken.map((each) => this.#stopOf(each)));
  }

  async #stopOf(evaluation: Running): Promise<void> {
    const { process, ended } = evaluation;
    const end = await Promise.race([ended, process.stopped]);
    if (end !== 'sleeps') this.running.delete(process);
    if (end === 'died') this.#again(evaluation);
    if (end !== 'sleeps') return;
    this.slept += 1;
    this.asleep.push(evaluation);
  }

  /** The schedule's tick, and the messages that are to come by now. */
  async tick(together = 1): Promise<void> {
    this.#becomeHealthy();
    const now = this.base.clock();
    for (const message of this.#arrived()) await this.#invoke(message);
    const isDue = (await dueAtTick(this.base.table.states, now)).includes('ci');
    if (isDue) await Promise.all(Array.from({ length: together }, () => this.evaluate('schedule')));
  }

  /** The load balancer finds every worker healthy that it was told of by the minute before. */
  #becomeHealthy(): void {
    for (const targetGroup of this.targetGroups()) {
      for (const id of this.base.targets.registered(targetGroup)) this.base.targets.set(targetGroup, id, 'healthy');
    }
  }

  #ended(
    { holder }: Process,
    { result, reason, finished, lookAgainIn }: EvaluationReport,
    invocation: Invocation,
  ): void {
    this.tell(() => `${holder} ${result}: ${sentence(reason)}${finished ? ` Finished ${finished}.` : ''}`);
    if (result === 'failed') this.#again(invocation);
    if (lookAgainIn !== undefined && lookAgainIn <= 900) {
      this.#send({ trigger: 'follow-up', receives: 1 }, lookAgainIn);
    }
  }

  #again({ trigger, receives, stopped }: Invocation): void {
    if (receives >= RECEIVES) return;
    const again = { trigger, receives: receives + 1, ...(stopped !== undefined && { stopped }) };
    this.#send(again, stopped === undefined ? VISIBILITY_SECONDS : EVENT_AGAIN_SECONDS);
  }

  #send(invocation: Invocation, seconds: number): void {
    this.#messages.push({ ...invocation, at: this.base.clock() + seconds * 1000 });
  }

  /** DescribeInstances is eventually consistent: it tells what was some time ago. */
  #listedLate(): ListedWorker[] {
    const at = this.base.clock() - (this.scenario.listsLate ?? 0) * 1000;
    const listing = this.#listings.findLast((each) => each.at <= at) ?? this.#listings[0];
    return copyOf(listing?.workers ?? this.base.fleet.shownNow());
  }
}

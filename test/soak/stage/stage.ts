import type { EvaluationReport } from '../../../shared/evaluation/index.ts';
import type { PolicyDocument } from '../../../shared/policy/index.ts';
import { sentence } from '../../../shared/presentation/index.ts';
import { copyOf } from '../../fakes/copy.ts';
import { setting } from '../../shared/evaluation/setting.ts';
import { TableHistory } from '../checker/history.ts';
import { Ec2Ledger } from '../checker/ledger.ts';
import type { Configuration, GroupPlan } from '../configuration/configuration.ts';
import { SUBNETS, TYPES } from '../configuration/policies.ts';
import { Deliveries } from '../deliveries/deliveries.ts';
import { queuePort } from '../deliveries/queue.ts';
import { chanceFor } from '../faults/chance.ts';
import type { FaultPlan } from '../faults/faults.ts';
import { Injections } from '../faults/injections.ts';
import { ReplacingProviders } from '../providers/replacing.ts';
import { Agenda } from './agenda.ts';
import { Functions } from './functions.ts';
import { type Invocation, SoakGate } from './gate.ts';
import { Numbers } from './numbers.ts';
import { Processes } from './processes.ts';
import { type Mutate, unchanged } from './protocol-ports.ts';
import { RunLog } from './run-log.ts';
import { Surroundings } from './surroundings.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** EC2 remembers a token a little longer than Headcount relies on. */
const TOKENS_KNOWN_FOR = 3600 * SECOND + 120 * SECOND;
const POOLS = TYPES.flatMap((type) => SUBNETS.map((subnet) => `${type}/${subnet}/on-demand`));

export interface StageUse {
  readonly seed: number;
  readonly configuration: Configuration;
  readonly mutate?: Mutate | undefined;
  /** Keys of the injections that may happen; null or absent: all. */
  readonly only?: ReadonlySet<string> | null | undefined;
}

/** A whole stage in virtual time: its functions, with fakes of the AWS services that they use. */
export class Stage {
  readonly base: ReturnType<typeof setting>;
  readonly begin: number;
  readonly configuration: Configuration;
  readonly injections: Injections;
  readonly history: TableHistory;
  readonly ledger: Ec2Ledger;
  readonly replacing: ReplacingProviders;
  /** Failures that only a bug can cause, not an injected fault. */
  readonly wrong: string[] = [];
  /** Messages that failed every time. */
  readonly buried: string[] = [];
  evaluations = 0;
  readonly #agenda = new Agenda();
  readonly #seed: number;
  readonly #runLog: RunLog;
  readonly #processes: Processes;
  readonly #functions: Functions;
  readonly #deliveries: Deliveries;
  readonly #surroundings: Surroundings;

  constructor({ seed, mutate = unchanged, only = null, ...use }: StageUse) {
    const injections = new Injections(only);
    const configuration = injections.configured(use.configuration);
    const {
      pauses = [],
      pendingFor,
      invisibleFor,
      faultsUntil,
      rate,
      outages,
      mostSkew,
      longPauses = 0.1,
      slow,
    } = configuration;
    this.configuration = configuration;
    this.injections = injections;
    const base = setting({ pendingFor, invisibleFor });
    const { clock, table } = base;
    const begin = clock();
    base.fleet.tokensKnownFor = TOKENS_KNOWN_FOR;
    this.base = base;
    this.begin = begin;
    this.#seed = seed;
    const [agenda, numbers] = [this.#agenda, new Numbers(() => clock() - begin)];
    this.history = new TableHistory(table, clock);
    this.ledger = new Ec2Ledger(clock);
    this.#runLog = new RunLog(() => clock() - begin);
    const kinds = new Map(
      configuration.groups.flatMap(({ group, replacedBy }) => (replacedBy ? [[group, replacedBy]] : [])),
    );
    this.replacing = new ReplacingProviders({
      ...{ kinds, clock, pendingFor, reaction: invisibleFor },
      onLaunch: (group, id) => this.ledger.launchedByProvider(group, id),
      onReplace: (_, id) => this.ledger.lost(id),
    });
    const { tell } = this.#runLog;
    const plan: FaultPlan = {
      ...{ seed, begin, rate, until: begin + faultsUntil, longPauses, slow },
      pauses: pauses.map((pause) => ({ ...pause, from: begin + pause.from })),
      outages: outages.map((outage) => ({ ...outage, from: begin + outage.from, to: begin + outage.to })),
    };
    const gate = new SoakGate({ plan, injections, clock, history: this.history, watch: this.ledger, tell });
    const threw = (where: string, error: unknown) => this.#threw(where, error);
    this.#processes = new Processes({ seed, mostSkew, clock, numbers, agenda, gate, tell, threw });
    this.#functions = new Functions({
      ...{ seed, base, replacing: this.replacing, mutate, deadLetters: this.buried, threw },
      queue: queuePort((sent) => this.#deliveries.send(sent)),
      tunings: queuePort((sent) => this.#deliveries.sendTuning(sent)),
      log: (process, report) => this.#log(process, report),
    });
    const [processes, functions] = [this.#processes, this.#functions];
    const faults = { injections, begin, faultsUntil: begin + faultsUntil };
    const delivering = { agenda, seed, numbers, clock, ...faults, processes, functions, tell };
    this.#deliveries = new Deliveries(delivering, this.buried);
    this.#surroundings = new Surroundings({
      ...{ seed, begin, base, replacing: this.replacing, configuration, agenda, tell },
      ...{ injections, ledger: this.ledger, deliveries: this.#deliveries },
    });
    for (const group of configuration.groups) this.#plan(group);
    for (const { from, to, room, code } of configuration.shortages) {
      agenda.at(begin + from, () => this.#short(room, code));
      agenda.at(begin + to, () => this.#short(null));
    }
    agenda.at(begin, () => this.#minute());
  }

  get now(): number {
    return this.base.clock();
  }

  /** The log of the run, one line per event. */
  get log(): string[] {
    return this.#runLog.lines;
  }

  /** Whether a process is paused. */
  get isPaused(): boolean {
    return this.#processes.asleep.size > 0;
  }

  async play(until: number): Promise<void> {
    for (;;) {
      const next = this.#agenda.take(this.begin + until);
      if (!next) break;
      this.#passTo(next.at);
      await next.run();
    }
    this.#passTo(this.begin + until);
  }

  #passTo(at: number): void {
    if (at <= this.now) return;
    this.base.pass((at - this.now) / SECOND);
    this.ledger.notice((id) => this.base.fleet.endingOf(id)?.state === 'terminated');
  }

  #plan({ group, policies, demand, versions }: GroupPlan): void {
    for (const { at, document } of policies) this.#agenda.at(this.begin + at, () => this.#apply(document));
    for (const { at, workers } of demand)
      this.#agenda.at(this.begin + at, () => this.#surroundings.work(group, workers));
    for (const at of versions)
      this.#agenda.at(this.begin + at, () => {
        const version = String(Number(this.base.fleet.templateVersion) + 1);
        this.#runLog.tell(() => `the launch templates have version ${version}`);
        this.base.fleet.templateVersion = version;
      });
  }

  /** An operator writes a policy. */
  #apply(document: PolicyDocument): void {
    this.#runLog.tell(() => `${document.group}: a policy is written`);
    this.base.table.of(document.group).document = copyOf({ ...document });
    this.#deliveries.policyChanged(document.group);
  }

  #short(room: number | null, code?: string): void {
    this.#runLog.tell(() => (room === null ? 'EC2 has capacity again' : `EC2 has room for ${room}: ${code}`));
    const { fleet } = this.base;
    this.replacing.setRoom(room ?? Number.POSITIVE_INFINITY);
    for (const pool of POOLS) room === null ? fleet.hasCapacityAgain(pool) : fleet.makeShort(pool, room, code);
  }

  /** Once a minute: what happens around the stage, pushes, and the schedule. */
  async #minute(): Promise<void> {
    this.#agenda.at(this.now + MINUTE, () => this.#minute());
    for (const { group, isPushed } of this.configuration.groups)
      if (isPushed) {
        const { between } = chanceFor(this.#seed, `push for ${group} at ${this.now}`);
        this.#agenda.at(this.now + between(0, 40) * SECOND, () => this.#push(group));
      }
    await this.#surroundings.minute();
    await this.#processes.invoke('on-schedule', (running) => this.#functions.onSchedule(running));
  }

  #push(group: string): Promise<void> {
    const jobs = this.#surroundings.jobs(group);
    return this.#processes.invoke('on-push', (running) => this.#functions.onPush(group, jobs, running));
  }

  /** An error such as a TypeError is a bug, and never the result of an injected fault. */
  #threw(where: string, error: unknown): void {
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    this.#runLog.tell(() => `${where}: ${text}`);
    if (error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError)
      this.wrong.push(`${where}: ${text}`);
  }

  #log({ holder }: Invocation, report: EvaluationReport): void {
    this.evaluations += 1;
    const { group, result, reason, error, activity } = report;
    if (error && /^(TypeError|RangeError|ReferenceError)/.test(error)) this.wrong.push(`${holder}: ${error}`);
    if (result !== 'held')
      this.#runLog.tell(
        () => `${holder} ${group} ${result}${activity ? ` ${activity}` : ''}: ${error ?? sentence(reason)}`,
      );
  }
}

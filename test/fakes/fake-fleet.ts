import { isDeepStrictEqual } from 'node:util';
import { type Report, TAG, tagsOfReport, type UnreadableReport } from '../../shared/names/index.ts';
import { isBusy } from '../../shared/providers/ec2/api/errors.ts';
import { launchErrors, type Refused } from '../../shared/providers/ec2/api/launching/refusals.ts';
import { type LaunchPart, launchInRounds } from '../../shared/providers/ec2/launching/parts.ts';
import { launchInTurns } from '../../shared/providers/ec2/launching/turns.ts';
import { isWeighted } from '../../shared/providers/ec2/launching/weights.ts';
import {
  type Ec2Launch,
  type Ec2Launched,
  type ListedWorker,
  type Market,
  type ParkedInstances,
  type Parking,
  type Pool,
  type PoolStart,
  poolKey,
  type Resizer,
  type WarmInstances,
  type Workers,
} from '../../shared/providers/ec2/ports.ts';
import type { FoundWorker } from '../../shared/providers/index.ts';
import type { TaggedReports } from '../../shared/providers/reports/index.ts';
import { Calls } from './calls.ts';
import { copyOf } from './copy.ts';
import { FakeTemplates } from './fake-templates.ts';

export interface FleetOptions {
  /** ms since the epoch. */
  readonly clock: () => number;
  /** ms from a launch until the worker is listed, for all or for the nth that is launched; ms until it runs. */
  readonly invisibleFor?: number | ((nth: number) => number);
  readonly pendingFor?: number;
  readonly zoneOf?: (subnet: string) => string;
}

export interface Ending {
  readonly state: 'stopped' | 'terminated';
  readonly at: number;
  /** A code of EC2's state reasons. */
  readonly code: string;
}

/**
 * EC2 as a resizer sees it, for one stage. Spot launches go round the pools; on-demand ones take the first. A pool made
 * short by `makeShort` gives what is left and then answers with an error. `calls` counts `list`, `launch`, `markDraining`,
 * `cancelDrain`, `terminate`, `startMembers` and `park`, and can be told to fail.
 */
export class FakeFleet implements Workers, Resizer, WarmInstances {
  readonly calls = new Calls();
  readonly templates = new FakeTemplates();
  readonly #options: Required<FleetOptions>;
  readonly #workers = new Map<string, ListedWorker>();
  /** Ids by group, without most of those that are gone: an hours-long simulation launches hundreds. */
  readonly #ofGroup = new Map<string, Set<string>>();
  readonly #tokens = new Map<string, { launch: unknown; outcome: Promise<Ec2Launched>; at: number }>();
  readonly #protected = new Set<string>();
  readonly #short = new Map<string, { remaining: number; code: string }>();
  readonly #endings = new Map<string, Ending>();
  readonly #deleted = new Set<string>();
  #failing: { left: number; after: number; code: string } | null = null;
  #launches = 0;

  constructor(options: FleetOptions) {
    this.#options = { invisibleFor: 0, pendingFor: 0, zoneOf: (subnet) => `zone-of-${subnet}`, ...options };
  }

  /** What `$Default` and `$Latest` of every launch template are now. */
  get templateVersion(): string {
    return this.templates.byDefault;
  }

  set templateVersion(version: string) {
    this.templates.byDefault = version;
  }

  /** From now on, nothing can be launched from this version. */
  deleteVersion(version: string): void {
    this.#deleted.add(version);
    this.templates.delete(version);
  }

  #isDeleted = (version: string): boolean => this.#deleted.has(this.templates.numberOf(version));

  /** A pool (`type/subnet/market`) that gives only `remaining` more. */
  makeShort(pool: string, remaining = 0, code = 'InsufficientInstanceCapacity'): void {
    this.#short.set(pool, { remaining, code });
  }

  hasCapacityAgain(pool: string): void {
    this.#short.delete(pool);
  }

  /** A worker that runs already, launched a day ago unless told otherwise. */
  add(group: string, worker: Partial<Omit<ListedWorker, 'group' | 'state' | 'stateReason'>> = {}): string {
    const id = worker.id ?? this.#newId();
    this.#workers.set(id, {
      group,
      state: 'running',
      stateReason: null,
      launchedAt: this.#options.clock() - 86_400_000,
      instanceType: 'm7g.large',
      market: 'on-demand',
      zone: 'zone-a',
      drainingUntil: null,
      protected: false,
      busy: null,
      drained: false,
      activity: null,
      ...worker,
      id,
    });
    this.#ofGroup.set(group, (this.#ofGroup.get(group) ?? new Set()).add(id));
    return id;
  }

  /** Ends a worker behind everybody's back: spot reclaim, a person, a broken host. */
  vanish(id: string, code = 'Client.UserInitiatedShutdown'): void {
    this.#endings.set(id, { state: 'terminated', at: this.#options.clock(), code });
  }

  /** The worker's operating system shuts down, and EC2 stops the instance. */
  stop(id: string, code = 'Client.InstanceInitiatedShutdown'): void {
    this.#endings.set(id, { state: 'stopped', at: this.#options.clock(), code });
  }

  /** Somebody starts a stopped worker. */
  start(id: string): void {
    if (this.#endings.get(id)?.state === 'stopped') this.#endings.delete(id);
  }

  /** Ids of the members of the group's warm pool: those that rest, or all. */
  members(group: string, { isParked = false } = {}): string[] {
    return this.shownNow([...this.#workers.keys()], true)
      .filter((worker) => worker.group === group && worker.warm === true && worker.state !== 'terminated')
      .filter(({ state }) => !isParked || state === 'stopped')
      .map(({ id }) => id);
  }

  /** ms for which EC2 remembers the token of a launch. */
  tokensKnownFor = Number.POSITIVE_INFINITY;
  /** How long an instance takes until it has stopped, and whether EC2 can hibernate one. */
  stoppingFor = 0;
  canHibernate = true;
  /** How often each member was started. */
  readonly starts = new Map<string, number>();

  async startMembers(group: string, activity: string, members: readonly PoolStart[]): Promise<Ec2Launched> {
    await this.calls.enter('startMembers');
    const refused = new Map<string, Refused>();
    const launched = members.flatMap(({ id, instanceType, subnet }) => {
      const worker = this.shownNow([id])[0];
      const isOurs =
        worker?.group === group && (worker.warm === true ? worker.activity !== activity : worker.activity === activity);
      if (!worker || !isOurs || worker.state === 'terminated' || worker.state === 'stopping') return [];
      const market: Market = 'on-demand';
      if (worker.state === 'stopped') {
        if (!this.#poolWithRoom([{ instanceType, subnet }], market, 0, refused)) return [];
        this.#endings.delete(id);
        this.starts.set(id, (this.starts.get(id) ?? 0) + 1);
        this.#change(id, { launchedAt: this.#options.clock() });
        this.#failIfAsked(id);
      }
      const { reported = { ready: false, retire: false, alive: null } } = worker;
      this.#change(id, { warm: false, activity, reported: { ...reported, ready: false } });
      return [{ id, instanceType, subnet, market }];
    });
    const errors = launchErrors([...refused.values()]);
    const started = new Set(launched.map(({ id }) => id));
    const left = members.map(({ id }) => id).filter((id) => !started.has(id));
    return { launched, errors: errors.map((error) => ({ ...error, retry: 'now' as const, members: left })) };
  }

  async park(group: string, ids: readonly string[], { state, returns }: Parking): Promise<ParkedInstances> {
    await this.calls.enter('park');
    const errors: ParkedInstances['errors'][number][] = [];
    const stopped: string[] = [];
    const parked = ids.filter((id) => {
      const worker = this.shownNow([id])[0];
      if (worker?.group !== group || worker.state === 'terminated') return false;
      const isFree = worker.busy !== true && !worker.protected;
      if (worker.warm !== true) {
        if (!returns || !isFree) return false;
        const { reported = { ready: false, retire: false, alive: null } } = worker;
        this.#change(id, { warm: true, drainingUntil: null, drained: false, reported: { ...reported, ready: false } });
      }
      if (state === 'running' || worker.state === 'stopped' || worker.state === 'stopping') return true;
      if (worker.state !== 'running' || !isFree) return false;
      if (state === 'hibernated' && !this.canHibernate) {
        errors.push({ code: 'UnsupportedHibernationConfiguration', message: 'not enabled for hibernation' });
        stopped.push(id);
      }
      this.stop(id, 'Client.UserInitiatedShutdown');
      return true;
    });
    return { parked, ...(stopped.length > 0 && { stopped }), errors: errors.slice(0, 1) };
  }

  /** The next `count` launches succeed, and their instances end by themselves, `after` ms later. */
  failLaunches(count: number, { after = 0, code = 'Client.InternalError' } = {}): void {
    this.#failing = { left: count, after, code };
  }

  /** How and why a worker stopped or ended; undefined while it is there. EC2 shows it for about an hour. */
  endingOf(id: string): Ending | undefined {
    const ending = this.#endings.get(id);
    return ending && ending.at <= this.#options.clock() ? ending : undefined;
  }

  /** EC2's termination protection: the worker outlives every call to end it. */
  protect(id: string): void {
    this.#protected.add(id);
  }

  /** What the worker says of itself by its tag; `null` takes the tag off. */
  setBusy(id: string, on: boolean | null = true): void {
    this.#change(id, { busy: on });
  }

  /** What the worker reports of itself with its tags. */
  report(id: string, report: Report | UnreadableReport, at = this.#options.clock()): void {
    const { reported = { ready: false, retire: false, alive: null } } = this.#workers.get(id) ?? {};
    if (typeof report === 'object') {
      this.setReported(id, { ...reported, unreadable: tagsOfReport(report, at)[TAG.unreadable] ?? null });
      return;
    }
    const alive = new Date(at).toISOString();
    if (report === 'busy' || report === 'idle') this.setBusy(id, report === 'busy');
    this.setReported(id, {
      ...reported,
      alive,
      ...((report === 'ready' || report === 'retire') && { [report]: true }),
    });
  }

  /** The tags of its reports, whatever they contain. */
  setReported(id: string, reported: TaggedReports): void {
    this.#change(id, { reported });
  }

  /** The owner's tag. */
  setProtected(id: string, on = true): void {
    this.#change(id, { protected: on });
  }

  /** The draining worker says that it is done. */
  setDrained(id: string, on = true): void {
    this.#change(id, { drained: on });
  }

  /** Of a worker that is there, listed or not. */
  stateOf(id: string): ListedWorker['state'] | undefined {
    const worker = this.endingOf(id) === undefined ? this.#workers.get(id) : undefined;
    return worker && this.#asOfNow(worker).state;
  }

  /** All that run or boot, listed or not: what is paid for. */
  alive(group: string): ListedWorker[] {
    return this.#thereIn(group)
      .filter(({ id }) => this.endingOf(id) === undefined)
      .map((worker) => this.#asOfNow(worker));
  }

  async list(groups: readonly string[]): Promise<Map<string, ListedWorker[]>> {
    await this.calls.enter('list');
    return new Map(groups.map((group) => [group, this.listedNow(group)]));
  }

  /** What a listing of the group shows at this moment. */
  listedNow(group: string): ListedWorker[] {
    return this.shownNow(this.#thereIn(group).map(({ id }) => id));
  }

  /** In any state but terminated, from which no worker comes back. */
  #thereIn(group: string): ListedWorker[] {
    const ids = this.#ofGroup.get(group) ?? new Set();
    for (const id of ids) if (this.#isGone(id)) ids.delete(id);
    return [...ids].flatMap((id) => this.#workers.get(id) ?? []);
  }

  #isGone = (id: string): boolean => this.endingOf(id)?.state === 'terminated';

  /** What EC2 shows of these instances at this moment, in any state. */
  shownNow(ids: readonly string[] = [...this.#workers.keys()], evenInvisible = false): ListedWorker[] {
    return ids
      .flatMap((id) => (evenInvisible ? this.#workers.get(id) : this.#visible(id)) ?? [])
      .map((worker) => this.#asOfNow(worker));
  }

  async byId(ids: readonly string[]): Promise<ListedWorker[]> {
    await this.calls.enter('byId');
    return this.shownNow(ids);
  }

  async all(): Promise<ListedWorker[]> {
    await this.calls.enter('all');
    return this.shownNow();
  }

  async find(id: string): Promise<FoundWorker | null> {
    await this.calls.enter('find');
    const worker = this.#visible(id);
    if (!worker) return null;
    const alive = this.endingOf(id) === undefined;
    return {
      ...{ group: worker.group, alive, draining: worker.drainingUntil !== null },
      ...(worker.warm === true && { isMember: true }),
      ...(worker.warm === false && { startedAt: worker.launchedAt }),
    };
  }

  async launch(group: string, activity: string, intent: Ec2Launch): Promise<Ec2Launched> {
    await this.calls.enter('launch');
    const launch = copyOf({ group, activity, intent });
    const now = this.#options.clock();
    const remembered = this.#tokens.get(intent.token);
    const known = remembered && now - remembered.at <= this.tokensKnownFor ? remembered : undefined;
    if (known && !isDeepStrictEqual(known.launch, launch)) {
      const launched = this.alive(group)
        .filter((worker) => worker.activity === activity)
        .map(({ id, instanceType, market, subnet = '' }) => ({ id, instanceType, market, subnet }));
      const message = 'the token was used with other parameters';
      const error = { code: 'IdempotentParameterMismatch', message, pools: [], capacity: false };
      return { launched, errors: [error] };
    }
    const outcome = known?.outcome ?? this.#launchNow(group, activity, intent);
    this.#tokens.set(intent.token, { launch, outcome, at: known?.at ?? now });
    return copyOf(await outcome);
  }

  async markDraining(group: string, ids: readonly string[], until: number): Promise<void> {
    await this.calls.enter('markDraining');
    for (const id of ids) {
      if (this.#shown(id)?.group === group) this.#change(id, { drainingUntil: until });
    }
  }

  async cancelDrain(group: string, ids: readonly string[]): Promise<void> {
    await this.calls.enter('cancelDrain');
    for (const id of ids) {
      if (this.#shown(id)?.group === group) this.#change(id, { drainingUntil: null, drained: false });
    }
  }

  async terminate(group: string, ids: readonly string[], evenBusy: boolean): Promise<string[]> {
    await this.calls.enter('terminate');
    const isGoing = (id: string): boolean => {
      const worker = this.#visible(id);
      if (!worker || this.endingOf(id)?.state === 'terminated') return true;
      if (worker.group !== group || worker.protected || this.#protected.has(id)) return false;
      return evenBusy || worker.busy !== true;
    };
    const gone = ids.filter(isGoing);
    for (const id of gone) {
      if (this.#visible(id) && this.endingOf(id)?.state !== 'terminated') this.vanish(id);
    }
    return gone;
  }

  /** The worker, if it is listed by now. */
  #shown(id: string): ListedWorker | undefined {
    return this.endingOf(id) === undefined ? this.#visible(id) : undefined;
  }

  /** In any state. What EC2 does not show yet it neither tags nor terminates, but takes for gone. */
  #visible(id: string): ListedWorker | undefined {
    const worker = this.#workers.get(id);
    // A stopped instance that is started again stays visible.
    const isVisible =
      this.starts.has(id) || (worker && worker.launchedAt + this.#invisibleFor(id) <= this.#options.clock());
    return isVisible ? worker : undefined;
  }

  #invisibleFor(id: string): number {
    const { invisibleFor } = this.#options;
    return typeof invisibleFor === 'number' ? invisibleFor : invisibleFor(Number(id.slice('i-'.length)));
  }

  #change(id: string, change: Partial<ListedWorker>): void {
    const worker = this.#workers.get(id);
    if (!worker) throw new Error(`there is no worker ${id}`);
    this.#workers.set(id, { ...worker, ...change });
  }

  async #launchNow(group: string, activity: string, intent: Ec2Launch): Promise<Ec2Launched> {
    const substitute = intent.substitutes === true;
    const { version } = intent.launchTemplate;
    if (this.#isDeleted(version)) {
      const message = `Could not find the specified version ${version} for the launch template`;
      return {
        launched: [],
        errors: [{ code: 'InvalidLaunchTemplateId.VersionNotFound', message, pools: [], capacity: false }],
      };
    }
    const ask = async (part: LaunchPart) => {
      const refused = new Map<string, Refused>();
      const launched = this.#poolsFor(part, intent, refused).map(({ pool, market }) => {
        const { instanceType, subnet } = pool;
        const zone = this.#options.zoneOf(subnet);
        const launchedAt = this.#options.clock();
        const template = this.#templateOf(intent);
        const image = intent.launchTemplate.image ?? this.templates.images.get(template.version);
        const launchedFrom = { template, ...(image !== undefined && { image }) };
        const worker = { launchedAt, instanceType, market, zone, subnet, substitute, activity, ...launchedFrom };
        const id = this.add(group, { ...worker, ...(intent.warm && { warm: true }) });
        this.#failIfAsked(id);
        return { id, instanceType, market, subnet };
      });
      const isFinal =
        (intent.by === undefined || (isWeighted(intent) && refused.size === 0)) &&
        ![...refused.values()].some(({ code }) => isBusy(code));
      return { launched, refused: [...refused.values()], short: [...refused.keys()], isFinal };
    };
    const answers = await (isWeighted(intent) ? launchInTurns : launchInRounds)(intent, ask);
    const errors = launchErrors(answers.flatMap(({ refused }) => refused));
    return { launched: answers.flatMap(({ launched }) => launched), errors };
  }

  /** Where the instances of a request come from: as many as it takes to reach its target, which the last one may exceed. */
  #poolsFor(part: LaunchPart, intent: Ec2Launch, refused: Map<string, Refused>): { pool: Pool; market: Market }[] {
    const chosen: { pool: Pool; market: Market }[] = [];
    let turn = 0;
    for (const [market, units] of [
      ['on-demand', part.onDemand],
      ['spot', part.spot],
    ] as const) {
      let left = units;
      while (left > 0) {
        const isRun = intent.by !== undefined && isWeighted(intent);
        const pool = this.#poolWithRoom(isRun ? part.pools.slice(0, 1) : part.pools, market, turn++, refused);
        if (pool) chosen.push({ pool, market });
        else if (isWeighted(intent)) break;
        left -= pool?.weight ?? 1;
        // RunInstances is asked for as many as fit, and for one at least.
        if (isRun && left < (pool?.weight ?? 1)) break;
      }
    }
    return chosen;
  }

  #templateOf({ launchTemplate: { id, name, version } }: Ec2Launch): { id: string; version: string } {
    return { id: id ?? `lt-${name}`, version: this.templates.numberOf(version) };
  }

  #failIfAsked(id: string): void {
    const failing = this.#failing;
    if (failing === null || failing.left <= 0) return;
    failing.left -= 1;
    this.#endings.set(id, { state: 'terminated', at: this.#options.clock() + failing.after, code: failing.code });
  }

  #poolWithRoom(pools: readonly Pool[], market: Market, turn: number, refused: Map<string, Refused>) {
    // By lowest price a tie goes to the first pool, every time.
    const start = market === 'on-demand' || pools.length === 0 ? 0 : turn % pools.length;
    return [...pools.slice(start), ...pools.slice(0, start)].find((pool) => {
      const key = poolKey(pool, market);
      const short = this.#short.get(key);
      if (!short) return true;
      if (short.remaining-- > 0) return true;
      refused.set(key, { code: short.code, message: `${key} is out of capacity`, pools: [key] });
      return false;
    });
  }

  #asOfNow(worker: ListedWorker): ListedWorker {
    const ending = this.endingOf(worker.id);
    if (ending) {
      const { code } = ending;
      const isStopping = ending.state === 'stopped' && ending.at + this.stoppingFor > this.#options.clock();
      const state = isStopping ? ('stopping' as const) : ending.state;
      return { ...worker, state, stateReason: { code, message: `${code}: as the fake was asked` } };
    }
    const running = worker.launchedAt + this.#options.pendingFor <= this.#options.clock();
    return { ...worker, state: running ? 'running' : 'pending' };
  }

  #newId(): string {
    return `i-${String(++this.#launches).padStart(17, '0')}`;
  }
}

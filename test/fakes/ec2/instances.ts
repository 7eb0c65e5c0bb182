import { type Report, TAG, tagsOfReport, type UnreadableReport } from '../../../shared/names/index.ts';
import type { ListedWorker } from '../../../shared/providers/instances/listed-worker.ts';
import type { TaggedReports } from '../../../shared/providers/reports/index.ts';

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

/** The reports of a worker that hasn't reported. */
export const NOTHING_REPORTED: TaggedReports = { ready: false, retire: false, alive: null };

/** The instances of a stage: how they come and go, what happens to them without a call, and what EC2 shows of them. */
export class FakeInstances {
  readonly #options: Required<FleetOptions>;
  readonly #workers = new Map<string, ListedWorker>();
  /** Ids by group, without most of those that are gone: an hours-long simulation launches hundreds. */
  readonly #ofGroup = new Map<string, Set<string>>();
  readonly #endings = new Map<string, Ending>();
  #failing: { left: number; after: number; code: string } | null = null;
  #launches = 0;
  /** How long an instance takes until it has stopped. */
  stoppingFor = 0;
  /** How often each member of a warm pool was started. */
  readonly starts = new Map<string, number>();

  constructor(options: FleetOptions) {
    this.#options = { invisibleFor: 0, pendingFor: 0, zoneOf: (subnet) => `zone-of-${subnet}`, ...options };
  }

  now(): number {
    return this.#options.clock();
  }

  zoneOf(subnet: string): string {
    return this.#options.zoneOf(subnet);
  }

  /** A worker that runs already, launched a day ago unless told otherwise. */
  add(group: string, worker: Partial<Omit<ListedWorker, 'group' | 'state' | 'stateReason'>> = {}): string {
    const id = worker.id ?? this.#newId();
    this.#workers.set(id, {
      group,
      state: 'running',
      stateReason: null,
      launchedAt: this.now() - 86_400_000,
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
    this.#endings.set(id, { state: 'terminated', at: this.now(), code });
  }

  /** The worker's operating system shuts down, and EC2 stops the instance. */
  stop(id: string, code = 'Client.InstanceInitiatedShutdown'): void {
    this.#endings.set(id, { state: 'stopped', at: this.now(), code });
  }

  /** Somebody starts a stopped worker. */
  start(id: string): void {
    if (this.#endings.get(id)?.state !== 'stopped') return;
    this.#endings.delete(id);
    this.change(id, { launchedAt: this.now() });
  }

  /** The next `count` launches succeed, and their instances end by themselves, `after` ms later. */
  failLaunches(count: number, { after = 0, code = 'Client.InternalError' } = {}): void {
    this.#failing = { left: count, after, code };
  }

  /** How and why a worker stopped or ended; undefined while it is there. EC2 shows it for about an hour. */
  endingOf(id: string): Ending | undefined {
    const ending = this.#endings.get(id);
    return ending && ending.at <= this.now() ? ending : undefined;
  }

  /** What the worker says of itself by its tag; `null` takes the tag off. */
  setBusy(id: string, on: boolean | null = true): void {
    this.change(id, { busy: on });
  }

  /** What the worker reports of itself with its tags. */
  report(id: string, report: Report | UnreadableReport, at = this.now()): void {
    const { reported = NOTHING_REPORTED } = this.#workers.get(id) ?? {};
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
    this.change(id, { reported });
  }

  /** The owner's tag. */
  setProtected(id: string, on = true): void {
    this.change(id, { protected: on });
  }

  /** The draining worker says that it is done. */
  setDrained(id: string, on = true): void {
    this.change(id, { drained: on });
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
      .flatMap((id) => (evenInvisible ? this.#workers.get(id) : this.visible(id)) ?? [])
      .map((worker) => this.#asOfNow(worker));
  }

  /** Starts a resting member of a warm pool. */
  startAsMember(id: string): void {
    this.#endings.delete(id);
    this.starts.set(id, (this.starts.get(id) ?? 0) + 1);
    this.change(id, { launchedAt: this.now() });
    this.failIfAsked(id);
  }

  /** Ids of the members of the group's warm pool: those that rest, or all. */
  members(group: string, { isParked = false } = {}): string[] {
    return this.shownNow([...this.#workers.keys()], true)
      .filter((worker) => worker.group === group && worker.warm === true && worker.state !== 'terminated')
      .filter(({ state }) => !isParked || state === 'stopped')
      .map(({ id }) => id);
  }

  /** The worker, if it is listed by now. */
  shown(id: string): ListedWorker | undefined {
    return this.endingOf(id) === undefined ? this.visible(id) : undefined;
  }

  /** In any state. What EC2 does not show yet it neither tags nor terminates, but takes for gone. */
  visible(id: string): ListedWorker | undefined {
    const worker = this.#workers.get(id);
    // A stopped instance that is started again stays visible.
    const isVisible = this.starts.has(id) || (worker && worker.launchedAt + this.#invisibleFor(id) <= this.now());
    return isVisible ? worker : undefined;
  }

  #invisibleFor(id: string): number {
    const { invisibleFor } = this.#options;
    return typeof invisibleFor === 'number' ? invisibleFor : invisibleFor(Number(id.slice('i-'.length)));
  }

  change(id: string, change: Partial<ListedWorker>): void {
    const worker = this.#workers.get(id);
    if (!worker) throw new Error(`there is no worker ${id}`);
    this.#workers.set(id, { ...worker, ...change });
  }

  failIfAsked(id: string): void {
    const failing = this.#failing;
    if (failing === null || failing.left <= 0) return;
    failing.left -= 1;
    this.#endings.set(id, { state: 'terminated', at: this.now() + failing.after, code: failing.code });
  }

  #asOfNow(worker: ListedWorker): ListedWorker {
    const ending = this.endingOf(worker.id);
    if (ending) {
      const { code } = ending;
      const isStopping = ending.state === 'stopped' && ending.at + this.stoppingFor > this.now();
      const state = isStopping ? ('stopping' as const) : ending.state;
      return { ...worker, state, stateReason: { code, message: `${code}: as the fake was asked` } };
    }
    const running = worker.launchedAt + this.#options.pendingFor <= this.now();
    return { ...worker, state: running ? 'running' : 'pending' };
  }

  #newId(): string {
    return `i-${String(++this.#launches).padStart(17, '0')}`;
  }
}

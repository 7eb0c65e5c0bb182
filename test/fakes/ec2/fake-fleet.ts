import type {
  Ec2Launch,
  Ec2Launched,
  ParkedInstances,
  Parking,
  PoolStart,
  Resizer,
  WarmInstances,
  Workers,
} from '../../../shared/providers/ec2/ports.ts';
import type { FoundWorker } from '../../../shared/providers/index.ts';
import type { ListedWorker } from '../../../shared/providers/instances/listed-worker.ts';
import { Calls } from '../calls.ts';
import { FakeCapacity } from './capacity.ts';
import { FakeTemplates } from './fake-templates.ts';
import { FakeInstances } from './instances.ts';
import { FakeLaunches } from './launches.ts';
import { FakeWarmMembers } from './warm-members.ts';

/**
 * EC2 for the resizer of one stage. A pool that `makeShort` limits launches what is left, and then answers with an error.
 * `calls` counts `list`, `launch`, `markDraining`, `cancelDrain`, `terminate`, `startMembers` and `park`. Tests can make
 * each of them fail.
 */
export class FakeFleet extends FakeInstances implements Workers, Resizer, WarmInstances {
  readonly calls = new Calls();
  readonly templates = new FakeTemplates();
  /** ms for which EC2 remembers the token of a launch. */
  tokensKnownFor = Number.POSITIVE_INFINITY;
  /** Whether EC2 can hibernate an instance. */
  canHibernate = true;
  readonly #capacity = new FakeCapacity();
  readonly #launches = new FakeLaunches(this, this.templates, this.#capacity);
  readonly #warm = new FakeWarmMembers(this, this.#capacity);
  readonly #protected = new Set<string>();

  /** What `$Default` and `$Latest` of every launch template are now. */
  get templateVersion(): string {
    return this.templates.byDefault;
  }

  set templateVersion(version: string) {
    this.templates.byDefault = version;
  }

  /** From now on, nothing can be launched from this version. */
  deleteVersion(version: string): void {
    this.#launches.deleteVersion(version);
  }

  /** A pool (`type/subnet/market`) that gives only `remaining` more. */
  makeShort(pool: string, remaining = 0, code = 'InsufficientInstanceCapacity'): void {
    this.#capacity.makeShort(pool, remaining, code);
  }

  hasCapacityAgain(pool: string): void {
    this.#capacity.hasCapacityAgain(pool);
  }

  /** EC2's termination protection: the worker outlives every call to end it. */
  protect(id: string): void {
    this.#protected.add(id);
  }

  async list(groups: readonly string[]): Promise<Map<string, ListedWorker[]>> {
    await this.calls.enter('list');
    return new Map(groups.map((group) => [group, this.listedNow(group)]));
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
    const worker = this.visible(id);
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
    return this.#launches.launch(group, activity, intent, this.tokensKnownFor);
  }

  async markDraining(group: string, ids: readonly string[], until: number): Promise<void> {
    await this.calls.enter('markDraining');
    for (const id of ids) {
      if (this.shown(id)?.group === group) this.change(id, { drainingUntil: until });
    }
  }

  async cancelDrain(group: string, ids: readonly string[]): Promise<void> {
    await this.calls.enter('cancelDrain');
    for (const id of ids) {
      if (this.shown(id)?.group === group) this.change(id, { drainingUntil: null, drained: false });
    }
  }

  async terminate(group: string, ids: readonly string[], evenBusy: boolean): Promise<string[]> {
    await this.calls.enter('terminate');
    const isGoing = (id: string): boolean => {
      const worker = this.visible(id);
      if (!worker || this.endingOf(id)?.state === 'terminated') return true;
      if (worker.group !== group || worker.protected || this.#protected.has(id)) return false;
      return evenBusy || worker.busy !== true;
    };
    const gone = ids.filter(isGoing);
    for (const id of gone) {
      if (this.visible(id) && this.endingOf(id)?.state !== 'terminated') this.vanish(id);
    }
    return gone;
  }

  async startMembers(group: string, activity: string, members: readonly PoolStart[]): Promise<Ec2Launched> {
    await this.calls.enter('startMembers');
    return this.#warm.startMembers(group, activity, members);
  }

  async park(group: string, ids: readonly string[], parking: Parking): Promise<ParkedInstances> {
    await this.calls.enter('park');
    return this.#warm.park(group, ids, parking, this.canHibernate);
  }
}

import { launchErrors, type Refused } from '../../../shared/providers/ec2/api/launching/refusals.ts';
import type { Ec2Launched, ParkedInstances, Parking, PoolStart } from '../../../shared/providers/ec2/ports.ts';
import type { Market } from '../../../shared/providers/instances/listed-worker.ts';
import type { FakeCapacity } from './capacity.ts';
import { type FakeInstances, NOTHING_REPORTED } from './instances.ts';

/** Starts the members of a warm pool, and lets workers rest in it. */
export class FakeWarmMembers {
  readonly #instances: FakeInstances;
  readonly #capacity: FakeCapacity;

  constructor(instances: FakeInstances, capacity: FakeCapacity) {
    this.#instances = instances;
    this.#capacity = capacity;
  }

  startMembers(group: string, activity: string, members: readonly PoolStart[]): Ec2Launched {
    const refused = new Map<string, Refused>();
    const launched = members.flatMap(({ id, instanceType, subnet }) => {
      const worker = this.#instances.shownNow([id])[0];
      const isOurs =
        worker?.group === group && (worker.warm === true ? worker.activity !== activity : worker.activity === activity);
      if (!worker || !isOurs || worker.state === 'terminated' || worker.state === 'stopping') return [];
      const market: Market = 'on-demand';
      if (worker.state === 'stopped') {
        if (!this.#capacity.withRoom([{ instanceType, subnet }], market, 0, refused)) return [];
        this.#instances.startAsMember(id);
      }
      const { reported = NOTHING_REPORTED } = worker;
      this.#instances.change(id, { warm: false, activity, reported: { ...reported, ready: false } });
      return [{ id, instanceType, subnet, market }];
    });
    const errors = launchErrors([...refused.values()]);
    const started = new Set(launched.map(({ id }) => id));
    const left = members.map(({ id }) => id).filter((id) => !started.has(id));
    return { launched, errors: errors.map((error) => ({ ...error, retry: 'now' as const, members: left })) };
  }

  park(group: string, ids: readonly string[], { state, returns }: Parking, canHibernate: boolean): ParkedInstances {
    const errors: ParkedInstances['errors'][number][] = [];
    const stopped: string[] = [];
    const parked = ids.filter((id) => {
      const worker = this.#instances.shownNow([id])[0];
      if (worker?.group !== group || worker.state === 'terminated') return false;
      const isFree = worker.busy !== true && !worker.protected;
      if (worker.warm !== true) {
        if (!returns || !isFree) return false;
        const { reported = NOTHING_REPORTED } = worker;
        this.#instances.change(id, {
          warm: true,
          drainingUntil: null,
          drained: false,
          reported: { ...reported, ready: false },
        });
      }
      if (state === 'running' || worker.state === 'stopped' || worker.state === 'stopping') return true;
      if (worker.state !== 'running' || !isFree) return false;
      if (state === 'hibernated' && !canHibernate) {
        errors.push({ code: 'UnsupportedHibernationConfiguration', message: 'not enabled for hibernation' });
        stopped.push(id);
      }
      this.#instances.stop(id, 'Client.UserInitiatedShutdown');
      return true;
    });
    return { parked, ...(stopped.length > 0 && { stopped }), errors: errors.slice(0, 1) };
  }
}

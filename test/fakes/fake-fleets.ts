import { type Report, TAG, type UnreadableReport } from '../../shared/names/index.ts';
import type { DescribedFleet } from '../../shared/providers/ec2-fleet/index.ts';
import type { Fleets } from '../../shared/providers/ec2-fleet/ports.ts';
import type { FoundWorker, Terminated } from '../../shared/providers/index.ts';
import { Calls } from './calls.ts';
import { FakeAutoScaling, type FakeAutoScalingOptions } from './fake-auto-scaling.ts';

/** EC2 Fleets in memory: each launches until it has what it wants, and replaces what is lost, as an Auto Scaling group does. */
export class FakeFleets implements Fleets {
  readonly calls = new Calls();
  /** Instances are the members. */
  readonly instances: FakeAutoScaling;
  readonly #modifying = new Set<string>();

  constructor(options: FakeAutoScalingOptions) {
    this.instances = new FakeAutoScaling(options);
  }

  create(id: string, group: string): void {
    this.instances.create(id, { group });
  }

  /** Somebody modifies the fleet, or the modification ends. */
  modify(id: string, on: boolean): void {
    if (on) this.#modifying.add(id);
    else this.#modifying.delete(id);
  }

  async fleets(ids: readonly string[]): Promise<ReadonlyMap<string, DescribedFleet>> {
    await this.calls.enter('fleets');
    const [groups, instances] = await Promise.all([this.instances.groups(ids), this.instances.membersOf(ids)]);
    return new Map(
      [...groups.values()].map(({ name: id, desired, members }) => {
        const described: DescribedFleet = {
          ...{
            id,
            type: 'maintain',
            state: this.#modifying.has(id) ? 'modifying' : 'active',
            desired,
            onDemand: desired,
          },
          ...{ defaultMarket: 'on-demand', weighted: false, failing: false, validUntil: null, tags: {} },
          members: members.map((member) => {
            const seen = instances.get(member.id);
            const tags = { ...seen?.tags, [TAG.stage]: 'dev', ...(member.protected && { [TAG.protected]: 'true' }) };
            const state = member.lifecycle === 'InService' ? 'running' : 'pending';
            const instance = seen === undefined ? null : { ...seen, tags, state };
            return { id: member.id, instanceType: member.instanceType, healthy: member.healthy, instance };
          }),
        };
        return [id, described];
      }),
    );
  }

  async raise(plan: Parameters<Fleets['raise']>[0]): Promise<{ readonly desired: number }> {
    await this.calls.enter('raise');
    return this.instances.raise(plan);
  }

  async remove(id: string, workers: readonly string[], evenBusy: boolean): Promise<Terminated> {
    await this.calls.enter('remove');
    return this.instances.remove(id, workers, evenBusy);
  }

  async mark(workers: readonly string[], until: number): Promise<void> {
    await this.calls.enter('mark');
    await this.instances.mark(workers, until);
  }

  async unmark(workers: readonly string[]): Promise<void> {
    await this.calls.enter('unmark');
    await this.instances.unmark(workers);
  }

  async markDrained(worker: string): Promise<void> {
    await this.calls.enter('markDrained');
    await this.instances.markDrained(worker);
  }

  async markReported(worker: string, report: Report | UnreadableReport, at: number): Promise<void> {
    await this.calls.enter('markReported');
    await this.instances.markReported(worker, report, at);
  }

  async lastFailure(): Promise<string | null> {
    return null;
  }

  async find(worker: string): Promise<FoundWorker | null> {
    await this.calls.enter('find');
    return this.instances.find(worker);
  }
}

import { TAG } from '../../../shared/names/index.ts';
import type { DescribedFleet } from '../../../shared/providers/ec2-fleet/index.ts';
import type { Fleets } from '../../../shared/providers/ec2-fleet/ports.ts';
import { OverMembers } from '../over-members.ts';

/** EC2 Fleets in memory: each launches until it has what it wants, and replaces what is lost, as an Auto Scaling group does. */
export class FakeFleets extends OverMembers implements Fleets {
  /** Instances are the members. */
  readonly instances = this.members;
  readonly #modifying = new Set<string>();

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

  async lastFailure(): Promise<string | null> {
    return null;
  }
}

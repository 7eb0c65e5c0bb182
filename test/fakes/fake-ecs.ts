import type { Reason } from '../../shared/model/index.ts';
import { TAG } from '../../shared/names/index.ts';
import { because } from '../../shared/providers/ecs-service/because.ts';
import type { DescribedService } from '../../shared/providers/ecs-service/index.ts';
import type { Ecs } from '../../shared/providers/ecs-service/ports.ts';
import { OverMembers } from './over-members.ts';

/**
 * Services of the cluster `main` in memory: each starts tasks until it has what it wants, and replaces what is lost, as an
 * Auto Scaling group does with its instances.
 */
export class FakeEcs extends OverMembers implements Ecs {
  /** Tasks are the members. */
  readonly tasks = this.members;
  readonly #deploying = new Set<string>();
  readonly #scaled = new Set<string>();

  protected override holder(name: string): string {
    return serviceIn(name);
  }

  /** A deployment begins or ends. */
  deploy(service: string, on: boolean): void {
    if (on) this.#deploying.add(service);
    else this.#deploying.delete(service);
  }

  /** Application Auto Scaling scales the service. */
  scaleBesides(service: string): void {
    this.#scaled.add(service);
  }

  async machines(): ReturnType<Ecs['machines']> {
    return new Map();
  }
  async place(): ReturnType<Ecs['place']> {
    throw new Error('its tasks run on Fargate');
  }
  async setOpen(): Promise<void> {}

  async services(names: readonly string[]): Promise<ReadonlyMap<string, DescribedService>> {
    await this.calls.enter('services');
    const services = names.map(serviceIn);
    const [groups, instances] = await Promise.all([this.tasks.groups(services), this.tasks.membersOf(services)]);
    return new Map(
      [...groups.values()].map(({ name, desired, members }) => {
        const rollout = this.#deploying.has(name) ? 'IN_PROGRESS' : 'COMPLETED';
        const described: DescribedService = {
          ...{ name: `main/${name}`, arn: `arn:aws:ecs:us-east-1:000000000000:service/main/${name}`, status: 'ACTIVE' },
          ...{ desired, started: members.length, daemon: false, taskSets: 0, tags: {}, events: [] },
          ...{ isOnInstances: false, taskDefinition: 'worker:1' },
          deployments: [{ status: 'PRIMARY', rollout }],
          tasks: members.map((member) => {
            const { id, zone, lifecycle, healthy, protected: isProtected } = member;
            const { launchedAt = null, tags = {} } = instances.get(id) ?? {};
            return {
              ...{ id, arn: id, zone, createdAt: launchedAt, startedFor: `service:${name}`, runsOn: 'FARGATE' },
              ...{ lastStatus: lifecycle === 'InService' ? 'RUNNING' : 'PENDING', desiredStatus: 'RUNNING' },
              ...{
                containerInstance: '',
                reserves: null,
                health: healthy ? 'HEALTHY' : 'UNHEALTHY',
                revision: 'worker:1',
                protected: isProtected,
              },
              tags: { ...tags, [TAG.stage]: 'dev' },
            };
          }),
        };
        return [described.name, described];
      }),
    );
  }

  async ownScaling(name: string): Promise<Reason | null> {
    return this.#scaled.has(serviceIn(name)) ? because['ecs-scales-itself']({ name, min: 1, max: 10 }) : null;
  }
}

const serviceIn = (name: string): string => name.split('/').at(-1) ?? '';

import type { ShownInstance } from '../../../local/ec2/index.ts';
import type { LocalEcs } from '../../../local/ecs/index.ts';
import { TAG } from '../../../shared/names/names.ts';
import { GROUPS, type GroupName, STAGE, serviceOf } from '../groups.ts';
import { GROUP_NAME_TAG } from '../invariants/index.ts';
import { type ByHand, ChangesByHand } from './by-hand.ts';

/** In the run's time. */
export const DELAYS = { reaction: 10_000, starting: 30_000, stopping: 20_000, invisible: 5_000, shownAfterwards: 1e12 };
const CLUSTER = 'main';
const FIRST_TASKS_SECONDS = 300;
const NOT_OURS = 'production-web';
const MOST_TASKS = 20;
/** The longest protection that ECS allows; no run is as long. */
const PROTECTED_MINUTES = 2_880;

/** The ECS services of a run, which their owner creates. These calls do not pass the proxy. */
export class ChaosEcs {
  readonly #standIn: LocalEcs;
  readonly #byHand = new ChangesByHand((name) => this.#service(name).desired);
  /** Tasks that no evaluation may stop: a protected one of each service, and all of a service of another stage. */
  readonly bystanders = new Set<string>();

  constructor(standIn: LocalEcs) {
    this.#standIn = standIn;
  }

  create(moveOn: (seconds: number) => void): void {
    const services = GROUPS.flatMap((group) => {
      const name = serviceOf(group);
      return name === null ? [] : [{ name, group, stage: STAGE }];
    });
    for (const { name, group, stage } of [...services, { name: NOT_OURS, group: 'web', stage: 'production' }]) {
      const tags = Object.entries({ [TAG.group]: group, [TAG.stage]: stage }).map(([key, value]) => ({ key, value }));
      this.#standIn.answer('CreateService', {
        ...{ cluster: CLUSTER, serviceName: name, taskDefinition: 'worker:1', desiredCount: 1 },
        ...{ propagateTags: 'SERVICE', tags },
      });
    }
    for (let times = 0; times < 3; times++) {
      moveOn(FIRST_TASKS_SECONDS);
      this.#standIn.services();
    }
    for (const { cluster, tasks } of this.#standIn.services()) {
      for (const { id, arn } of tasks.values()) {
        this.bystanders.add(`${cluster}/${id}`);
        // The tag protects it from evaluations, and the protection from its service.
        this.#standIn.answer('TagResource', { resourceArn: arn, tags: [{ key: TAG.protected, value: 'true' }] });
        this.#standIn.answer('UpdateTaskProtection', {
          ...{ cluster, tasks: [id], protectionEnabled: true, expiresInMinutes: PROTECTED_MINUTES },
        });
      }
    }
  }

  get faults() {
    return this.#standIn.faults;
  }

  /** The tasks that a service keeps: the protected one stays when a person lowers the desired count to 0. */
  held = (name: string): number => Math.max(this.#service(name).desired, 1);
  byHand = (name: string): ByHand => this.#byHand.of(name);

  /** Somebody changes the desired count. */
  add(group: GroupName, workers: number): void {
    const name = serviceOf(group) ?? '';
    const desiredCount = Math.max(0, Math.min(MOST_TASKS, this.#service(name).desired + workers));
    this.#byHand.noting(name, () =>
      this.#standIn.answer('UpdateService', { cluster: CLUSTER, service: name, desiredCount }),
    );
  }

  /** Somebody stops a task. */
  stop(id: string): void {
    this.#standIn.answer('StopTask', { cluster: CLUSTER, task: id.split('/')[1] });
  }

  /** Every task there ever was, as if it were an instance with the name of its service as a tag. */
  everything(): ShownInstance[] {
    return this.#standIn.services().flatMap((service) =>
      [...service.tasks.values()].map((task): ShownInstance => {
        const endedAt = task.stopping?.at ?? null;
        const tags = new Map([...task.tags, [GROUP_NAME_TAG, service.name]]);
        const state = endedAt === null ? 'running' : 'terminated';
        return {
          id: `${service.cluster}/${task.id}`,
          launchedAt: task.createdAt,
          endedAt,
          tags,
          state,
        } as ShownInstance;
      }),
    );
  }

  #service(name: string) {
    const service = this.#standIn.services().find((each) => each.name === name);
    if (!service) throw new Error(`There is no service '${name}'.`);
    return service;
  }
}

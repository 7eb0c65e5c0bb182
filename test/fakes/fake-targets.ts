import type { SeenTarget, TargetHealth, Targets } from '../../shared/providers/ec2/ports.ts';
import { Calls } from './calls.ts';

/** Target groups and what stands in them. `calls` counts `health`, `register` and `deregister`. */
export class FakeTargets implements Targets {
  readonly calls = new Calls();
  readonly #groups = new Map<string, Map<string, TargetHealth>>();
  readonly #isRunning: (id: string) => boolean;

  constructor(isRunning: (id: string) => boolean = () => true) {
    this.#isRunning = isRunning;
  }

  create(targetGroup: string): void {
    this.#groups.set(targetGroup, new Map());
  }

  delete(targetGroup: string): void {
    this.#groups.delete(targetGroup);
  }

  /** As the load balancer finds a worker from now on; before that a registered one is `initial`. */
  set(targetGroup: string, id: string, health: TargetHealth): void {
    this.#groups.get(targetGroup)?.set(id, health);
  }

  /** Ids that stand in the target group and are not on their way out. */
  registered(targetGroup: string): string[] {
    return [...(this.#groups.get(targetGroup) ?? [])].flatMap(([id, health]) => (health === 'draining' ? [] : [id]));
  }

  async health(targetGroups: readonly string[]): Promise<Map<string, ReadonlyMap<string, SeenTarget>>> {
    await this.calls.enter('health');
    return new Map(
      targetGroups.flatMap((group) => {
        const targets = this.#groups.get(group);
        return targets ? [[group, new Map([...targets].map(([id, health]) => [id, { health }]))]] : [];
      }),
    );
  }

  async register(targetGroups: readonly string[], ids: readonly string[]): Promise<void> {
    await this.calls.enter('register');
    for (const targets of this.#of(targetGroups)) {
      for (const id of ids.filter(this.#isRunning)) {
        if ((targets.get(id) ?? 'draining') === 'draining') targets.set(id, 'initial');
      }
    }
  }

  /** What is deregistered is on its way out for as long as the load balancer lets its connections end: here, for ever. */
  async deregister(targetGroups: readonly string[], ids: readonly string[]): Promise<void> {
    await this.calls.enter('deregister');
    for (const targets of this.#of(targetGroups))
      for (const id of ids) if (targets.has(id)) targets.set(id, 'draining');
  }

  #of(targetGroups: readonly string[]): Map<string, TargetHealth>[] {
    return targetGroups.flatMap((group) => this.#groups.get(group) ?? []);
  }
}

import { expect, test } from 'vitest';
import { STAGE } from '../integration/deployed-stack.ts';
import { clusterMain } from '../local/ecs/cluster.ts';
import type { deployedGroups } from './stage.ts';

/** A service of ECS on instances of two tasks each, both scaled by the deployed stage. */
export function clusterStories({ stack, groupOf }: ReturnType<typeof deployedGroups>): void {
  const main = clusterMain(() => stack.ecs(), STAGE);

  test('instances follow the tasks of a service to 12 and back to 1', async () => {
    main.create('web', 1);
    const pace = { cooldown: 0, stabilization: 0, limits: [] };
    const nodes = await groupOf('nodes', {
      ...{ cluster: 'main', tier: 'worker', metrics: { needed: { formula: 'cluster.desired' } } },
      rules: [{ kind: 'backlog', metric: 'needed', perWorker: 1 }],
      behavior: { out: pace, in: { ...pace, drain: 60 } },
    });
    const web = await groupOf('web', {
      ...{ jobs: 1, cluster: 'main', tier: 'application' },
      provider: { kind: 'ecs-service', cluster: 'main', service: 'web' },
      behavior: { out: pace, in: { ...pace, drain: 0 } },
    });
    const desired = async () => [(await web.state()).decision.desired, (await nodes.state()).decision.desired];
    const passes = () => web.after(desired);
    /** Until the service has all its tasks, and none waits for a place. */
    const settles = (count: number) =>
      expect
        .poll(() => {
          main.join(stack.instances('nodes').filter(({ state }) => state === 'running'));
          return [main.running('web'), main.tasks('web').length];
        })
        .toEqual([count, count]);

    await expect.poll(passes).toEqual([1, 1]);
    await settles(1);
    await web.send(11);
    // The schedule may have come between, and resizes a part then.
    await expect.poll(passes).toEqual([12, 6]);
    await settles(12);
    expect(nodes.living()).toHaveLength(6);
    await web.empty();
    await web.send(1);
    await expect.poll(passes).toEqual([1, 1]);
    // Empty ones drain first: ECS places nothing more on them.
    await expect.poll(() => nodes.after(() => nodes.living().length)).toBe(1);
    await settles(1);
    expect(stack.refused()).toEqual([]);
  });
}

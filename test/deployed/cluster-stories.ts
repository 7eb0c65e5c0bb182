import { expect, test } from 'vitest';
import { STAGE } from '../integration/deployed-stack.ts';
import { clusterMain } from '../local/ecs/cluster.ts';
import type { deployedGroups } from './stage.ts';

/** A service of ECS on instances of two tasks each, both scaled by the deployed stage. */
export function clusterStories({ stack, groupOf }: ReturnType<typeof deployedGroups>): void {
  const main = clusterMain(() => stack.ecs(), STAGE);

  test('instances follow the tasks of a service to 40 and back to 1, within two passes', async () => {
    main.create('web', 1);
    const pace = { cooldown: 0, stabilization: 0, limits: [] };
    const nodes = await groupOf('nodes', {
      ...{ cluster: 'main', tier: 'worker', metrics: { needed: { formula: 'cluster.desired' } } },
      rules: [{ kind: 'backlog', metric: 'needed', perWorker: 1 }],
      behavior: { out: pace, in: { ...pace, drain: 60 } },
    });
    const web = await groupOf('web', {
      ...{ cluster: 'main', tier: 'application', capacity: { min: 1, max: 40 } },
      provider: { kind: 'ecs-service', cluster: 'main', service: 'web' },
      // A single message asks for all of them: no pass finds a part of the demand.
      rules: [{ kind: 'backlog', metric: 'jobs', perWorker: 1 / 40 }],
      behavior: { out: pace, in: { ...pace, drain: 0 } },
    });
    const desired = async () => [(await web.state()).decision.desired, (await nodes.state()).decision.desired];
    /** How many passes it takes until both groups want that. */
    const passesUntil = async (tasks: number, instances: number, since: number) => {
      await expect.poll(() => web.after(desired)).toEqual([tasks, instances]);
      const passes = (await stack.evaluations('nodes', since)).filter(({ result }) => result !== 'lost');
      const first = passes.findIndex(({ decision }) => decision?.desired === instances);
      // None since: a pass before that moment has decided it, or has not stored its record yet.
      return first === -1 ? passes.length : first + 1;
    };
    /** Until the service has all its tasks, and none waits for a place. */
    const settles = (count: number) =>
      expect
        .poll(() => {
          main.join(stack.instances('nodes').filter(({ state }) => state === 'running'));
          return [main.running('web'), main.tasks('web').length];
        })
        .toEqual([count, count]);

    await passesUntil(1, 1, Date.now());
    await settles(1);
    let since = Date.now();
    await web.send(1);
    expect(await passesUntil(40, 20, since)).toBeLessThanOrEqual(2);
    // No task needs another instance than those: each has its place after one boot.
    await settles(40);
    await web.evaluated();
    expect(nodes.living()).toHaveLength(20);
    await web.empty();
    await expect.poll(() => web.after(async () => (await web.state()).decision.desired)).toBe(1);
    // Their instances stay until the tasks have stopped.
    await expect.poll(() => main.there('web')).toBe(1);
    since = Date.now();
    expect(await passesUntil(1, 1, since)).toBeLessThanOrEqual(2);
    // Empty ones drain first: ECS places nothing more on them.
    await expect.poll(() => nodes.after(() => nodes.living().length)).toBe(1);
    await settles(1);
    expect(stack.refused()).toEqual([]);
  });
}

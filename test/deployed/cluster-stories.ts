import { expect, test } from 'vitest';
import { toRun } from '../../local/ecs/index.ts';
import { TAG } from '../../shared/names/names.ts';
import { STAGE } from '../integration/deployed-stack.ts';
import type { deployedGroups } from './stage.ts';

const TAGS = [{ key: TAG.stage, value: STAGE }];

/** A service of ECS on instances of two tasks each, both scaled by the deployed stage. */
export function clusterStories({ stack, groupOf }: ReturnType<typeof deployedGroups>): void {
  const service = () =>
    stack
      .ecs()
      .services()
      .find(({ name }) => name === 'web');
  const tasks = () => (service() ? toRun(service() as NonNullable<ReturnType<typeof service>>) : []);
  const running = () => tasks().filter((task) => stack.ecs().statusOf(task) === 'RUNNING').length;

  /** What the agents of the group's instances do. */
  function join(group: string): void {
    const known = new Set(
      stack
        .ecs()
        .containerInstances()
        .map(({ ec2InstanceId }) => ec2InstanceId),
    );
    for (const { id, state } of stack.instances(group)) {
      if (known.has(id) || state !== 'running') continue;
      stack.ecs().answer('RegisterContainerInstance', {
        ...{ cluster: 'main', instanceIdentityDocument: JSON.stringify({ instanceId: id }), tags: TAGS },
        totalResources: [
          { name: 'CPU', type: 'INTEGER', integerValue: 2048 },
          { name: 'MEMORY', type: 'INTEGER', integerValue: 4096 },
        ],
      });
    }
  }

  test('instances follow the tasks of a service to 12 and back to 1', async () => {
    const containerDefinitions = [{ name: 'app', image: 'app', cpu: 1024, memory: 512 }];
    stack.ecs().answer('RegisterTaskDefinition', { family: 'web', containerDefinitions });
    stack.ecs().answer('CreateService', {
      ...{ cluster: 'main', serviceName: 'web', taskDefinition: 'web:1', desiredCount: 1, launchType: 'EC2' },
      ...{ propagateTags: 'SERVICE', tags: TAGS },
    });
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
          join('nodes');
          return [running(), tasks().length];
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

import { describe, expect, test } from 'vitest';
import { rolling, rollingPolicy } from './rolling.ts';

describe('a rollout that somebody asks for', () => {
  test('replaces every worker, one at a time, and never has less capacity than desired', async () => {
    const world = await rolling(3, rollingPolicy(), { pendingFor: 90_000 });
    world.fleet.templateVersion = '2';
    await world.replace();
    const sizes: number[] = [];
    const ready: number[] = [];
    await world.minutes(20, () => {
      sizes.push(world.alive().length);
      ready.push(world.fleet.alive('ci').filter(({ state }) => state === 'running').length);
    });
    expect(world.versions()).toEqual(['2', '2', '2']);
    expect(world.rollout()).toMatchObject({ status: 'done', total: 3, failed: [], to: { version: '2' }, from: { version: '1' } });
    expect(Math.max(...sizes)).toBe(4);
    expect(Math.min(...ready)).toBe(3);
  });
});

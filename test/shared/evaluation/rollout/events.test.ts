import { describe, expect, test } from 'vitest';
import { eventDocument } from '../../../../shared/aws/eventbridge/event-document.ts';
import { findings } from '../../../../shared/operations/doctor.ts';
import { sentence } from '../../../../shared/presentation/index.ts';
import { StatesRead } from '../../../../shared/state/index.ts';
import { type Rolling, rolling, rollingPolicy } from './rolling.ts';

/** The events of rollouts in order, each published once. The bus of the test checks their form. */
function told({ announcements: { events } }: Rolling): string[] {
  const rollouts = events.filter(({ type }) => type.startsWith('Rollout'));
  expect(new Set(rollouts.map(({ id }) => id)).size).toBe(rollouts.length);
  return rollouts.map((event) => `${event.type}: ${eventDocument(event, 'production').text}`);
}

describe('the events of a rollout', () => {
  test('say when it starts, reaches a checkpoint and is complete', async () => {
    const world = await rolling(2, rollingPolicy({ checkpoint: '50%', bake: '2m' }));
    world.fleet.templateVersion = '2';
    await world.replace();
    await world.minutes(15);
    expect(world.rollout()?.status).toBe('done');
    const events = told(world);
    expect(events[0]).toBe(
      'Rollout Started: Workers of version 1 are replaced with workers of version 2, as ann asked.',
    );
    expect(events.some((each) => each.startsWith('Rollout Checkpoint: 50 % of the capacity has version 2.'))).toBe(
      true,
    );
    expect(events.at(-1)).toBe('Rollout Completed: The rollout to version 2 is complete: 2 workers replaced.');
    expect(world.state().counters.renewed).toBe(2);
  });

  test('say that it fails, and that everything is as before', async () => {
    const world = await rolling(2, rollingPolicy());
    world.fleet.templateVersion = '2';
    await world.replace();
    await world.minutes(2);
    await world.change((rollout) => ({ ...rollout, status: 'rolling-back', isBack: true }));
    await world.minutes(15);
    expect(world.versions()).toEqual(['1', '1']);
    expect(told(world).at(-1)).toMatch(
      /^Rollout Rolled Back: The rollout to version 2 was rolled back: all workers have version 1 again/,
    );
  });
});

test('doctor finds a rollout that has stopped, that failed and is paused, or that is old, and no other', async () => {
  const world = await rolling(1);
  const day = 86_400_000;
  const because = { code: 'rollout-alarm', params: { alarms: ['errors'] } };
  const found = (changed: object) => {
    const rollout = { id: 'r', total: 1, failed: [], passed: 0, started: { at: world.clock() }, ...changed };
    const state = { ...world.state(), rollout } as unknown as ReturnType<typeof world.state>;
    const nothing = { ended: [], ephemeral: new Set<string>(), undescribed: new Map(), notes: new Map() };
    const examined = { ...nothing, workers: [], activities: new Map(), now: world.clock() };
    return findings({ ...examined, states: new StatesRead([['ci', state]]) })
      .filter(({ kind }) => kind === 'rollout-stuck')
      .map(({ reason }) => sentence(reason));
  };
  expect(found({ status: 'stopped', because })[0]).toMatch(
    /The rollout of ci, which began .*, is not complete\. Its status is stopped\. The alarm errors is in ALARM/,
  );
  expect(found({ status: 'paused', because })).toHaveLength(1);
  expect(found({ status: 'paused', because: { code: 'rollout-by-hand', params: { by: 'ann' } } })).toEqual([]);
  expect(found({ status: 'running', started: { at: world.clock() - 2 * day } })).toHaveLength(1);
  expect(found({ status: 'running' })).toEqual([]);
  expect(found({ status: 'done', started: { at: world.clock() - 2 * day } })).toEqual([]);
});

import { describe, expect, test } from 'vitest';
import { preview } from '../../../shared/evaluation/index.ts';
import { STEADY } from '../../../shared/names/index.ts';
import { endScale, pause, resume, scale } from '../../../shared/operations/index.ts';
import { decisionReport, phrase, sentence } from '../../../shared/presentation/index.ts';
import { dueAtTick, NOON } from '../../contracts/examples.ts';
import { controlIn } from '../operations/control/control.ts';
import { FREE, policyOf, type Setting, settled } from './setting.ts';

const ANN = { by: 'ann', through: 'command' } as const;
const pauseIn = (world: Setting, request: Partial<Parameters<typeof pause>[1]> = {}) =>
  pause('ci', { because: 'incident', ...request }, ANN, controlIn(world));
const scaleIn = (world: Setting, workers: number, request: Partial<Parameters<typeof scale>[1]> = {}) =>
  scale('ci', { workers, for: 600, because: 'load test', force: false, ...request }, ANN, controlIn(world));

describe('a pause', () => {
  test('holds the group until its end, and the rules decide again then', async () => {
    const world = await settled(2);
    await pauseIn(world, { for: 120 });
    world.queues.set('jobs', { waiting: 50 });
    world.pass(119);
    expect(await world.evaluate()).toMatchObject({
      result: 'held',
      decision: { blockedBy: 'paused', desired: 2 },
      told: expect.stringContaining('Paused by ann until 2026-11-21 12:02:00 UTC: incident.'),
    });
    world.pass(1);
    expect(await world.evaluate()).toMatchObject({ result: 'resized', decision: { desired: 5 } });
  });

  test('of both directions is announced with the pause of one direction that the policy has', async () => {
    const world = await settled(2);
    await world.put(policyOf({ paused: 'in' }));
    await pauseIn(world, { for: 120 });
    await world.evaluate();
    const { reason } = world.announcements.events.find(({ type }) => type === 'Group Paused') ?? {};
    expect(reason && phrase(reason)).toMatch(
      /^Paused by ann until 2026-11-21 12:02:00 UTC: incident\..* Scale-in paused by the policy \(paused: in\)/,
    );
  });

  test('ends when somebody resumes the group', async () => {
    const world = await settled(2);
    await pauseIn(world);
    world.queues.set('jobs', { waiting: 50 });
    world.pass(86_400);
    expect((await world.evaluate()).result).toBe('held');
    await resume('ci', { because: 'over' }, ANN, controlIn(world));
    expect((await world.evaluate()).result).toBe('resized');
  });

  test('between observation and claim, the claim fails and nothing is launched', async () => {
    const world = await settled(1);
    world.queues.set('jobs', { waiting: 60 });
    const pausing = {
      read: async (...request: Parameters<typeof world.queues.read>) => {
        await pauseIn(world);
        return world.queues.read(...request);
      },
    };
    expect((await world.evaluate({ sources: world.sourcesWith({ sqs: pausing }) })).result).toBe('lost');
    expect(world.alive()).toHaveLength(1);
    expect((await world.evaluate()).decision).toMatchObject({ blockedBy: 'paused', desired: 1 });
  });

  test('during a resize leaves it to its end, and nothing new starts', async () => {
    const world = await settled(1);
    world.queues.set('jobs', { waiting: 60 });
    const { claims } = world.table;
    const pausing: typeof claims = {
      begin: (request) => claims.begin(request),
      resume: (takeover) => claims.resume(takeover),
      abandon: (...abandoned) => claims.abandon(...abandoned),
      settle: async (...outcome: Parameters<typeof claims.settle>) => {
        await pauseIn(world);
        return claims.settle(...outcome);
      },
    };
    expect(await world.evaluate({ claims: pausing })).toMatchObject({
      result: 'resized',
      outcome: { kind: 'launch' },
    });
    expect(world.alive()).toHaveLength(6);
    expect(world.state()).toMatchObject({ claim: null, decision: { desired: 6 }, manual: { pauses: [{ by: 'ann' }] } });
    world.queues.set('jobs', { waiting: 90 });
    expect((await world.evaluate()).decision).toMatchObject({ blockedBy: 'paused', desired: 6 });
  });

  test('leaves a drain to its end, and cancels none', async () => {
    const world = await settled(4, policyOf({ behavior: { in: { drain: 120 } } }));
    world.queues.set('jobs', { waiting: 20 });
    await world.evaluate();
    const { notes } = await pauseIn(world);
    expect(notes.map(sentence)).toEqual(['2 workers of ci already drain, and will be terminated.']);
    world.queues.set('jobs', { waiting: 40 });
    world.pass(60);
    await world.evaluate();
    expect(world.alive()).toHaveLength(4);
    world.pass(60);
    await world.evaluate();
    expect(world.alive()).toHaveLength(2);
    expect(world.state().drains).toEqual([]);
  });

  test.each([true, 'out', 'in'] as const)(
    'replaces nothing that is lost or unhealthy, like that of the policy: %s',
    async (paused) => {
      const [byHand, byPolicy] = [await settled(3), await settled(3, policyOf({ paused }))];
      await pauseIn(byHand, paused === true ? {} : { direction: paused });
      for (const world of [byHand, byPolicy]) {
        const [gone = '', ill = ''] = world.alive();
        world.fleet.vanish(gone);
        world.statusChecks.impair(ill);
        world.pass(600);
        await world.evaluate();
      }
      expect(byHand.alive()).toEqual(byPolicy.alive());
      expect(byHand.state().decision.desired).toBe(byPolicy.state().decision.desired);
    },
  );

  test('is in no condition', async () => {
    const world = await settled(3, policyOf({ capacity: { min: 0, max: 3 } }));
    await pauseIn(world);
    world.queues.set('jobs', { waiting: 90 });
    await world.evaluate();
    expect(world.state().watch.conditions).toEqual([]);
  });

  test('does not keep a deleted group from draining to zero, and is forgotten', async () => {
    const world = await settled(2, policyOf({ onDelete: 'drain' }));
    await pauseIn(world);
    world.table.of('ci').document = null;
    await world.accept('ci');
    expect(world.state().manual.pauses).toEqual([]);
    await world.evaluate();
    expect(world.alive()).toEqual([]);
  });
});

describe('a size set by hand', () => {
  test('holds against the rules until its end, then they decide again', async () => {
    const world = await settled(3);
    await scaleIn(world, 5);
    expect(await world.evaluate()).toMatchObject({ result: 'resized', decision: { desired: 5, current: 3 } });
    world.queues.set('jobs', { waiting: 90 });
    world.pass(599);
    expect((await world.evaluate()).decision).toMatchObject({ desired: 5, blockedBy: 'at-max' });
    expect(world.state().watch.conditions).toEqual([]);
    world.pass(1);
    expect((await world.evaluate()).decision).toMatchObject({ desired: 9, blockedBy: null });
  });

  test('ends early when somebody ends it', async () => {
    const world = await settled(3);
    await scaleIn(world, 5);
    await world.evaluate();
    await endScale('ci', { because: 'done' }, ANN, controlIn(world));
    expect((await world.evaluate()).decision).toMatchObject({ desired: 3 });
  });

  test('below the present size drains in the usual way, and protected workers stay', async () => {
    const world = await settled(4, policyOf({ behavior: { in: { ...FREE, drain: 120 } } }));
    for (const id of world.alive().slice(0, 2)) world.fleet.setProtected(id);
    await scaleIn(world, 1);
    expect(await world.evaluate()).toMatchObject({ decision: { desired: 2, blockedBy: 'protected' } });
    expect(world.state().drains).toHaveLength(1);
    expect(world.alive()).toHaveLength(4);
    world.pass(120);
    await world.evaluate();
    expect(world.alive()).toHaveLength(2);
  });

  test('is kept when workers are lost, although the rules ask for fewer', async () => {
    const world = await settled(2);
    await scaleIn(world, 5);
    await world.evaluate();
    world.pass(120);
    await world.evaluate();
    world.fleet.vanish(world.alive()[0] ?? '');
    await world.evaluate();
    expect(world.alive()).toHaveLength(5);
    expect(world.state().decision.desired).toBe(5);
  });

  test('is in the preview, and its report explains it', async () => {
    const world = await settled(2);
    await scaleIn(world, 5);
    const decided = (await preview('ci', world.dependencies))?.decided;
    if (!decided) throw new Error('nothing is decided');
    expect(decisionReport(decided.decision)).toMatch(/manual:scale +5 +Size set to 5 by ann until/);
  });
});

describe('a steady group', () => {
  const LOAD = { namespace: 'App', name: 'Load', period: 60, dimensions: { Group: 'ci' } };
  const document = policyOf({
    metrics: { load: { cloudwatch: LOAD } },
    rules: [{ kind: 'target', metric: 'load', value: 50 }],
  });
  async function steady() {
    const world = await settled(2, document);
    for (let minute = -10; minute < 0; minute++) world.metrics.put(LOAD, world.clock() + minute * 60_000, 50);
    await world.evaluate();
    expect(world.state().schedule.dueAt).toBe(STEADY);
    return world;
  }

  test('is due at once, and again at the end', async () => {
    const world = await steady();
    world.pass(10);
    await pauseIn(world, { for: 30 });
    expect(await dueAtTick(world.table.states, world.clock())).toEqual(['ci']);
    await world.evaluate();
    expect(world.state().schedule.dueAt).toBe(NOON + 40_000);
    await resume('ci', { because: 'over' }, ANN, controlIn(world));
    expect(world.state().schedule.dueAt).toBe(NOON + 10_000);
  });

  test('whose pause ends late is due as usual', async () => {
    const world = await steady();
    await pauseIn(world, { for: 3600 });
    await world.evaluate();
    expect(world.state().schedule.dueAt).toBe(STEADY);
  });
});

import { describe, expect, test } from 'vitest';
import type { Actor } from '../../../../shared/model/index.ts';
import {
  type Controlled,
  type ControlUse,
  endScale,
  type PauseRequest,
  pause,
  pauseAll,
  pauseRequest,
  resume,
  resumeAll,
  type ScaleRequest,
  scale,
  scaleRequest,
} from '../../../../shared/operations/index.ts';
import {
  controlledDocument,
  controlledLines,
  controlledOneDocument,
  sentence,
} from '../../../../shared/presentation/index.ts';
import { expectDocumented } from '../../../cli/documented.ts';
import { NOON } from '../../../contracts/examples.ts';
import { MemoryAudit } from '../../../fakes/table/memory-audit.ts';
import { policyOf, type Setting, settled } from '../../evaluation/setting.ts';
import { controlIn } from './control.ts';

const ANN: Actor = { by: 'ann', through: 'command', from: 'laptop' };
const BOB: Actor = { by: 'bob', through: 'api' };
const HOUR = 3_600_000;

const asked = (request: Partial<PauseRequest> = {}): PauseRequest => ({ because: 'incident', ...request });
const sized = (workers: number, request: Partial<ScaleRequest> = {}): ScaleRequest => ({
  ...{ workers, for: 3600, because: 'load test', force: false },
  ...request,
});
const pausesOf = (world: Setting) => world.state().manual.pauses.map(({ paused, by }) => [paused, by]);
const refusal = (doing: Promise<Controlled>) =>
  doing.then(
    () => 'done',
    (error) => error.message,
  );

describe('a pause', () => {
  test('records who, through what, from where, when, until when and why', async () => {
    const world = await settled(2);
    const done = await pause('ci', asked({ for: 3600 }), ANN, controlIn(world));
    const entry = { paused: true, ...ANN, because: 'incident', at: NOON, until: NOON + HOUR };
    expect(done).toEqual({
      ...{ group: 'ci', at: NOON, isChanged: true, notes: [] },
      manual: { pauses: [entry], scale: null },
      ended: { pauses: [], scale: null },
    });
    expect(world.state().manual.pauses).toEqual([entry]);
  });

  test('of one direction replaces that direction of an earlier one, and leaves the other', async () => {
    const world = await settled(2);
    await pause('ci', asked(), ANN, controlIn(world));
    await pause('ci', asked({ direction: 'out' }), BOB, controlIn(world));
    expect(pausesOf(world)).toEqual([
      ['in', 'ann'],
      ['out', 'bob'],
    ]);
    const { manual, ended } = await pause('ci', asked(), ANN, controlIn(world));
    expect(manual.pauses).toHaveLength(1);
    expect(ended.pauses).toHaveLength(2);
  });

  test('forgets what has ended', async () => {
    const world = await settled(2);
    await pause('ci', asked({ for: 60, direction: 'in' }), ANN, controlIn(world));
    world.pass(60);
    await pause('ci', asked({ direction: 'out' }), BOB, controlIn(world));
    expect(pausesOf(world)).toEqual([['out', 'bob']]);
  });

  test('by two at once, both count', async () => {
    const world = await settled(2);
    await Promise.all([
      pause('ci', asked({ direction: 'out' }), ANN, controlIn(world)),
      pause('ci', asked({ direction: 'in' }), BOB, controlIn(world)),
      scale('ci', sized(5), BOB, controlIn(world)),
    ]);
    expect(pausesOf(world).toSorted()).toEqual([
      ['in', 'bob'],
      ['out', 'ann'],
    ]);
    expect(world.state().manual.scale).toMatchObject({ workers: 5 });
  });

  test('at the same time as an evaluation: nothing of either is lost', async () => {
    const world = await settled(2);
    world.queues.set('jobs', { waiting: 50 });
    await Promise.all([world.evaluate(), pause('ci', asked(), ANN, controlIn(world))]);
    expect(pausesOf(world)).toEqual([[true, 'ann']]);
    expect(world.alive()).toHaveLength(world.state().decision.desired ?? 0);
  });

  test('gives up when the state changes at every attempt', async () => {
    const world = await settled(2);
    const busy: ControlUse['states'] = {
      read: (groups) => world.table.states.read(groups),
      setManual: async () => false,
    };
    expect(await refusal(pause('ci', asked(), ANN, controlIn(world, { states: busy })))).toBe(
      'The state of ci changed during each of 8 attempts. Nothing was written. Try again.',
    );
  });

  test('is in the audit trail, also when it is refused', async () => {
    const world = await settled(2);
    const audit = new MemoryAudit();
    await pause('ci', asked({ for: 60 }), ANN, controlIn(world, { audit }));
    await refusal(pause('web', asked(), ANN, controlIn(world, { audit })));
    const entries = await audit.list({ from: 0, now: NOON, limit: 9 });
    expect(entries.map(({ group, outcome }) => [group, outcome.result]).toSorted()).toEqual([
      ['ci', 'done'],
      ['web', 'failed'],
    ]);
    expect(entries.find(({ group }) => group === 'ci')).toMatchObject({
      ...{ action: 'pause', ...ANN, because: 'incident', params: { for: 60 } },
    });
  });
});

describe('the end of a pause', () => {
  test('by name ends what anybody has set, and says so', async () => {
    const world = await settled(2);
    await pause('ci', asked({ for: 3600 }), ANN, controlIn(world));
    const done = await resume('ci', { because: 'over' }, BOB, controlIn(world));
    expect(controlledLines(done)).toEqual([
      'ci: ended: paused by ann until 2026-11-21 13:00:00 UTC: incident',
      'ci: nothing is set by hand',
    ]);
  });

  test('of one direction leaves the other', async () => {
    const world = await settled(2);
    await pause('ci', asked(), ANN, controlIn(world));
    await resume('ci', { direction: 'in', because: 'over' }, BOB, controlIn(world));
    expect(pausesOf(world)).toEqual([['out', 'ann']]);
  });

  test('writes nothing if there is none, and leaves a size', async () => {
    const world = await settled(2);
    await scale('ci', sized(5), ANN, controlIn(world));
    const { revision } = world.state();
    const done = await resume('ci', { because: 'over' }, BOB, controlIn(world));
    expect(done).toMatchObject({ isChanged: false, manual: { scale: { workers: 5 } } });
    expect(world.state().revision).toBe(revision);
  });

  test('cannot end that of the policy', async () => {
    const world = await settled(2, policyOf({ paused: 'out' }));
    const text = 'The policy of ci has paused: out. Only a new version of the policy can change that';
    expect(await refusal(resume('ci', { because: 'over' }, BOB, controlIn(world)))).toBe(`${text}.`);
    await pause('ci', asked({ direction: 'in' }), ANN, controlIn(world));
    const { notes } = await resume('ci', { because: 'over' }, BOB, controlIn(world));
    expect(notes.map(sentence)).toEqual([`${text}.`]);
  });
});

describe('all groups', () => {
  const both = async () => {
    const world = await settled(2);
    await world.put({ ...policyOf(), group: 'web' });
    return world;
  };
  const GROUPS = ['ci', 'gone', 'web'];

  test('are paused beside what is paused by name, and one that fails stops no other', async () => {
    const world = await both();
    await pause('ci', asked({ direction: 'out' }), BOB, controlIn(world));
    const done = await pauseAll(GROUPS, asked({ for: 3600 }), ANN, controlIn(world));
    expect(done.map((one) => ('error' in one ? one.error.code : one.controlled.isChanged))).toEqual([
      true,
      'control-unknown-group',
      true,
    ]);
    expect(pausesOf(world)).toEqual([
      ['out', 'bob'],
      [true, 'ann'],
    ]);
    expectDocumented(['pause'], JSON.parse(JSON.stringify(done.map(controlledOneDocument))));
  });

  test('are resumed, and pauses by name stay and are named', async () => {
    const world = await both();
    await pause('ci', asked({ direction: 'out' }), BOB, controlIn(world));
    await pauseAll(['ci', 'web'], asked(), ANN, controlIn(world));
    const done = await resumeAll(['ci', 'web'], { because: 'over' }, ANN, controlIn(world));
    const notes = done.flatMap((one) => ('controlled' in one ? one.controlled.notes.map(sentence) : []));
    expect(notes).toEqual(['ci stays paused by bob. To end that, resume it by its name.']);
    expect(pausesOf(world)).toEqual([['out', 'bob']]);
    expect(world.state('web').manual.pauses).toEqual([]);
  });
});

describe('a size', () => {
  const guarded = policyOf({
    capacity: { min: 2, max: 6 },
    rules: [
      { kind: 'backlog', metric: 'jobs', perWorker: 10 },
      { kind: 'schedule', windows: [{ cron: '0 11 * * SAT', lasts: '2h', min: 3 }] },
    ],
    guards: { floor: 1, cap: [{ cron: '0 11 * * SAT', lasts: '2h', max: 9 }] },
  });

  test.each([
    [
      2,
      false,
      '2 workers would be below the minimum of an open window of ci, 3. Choose at least 3, or force it (--force).',
    ],
    [
      7,
      false,
      '7 workers would be above the maximum of an open window of ci, 6. Choose at most 6, or force it (--force).',
    ],
    [
      0,
      true,
      '0 workers would be below guards.floor of ci, 1, which nothing overrides. Choose at least 1, or change the policy.',
    ],
    [
      10,
      true,
      '10 workers would be above guards.cap of ci, 9 in an open window, which nothing overrides. Choose at most 9, or change the policy.',
    ],
    [3, false, 'done'],
    [2, true, 'done'],
    [9, true, 'done'],
  ])('of %s, forced: %s', async (workers, force, text) => {
    const world = await settled(3, guarded);
    expect(await refusal(scale('ci', sized(workers, { force }), ANN, controlIn(world)))).toBe(text);
    expect(world.state().manual.scale?.workers).toBe(text === 'done' ? workers : undefined);
  });

  test('may be the floor while the maximum of an open window is below it: the group keeps the floor anyway', async () => {
    const windows = [{ cron: '0 11 * * SAT', lasts: '2h', min: 0, max: 2 }];
    const rules = [{ kind: 'schedule' as const, windows }];
    const world = await settled(4, policyOf({ capacity: { min: 2, max: 6 }, rules, guards: { floor: 4 } }));
    const asked = (workers: number) => refusal(scale('ci', sized(workers), ANN, controlIn(world)));
    expect(await asked(3)).toContain('below guards.floor of ci, 4');
    expect(await asked(5)).toContain('Choose at most 4');
    expect(await asked(4)).toBe('done');
    expect((await world.evaluate()).decision).toMatchObject({ desired: 4 });
  });

  test('says what keeps the group from it', async () => {
    const world = await settled(3);
    const notes = async (workers: number) =>
      (await scale('ci', sized(workers), ANN, controlIn(world))).notes.map(sentence);
    await pause('ci', asked({ direction: 'out' }), BOB, controlIn(world));
    expect(await notes(5)).toEqual(['ci is paused by bob: its size changes when the pause ends.']);
    expect(await notes(2)).toEqual([]);
    await pause('ci', asked({ direction: 'out', for: 3600 }), BOB, controlIn(world));
    expect(await notes(5)).toEqual([
      expect.stringMatching(/^ci is paused by bob until \d{4}-\d\d-\d\d .+ UTC: its size changes then\.$/),
    ]);
    await world.put(policyOf({ dryRun: true, paused: 'in' }));
    expect(await notes(2)).toEqual([
      'The policy of ci has dryRun: nothing is changed.',
      'ci is paused by its policy: its size changes when the pause ends.',
    ]);
  });

  test('names the pause that lasts longest', async () => {
    const world = await settled(3);
    await pauseAll(['ci'], asked({ for: 60 }), ANN, controlIn(world));
    await pause('ci', asked({}), BOB, controlIn(world));
    const { notes } = await scale('ci', sized(5), ANN, controlIn(world));
    expect(notes.map(sentence)).toEqual(['ci is paused by bob: its size changes when the pause ends.']);
  });

  test('replaces an earlier one, and can be ended', async () => {
    const world = await settled(3);
    await scale('ci', sized(5), ANN, controlIn(world));
    expect((await scale('ci', sized(6), BOB, controlIn(world))).ended.scale).toMatchObject({ workers: 5, by: 'ann' });
    expect((await endScale('ci', { because: 'done' }, ANN, controlIn(world))).ended.scale).toMatchObject({
      workers: 6,
    });
    const again = await endScale('ci', { because: 'done' }, ANN, controlIn(world));
    expect(again.isChanged).toBe(false);
    expectDocumented(['scale'], JSON.parse(JSON.stringify(controlledDocument(again))));
  });
});

describe('no group', () => {
  test('that is unknown, has no policy in force, or is being deleted', async () => {
    const world = await settled(2, policyOf({ onDelete: 'drain' }));
    const tried = (group: string) => refusal(scale(group, sized(2), ANN, controlIn(world)));
    expect(await tried('web')).toBe(
      'There is no group web. "npx headcount policy list" shows the groups that exist, and "npx headcount policy apply FILE" adds one.',
    );
    await world.put({ group: 'bad', capacity: 'many' });
    expect(await tried('bad')).toContain('bad has no active policy, so nothing resizes it.');
    world.table.of('ci').document = null;
    await world.accept('ci');
    expect(await tried('ci')).toContain('The policy of ci is deleted, and the group scales in to 0.');
  });
});

describe('requests', () => {
  test.each([
    [pauseRequest, { because: ' incident ', for: '2h' }, { because: 'incident', for: 7200 }],
    [pauseRequest, { because: '' }, 'because'],
    [pauseRequest, {}, 'because'],
    [pauseRequest, { because: 'x', for: 0 }, 'for'],
    [pauseRequest, { because: 'x', for: '31d' }, 'for'],
    [pauseRequest, { because: 'x', for: '2 hours' }, 'for'],
    [pauseRequest, { because: 'x', direction: 'up' }, 'direction'],
    [scaleRequest, { workers: 2.5, for: '1h', because: 'x' }, 'workers'],
    [scaleRequest, { workers: -1, for: '1h', because: 'x' }, 'workers'],
    [scaleRequest, { workers: 2, because: 'x' }, 'for'],
  ])('%#', (schema, written, expected) => {
    const parsed = schema.safeParse(written);
    if (typeof expected === 'string') expect(parsed.error?.issues.map(({ path }) => path[0])).toEqual([expected]);
    else expect(parsed.data).toEqual(expected);
  });
});

import { describe, expect, test } from 'vitest';
import type { Actor } from '../../../../shared/model/index.ts';
import {
  type Replaced,
  type ReplaceUse,
  replace,
  replaceRequest,
  rolloutProgress,
  rolloutRequest,
  steer,
} from '../../../../shared/operations/index.ts';
import { type PolicyDocument, parsePolicy } from '../../../../shared/policy/index.ts';
import {
  remedy,
  replacedDocument,
  replacedLines,
  rolloutLines,
  sentence,
} from '../../../../shared/presentation/index.ts';
import type { ManagedWorker } from '../../../../shared/providers/index.ts';
import type { Rollout } from '../../../../shared/state/index.ts';
import { expectDocumented } from '../../../cli/documented.ts';
import { NOON } from '../../../contracts/examples.ts';
import { MemoryAudit } from '../../../fakes/table/memory-audit.ts';
import { policyOf, type Setting, settled } from '../../evaluation/setting.ts';
import { controlIn } from './control.ts';

const ANN: Actor = { by: 'ann', through: 'command', from: 'laptop' };

const useOf = (world: Setting, changed: Partial<ReplaceUse> = {}): ReplaceUse => ({
  ...controlIn(world),
  ...{ states: world.dependencies.states, providers: world.dependencies.providers },
  ...changed,
});
/** The group has a rollout in this state. */
async function rolling(world: Setting, changed: Partial<Rollout> = {}): Promise<void> {
  const { states } = world.dependencies;
  const state = (await states.read(['ci'])).get('ci');
  if (!state) throw new Error('no state');
  const rollout: Rollout = {
    ...{ id: 'r1', status: 'running', total: 3, failed: [], passed: 0 },
    ...{ to: { version: '2' }, from: { version: '1' } },
    started: { at: NOON, by: 'bob', through: 'api' },
    ...changed,
  };
  await states.setRollout(state, rollout, NOON);
}
const toldBy = (doing: Promise<Replaced>) =>
  doing.then(
    () => 'done',
    ({ reason }) => `${sentence(reason)} ${remedy(reason)}`,
  );
const codeOf = (doing: Promise<Replaced>) =>
  doing.then(
    () => 'done',
    (error) => error.reason?.code ?? error,
  );

describe('a rollout that somebody asks for', () => {
  test('waits for the next evaluation, with who asked for it, why, and an audit entry', async () => {
    const world = await settled(2);
    world.fleet.templates.create('7');
    const audit = new MemoryAudit();
    const request = replaceRequest.parse({ version: 7, all: true, because: 'week 48' });
    const done = await replace('ci', request, ANN, { ...useOf(world), audit });
    expect(world.state().rollout).toMatchObject({
      ...{ status: 'starting', version: '7', all: true },
      started: { at: NOON, ...ANN, because: 'week 48' },
    });
    expect(world.state().schedule.dueAt).toBe(NOON);
    const [entry] = (await audit.list({ limit: 10, now: NOON, from: 0 })) as readonly {
      action: string;
      params: object;
    }[];
    expect(entry).toMatchObject({ action: 'replace', because: 'week 48', params: { version: '7', all: true } });
    expectDocumented(['replace'], JSON.parse(JSON.stringify(replacedDocument(done))));
    expect(replacedLines(done)).toEqual([
      'ci: to version 7: starts with the next evaluation',
      'ci: began 2026-11-21 12:00:00 UTC by ann: week 48',
    ]);
  });

  test('is not stored if there is no such version', async () => {
    const world = await settled(2);
    const doing = replace('ci', replaceRequest.parse({ version: '99' }), ANN, useOf(world));
    expect(await toldBy(doing)).toMatch(/^No rollout of ci begins: .*ci-runner.*99.*--version/);
    expect(world.state().rollout).toBeNull();
  });

  test('does not begin again while one to the same version is in progress', async () => {
    const world = await settled(2);
    for (const version of ['2', '3']) world.fleet.templates.create(version);
    await rolling(world, { version: '2' });
    const again = await replace('ci', replaceRequest.parse({ version: 2 }), ANN, useOf(world));
    expect(again.isChanged).toBe(false);
    expect(again.notes.map(sentence)).toEqual(['A rollout of ci to this version is in progress already.']);
    const other = await replace('ci', replaceRequest.parse({ version: 3 }), ANN, useOf(world));
    expect(other.notes.map(({ code }) => code)).toEqual(['rollout-instead']);
    expect(world.state().rollout).toMatchObject({ status: 'starting', version: '3' });
  });

  test.each([
    [{ kind: 'ecs-service', cluster: 'jobs', service: 'web' }, 'aws ecs update-service --cluster jobs --service web'],
    [
      { kind: 'ec2-fleet', id: 'fleet-12a34b55-67cd-8ef9-ba9b-9208dd2e6b33' },
      'aws ec2 modify-fleet --fleet-id fleet-12a34b55',
    ],
    [{ kind: 'lambda', function: 'crew' }, 'The function crew decides what its workers are'],
  ])('says what to do instead where Headcount does not replace workers: %o', async (provider, instead) => {
    const world = await settled(0, { ...policyOf(), provider: provider as PolicyDocument['provider'] });
    const told = await toldBy(replace('ci', replaceRequest.parse({}), ANN, useOf(world)));
    expect(told).toContain(`Headcount does not replace the workers of ci, because its provider is ${provider.kind}. `);
    expect(told).toContain(instead);
    expect(world.state().rollout).toBeNull();
  });

  test('of a group that is paused by hand says that it waits, until the pause ends', async () => {
    const world = await settled(1);
    const { states } = world.dependencies;
    const state = (await states.read(['ci'])).get('ci');
    if (!state) throw new Error('no state');
    const by = { by: 'bob', through: 'command' as const, at: NOON, because: 'freeze' };
    await states.setManual(state, { pauses: [{ paused: true, until: NOON + 60_000, ...by }], scale: null }, NOON);
    const codes = async (now: number) =>
      (await replace('ci', replaceRequest.parse({}), ANN, useOf(world, { clock: () => now }))).notes.map(
        ({ code }) => code,
      );
    expect(await codes(NOON)).toEqual(['rollout-held-by-pause']);
    await rolling(world, { status: 'done' });
    expect(await codes(NOON + 60_000)).toEqual([]);
  });

  test.each([
    ['nobody', 'control-unknown-group'],
    ['deleted', 'control-deleted'],
  ])('is not possible for the group %s', async (group, code) => {
    const world = await settled(1);
    await world.put({ ...policyOf({ onDelete: 'drain' }), group: 'deleted' });
    world.table.of('deleted').document = null;
    await world.accept('deleted');
    expect(await codeOf(replace(group, replaceRequest.parse({}), ANN, useOf(world)))).toBe(code);
  });

  test.each([{ version: 0 }, { version: '$Latest' }, { version: '1.5' }, { versions: 3 }, { because: '' }])(
    'is invalid with %o',
    (body) => {
      expect(replaceRequest.safeParse(body).success).toBe(false);
    },
  );
});

describe('a rollout in progress', () => {
  const steered = async (action: string, changed: Partial<Rollout> = {}) => {
    const world = await settled(2);
    await rolling(world, changed);
    const done = await steer('ci', rolloutRequest.parse({ action, because: 'x' }), ANN, useOf(world));
    return { done, rollout: world.state().rollout };
  };

  test.each([
    ['pause', {}, 'paused'],
    ['resume', { status: 'paused' }, 'running'],
    ['resume', { status: 'paused', isBack: true }, 'rolling-back'],
    ['cancel', {}, 'canceled'],
    ['rollback', {}, 'rolling-back'],
    ['rollback', { status: 'rolling-back', isBack: true }, 'running'],
    ['rollback', { status: 'done' }, 'rolling-back'],
  ] as const)('after %s of %o is %s', async (action, changed, status) => {
    const { done, rollout } = await steered(action, changed);
    expect(rollout?.status).toBe(status);
    expect(done.isChanged).toBe(true);
  });

  test('that goes forward again after a rollback says so, and how to go back', async () => {
    const { done } = await steered('rollback', { status: 'rolling-back', isBack: true });
    expect(done.notes.map(sentence)).toEqual([
      'The rollout of ci was rolling back already. It goes forward to the new version again; run --rollback once more to go back.',
    ]);
    expect((await steered('rollback')).done.notes).toEqual([]);
  });

  test('that is paused already stays so', async () => {
    const { done } = await steered('pause', { status: 'paused' });
    expect(done.isChanged).toBe(false);
  });

  test.each([
    ['pause', { status: 'done' }, 'rollout-nothing-in-progress'],
    ['cancel', { status: 'rolled-back' }, 'rollout-nothing-in-progress'],
    ['resume', {}, 'rollout-not-paused'],
    ['resume', { status: 'canceled' }, 'rollout-nothing-in-progress'],
    ['rollback', { from: undefined }, 'rollout-nothing-to-return-to'],
  ] as const)('%s of %o is refused', async (action, changed, code) => {
    expect(await codeOf(steered(action, changed).then(({ done }) => done))).toBe(code);
  });

  test('of which there is none is refused', async () => {
    const world = await settled(1);
    const doing = steer('ci', rolloutRequest.parse({ action: 'pause' }), ANN, useOf(world));
    expect(await codeOf(doing)).toBe('rollout-nothing-in-progress');
  });
});

test('the lines of a rollout say where it goes, how far it is, and why it goes back', () => {
  const rollout: Rollout = {
    ...{ id: 'r1', status: 'rolling-back', isBack: true, total: 3, failed: ['i-9'], passed: 1 },
    ...{ to: { version: '2', image: 'ami-2' }, from: { version: '1', image: 'ami-1' } },
    because: { code: 'rollout-alarm', params: { alarms: ['errors'] } },
    started: { at: NOON, by: 'ann', through: 'command', because: 'week 48' },
  };
  const progress = { workers: 3, replaced: 2, outdated: new Map([['i-1', 'version' as const]]) };
  expect(rolloutLines(rollout, progress)).toEqual([
    'back to version 1 from version 2: rolling back, 2 new workers ready, 1 old one left',
    'began 2026-11-21 12:00:00 UTC by ann: week 48',
    'The alarm errors is in ALARM.',
    '1 replacement failed: i-9',
  ]);
});

test('a launch that EC2 rejected during a rollout has no worker to name', () => {
  const rollout: Rollout = {
    ...{ id: 'r1', status: 'running', total: 8, passed: 0, to: { version: '2' } },
    failed: ['launch 1795891252395', 'i-9', 'launch 1795891372395'],
    started: { at: NOON, by: 'ann', through: 'command', because: 'week 48' },
  };
  expect(rolloutLines(rollout, null).at(-1)).toBe('3 replacements failed: i-9, 2 rejected launches');
});

test.each(['canceled', 'paused'] as const)(
  'a rollout that is %s waits at no checkpoint, and names who asked',
  (status) => {
    const rollout: Rollout = {
      ...{ id: 'r1', status, total: 3, failed: [], passed: 1, bakingUntil: NOON + 60_000, to: { version: '2' } },
      because: { code: 'rollout-by-hand', params: { by: 'ann', because: 'release freeze' } },
      started: { at: NOON, by: 'ann', through: 'command' },
    };
    expect(rolloutLines(rollout, null)).toEqual([
      `to version 2: ${status}`,
      'began 2026-11-21 12:00:00 UTC by ann',
      'ann asked for this: release freeze.',
    ]);
    expect(replacedLines({ group: 'ci', at: NOON, rollout, isChanged: false, notes: [] })).toEqual([
      `ci: to version 2: ${status} (as before)`,
      'ci: began 2026-11-21 12:00:00 UTC by ann',
      'ci: ann asked for this: release freeze.',
    ]);
  },
);

test('progress follows from the workers', async () => {
  const world = await settled(3);
  await rolling(world, { all: true, to: { version: '1' }, started: { at: NOON + 1 } });
  const state = world.state();
  const parsed = parsePolicy(policyOf());
  if (!parsed.ok) throw new Error('invalid');
  const described = await world.dependencies.providers.of('ec2').describe([{ group: 'ci', config: null }], NOON);
  const { workers } = described.get('ci') as { workers: readonly ManagedWorker[] };
  const progressOf = (changed: object) => rolloutProgress({ ...state, ...changed }, parsed.value, workers);
  expect(await progressOf({ rollout: null })).toBeNull();
  expect(await progressOf({ rollout: { ...state.rollout, status: 'done' } })).toBeNull();
  expect(await rolloutProgress(state, parsed.value, null)).toBeNull();
  const progress = await progressOf({});
  expect(progress).toMatchObject({ workers: 3, replaced: 0 });
  const [first = ''] = progress?.outdated.keys() ?? [];
  const starting = workers.map((each) => (each.id === first ? each : { ...each, launchedAt: NOON + 2 }));
  const shown = (serving: boolean) =>
    rolloutProgress(
      state,
      parsed.value,
      starting.map((each) => ({ ...each, serving })),
    );
  expect((await shown(false))?.replaced).toBe(0);
  expect((await shown(true))?.replaced).toBe(2);
  const drains = [{ activity: 'a', workers: [first], until: NOON, cancelable: true }];
  expect(await progressOf({ drains })).toMatchObject({ workers: 2 });
});

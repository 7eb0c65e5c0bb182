import { describe, expect, test } from 'vitest';
import { groupsAtWork, measuredGroups, stageStatus } from '../../../../shared/operations/index.ts';
import {
  countsOf,
  groupMetrics,
  groupsJson,
  groupsTable,
  prometheusText,
  type TopRow,
  topRow,
  topTable,
  WHOLE,
} from '../../../../shared/presentation/index.ts';
import { policyOf, type Setting, settled } from '../../evaluation/setting.ts';

const DRAINED = policyOf({ warmup: 60, behavior: { in: { drain: 120 } } });

const atWork = ({ table, dependencies }: Setting) =>
  groupsAtWork({ records: table.records, evaluation: dependencies, evaluations: table.evaluations });

const topOf = async (world: Setting) => {
  const [group] = await atWork(world);
  if (!group) throw new Error('no group');
  return topRow(group, null, world.clock());
};

/** The workers by state as the exposition has them. */
async function exposed({ table, clock }: Setting) {
  const { states, policies, evaluations } = table;
  const { groups } = await measuredGroups({ states, policies, evaluations }, clock());
  const text = prometheusText(groupMetrics(groups, clock()));
  const found = [...text.matchAll(/^headcount_workers\{group="ci",state="(\w+)"\} (\d+)$/gm)];
  return Object.fromEntries(found.map(([, state = '', count]) => [state, Number(count)]));
}

test('top and status show the cluster and the tier of a group, and no such column without one', async () => {
  const world = await settled(2, policyOf({ cluster: 'main', tier: 'platform' }));
  const row = await topOf(world);
  expect(row).toMatchObject({ cluster: 'main', tier: 'platform' });
  expect(topTable([row], 0)).toMatch(/CLUSTER[\s\S]*main, platform/);
  const [overview] = await stageStatus({ records: world.table.records, evaluation: world.dependencies });
  if (!overview) throw new Error('no group');
  const shown = { ...overview, ...countsOf(overview.workers, overview.state) };
  expect(groupsTable([shown], 0)).toMatch(/CLUSTER[\s\S]*main, platform/);
  expect(groupsJson([shown], 0)).toMatchObject([{ cluster: 'main', tier: 'platform' }]);
  const alone = await settled(2);
  expect(topTable([await topOf(alone)], 0)).not.toContain('CLUSTER');
});

test('top shows the warm pool of a group, and no such column without one', async () => {
  const { provider } = policyOf();
  if (provider?.kind !== 'ec2') throw new Error('not of ec2');
  const world = await settled(2, policyOf({ provider: { ...provider, warm: { size: 3 } } }));
  const row = await topOf(world);
  expect(row.warmPool).toEqual({ members: expect.any(Number), size: 3 });
  expect(topTable([row], 0)).toMatch(/ POOL [\s\S]* \d\/3 /);
});

describe('every view counts each worker once', () => {
  test('right after a scale-in with a drain', async () => {
    const world = await settled(4, DRAINED);
    world.queues.set('jobs', { waiting: 20 });
    await world.evaluate();
    expect(await topOf(world)).toMatchObject({ desired: 2, ready: 2, warming: 0, draining: 2, unhealthy: 0 });
    expect(await exposed(world)).toEqual({ pending: 0, warming: 0, ready: 2, draining: 2, unhealthy: 0 });
    const [overview] = await stageStatus({ records: world.table.records, evaluation: world.dependencies });
    expect(overview && countsOf(overview.workers, overview.state)).toEqual({ live: 2, draining: 2 });
  });

  test('right after a scale-in without one', async () => {
    const world = await settled(4);
    world.queues.set('jobs', { waiting: 20 });
    await world.evaluate();
    expect(await topOf(world)).toMatchObject({ desired: 2, ready: 2, warming: 0, draining: 0 });
    expect(await exposed(world)).toMatchObject({ ready: 2, draining: 0 });
  });

  test('right after a scale-out, and while the new workers warm up', async () => {
    const world = await settled(2, DRAINED);
    world.queues.set('jobs', { waiting: 40 });
    await world.evaluate();
    expect(await topOf(world)).toMatchObject({ desired: 4, ready: 2, warming: 2, draining: 0 });
    expect(await exposed(world)).toMatchObject({ ready: 2, pending: 2, draining: 0 });
    world.pass(30);
    await world.evaluate();
    expect(await topOf(world)).toMatchObject({ desired: 4, ready: 2, warming: 2 });
  });

  test('after a drain was canceled', async () => {
    const world = await settled(4, DRAINED);
    world.queues.set('jobs', { waiting: 20 });
    await world.evaluate();
    world.queues.set('jobs', { waiting: 50 });
    await world.evaluate();
    expect(await topOf(world)).toMatchObject({ desired: 5, ready: 4, warming: 1, draining: 0 });
    expect(await exposed(world)).toEqual({ pending: 1, warming: 0, ready: 4, draining: 0, unhealthy: 0 });
  });

  test('when one is unhealthy, and the note names it', async () => {
    const world = await settled(3, DRAINED);
    const [first = ''] = world.alive();
    world.statusChecks.impair(first);
    await world.evaluate();
    expect(await topOf(world)).toMatchObject({ ready: 2, warming: 1, unhealthy: 1, draining: 0 });
    const [group] = await atWork(world);
    expect(group && topTable([topRow(group, null, world.clock())], world.clock())).toContain('1 unhealthy');
  });

  test('when the mark of the provider is late', async () => {
    const world = await settled(4, DRAINED);
    world.queues.set('jobs', { waiting: 20 });
    const { decision } = await world.evaluate();
    for (const id of decision?.retire ?? []) await world.fleet.cancelDrain('ci', [id]);
    expect(await topOf(world)).toMatchObject({ ready: 2, draining: 2 });
    const rows = await stageStatus({ records: world.table.records, evaluation: world.dependencies });
    expect(
      groupsTable(
        rows.map((each) => ({ ...each, ...countsOf(each.workers, each.state) })),
        world.clock(),
      ),
    ).toMatch(/ci +1 +2 +2 +2 /);
  });
});

describe('the table', () => {
  const row: TopRow = {
    ...{ group: 'ci-runners', desired: 12, ready: 10, warming: 2, draining: 1, unhealthy: 0, waste: 3 },
    ...{ hourlyUsd: 12.5, spotPercent: 70, held: { text: 'held by cooldown', tone: 'caution' } },
    last: { at: 0, text: 'scale out 8 → 12' },
  };
  const lines = (width: number | null, rows = [row]) =>
    topTable(rows, 60_000, { ...WHOLE, width }, 'ci-runners').split('\n');

  test('has a line for each group, with dollars and the share of spot, in 80 columns', () => {
    const shown = lines(80, [row, { ...row, group: 'web' }]);
    expect(shown[0]).toMatch(/GROUP +DES READY WARM DRAIN WASTE SPOT \$\/H +\$\/MO HELD BY/);
    expect(shown).toHaveLength(3);
    expect(shown[1]).toMatch(/^> ci-runners 12 +10 +2 +1 +3 +70% +12\.50 9125 held by cooldown/);
    expect(Math.max(...shown.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(shown[1]).toMatch(/…$/);
  });

  test('is whole in a pipe', () => {
    expect(lines(null)[0]).toContain('DESIRED  READY  WARMING  DRAINING  WASTE  SPOT  $/HOUR  $/MONTH');
    expect(lines(null)[1]).toMatch(/held by cooldown; 60 s ago: scale out 8 → 12$/);
  });

  test('with a long name leaves out what other columns say, and keeps spot', () => {
    const shown = lines(80, [{ ...row, group: 'a'.repeat(24) }]);
    expect(shown[0]).toContain('SPOT');
    expect(shown.at(-1)).toMatch(/hidden: .*\$\/MONTH/);
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PolicyDocument } from '../../../../shared/policy/index.ts';
import { policyOf } from '../setting.ts';
import { onInstances } from './on-instances.ts';

type Written = Partial<PolicyDocument>;
const groupOf = (group: string, { guards = {}, ...more }: Written = {}): PolicyDocument => ({
  ...policyOf(),
  ...{ group, cluster: 'main', metrics: { jobs: { sqs: { queue: group } } }, guards },
  ...more,
});

const PRICE = { system: 'linux', type: 'c7g.large', market: 'on-demand', usd: 1 } as const;

/** Groups of one cluster whose workers cost a dollar each. */
async function started(written: readonly PolicyDocument[]) {
  const world = onInstances();
  await world.table.prices.store([PRICE], world.clock());
  for (const document of written) await world.put(document);
  return world;
}

/** What is decided when groups ask for so many workers. */
async function asked(
  world: Awaited<ReturnType<typeof started>>,
  wanted: Readonly<Record<string, number>>,
  order: readonly string[] = Object.keys(wanted),
  changed: Parameters<typeof world.many>[1] = {},
) {
  for (const [group, workers] of Object.entries(wanted)) world.queues.set(group, { waiting: workers * 10 });
  const reports = await world.many(order, changed);
  return Object.fromEntries(reports.map((report) => [report.group, report.decision]));
}

const decided = async (
  written: readonly PolicyDocument[],
  wanted: Readonly<Record<string, number>>,
  order?: readonly string[],
) => asked(await started(written), wanted, order);

const ofType = (instanceType: string, more: object = {}) => ({
  ...{ kind: 'ec2' as const, launchTemplate: { name: 'workers' }, subnets: ['subnet-a'] },
  instanceTypes: [{ type: instanceType, ...more }],
});

const budget = (clusterBudget: NonNullable<NonNullable<Written['guards']>['clusterBudget']>) => ({
  guards: { clusterBudget },
});

describe('the budget of a cluster', () => {
  test('pays for the highest priority first, and for the tiers in their order', async () => {
    const documents = [
      groupOf('a', budget({ hourlyUsd: 10 })),
      groupOf('b', budget({ priority: 5 })),
      groupOf('c', { tier: 'application' }),
    ];
    const decisions = await decided(documents, { a: 6, b: 6, c: 3 });
    expect(['a', 'b', 'c'].map((group) => decisions[group]?.desired)).toEqual([1, 6, 3]);
    expect(decisions['a']).toMatchObject({ blockedBy: 'budget' });
    expect(decisions['a']?.trace.at(-1)).toMatchObject({
      stage: 'guard:cluster-budget',
      reason: { code: 'cluster-budget-limit', params: { ofCluster: 10, workers: 1, price: 1 } },
    });
  });

  test('never stops a repair: the platform keeps its floor', async () => {
    const documents = [groupOf('a', budget({ hourlyUsd: 2, priority: 9 })), groupOf('core', { tier: 'platform' })];
    const decisions = await decided(documents, { a: 5, core: 0 });
    expect([decisions['a']?.desired, decisions['core']?.desired]).toEqual([0, 3]);
  });

  test('is not used up by a group that only shows its decisions', async () => {
    const documents = [
      groupOf('a', { guards: { clusterBudget: { hourlyUsd: 4, priority: 9 } }, dryRun: true }),
      groupOf('b'),
    ];
    const decisions = await decided(documents, { a: 6, b: 6 });
    expect(['a', 'b'].map((group) => decisions[group]?.desired)).toEqual([4, 4]);
  });

  test('holds all growth while it is not known what a group costs, and names the group', async () => {
    const type = 'c7g.xlarge';
    const world = await started([groupOf('a', budget({ hourlyUsd: 100 })), groupOf('b', { provider: ofType(type) })]);
    world.fleet.add('b', { instanceType: type });
    const decisions = await asked(world, { a: 5, b: 3 });
    expect(decisions['a']).toMatchObject({ desired: 0, blockedBy: 'budget' });
    expect(decisions['a']?.trace.at(-1)?.reason).toEqual({
      code: 'cluster-budget-unknown',
      params: { ofCluster: 100, groups: ['b'] },
    });
    expect(decisions['b']?.trace.at(-1)?.reason).toMatchObject({ code: 'budget-price-unknown' });
    await world.table.prices.store([{ ...PRICE, type, usd: 2 }], world.clock());
    world.pass(3600);
    expect((await asked(world, { a: 5, b: 3 }))['a']?.desired).toBe(5);
  });

  test.each([
    ['pays for no growth by the workers that a rollout has launched beyond the capacity', 4, [2, 2]],
    ['counts a worker beyond the capacity once if it pays for it', 6, [4, 2]],
  ] as const)('%s', async (_, hourlyUsd, desired) => {
    const world = await started([groupOf('a', budget({ hourlyUsd })), groupOf('b')]);
    await asked(world, { a: 2, b: 2 });
    world.fleet.add('a', { instanceType: 'c7g.large' });
    world.pass(120);
    const decisions = await asked(world, { a: 9, b: 9 });
    expect([decisions['a']?.desired, decisions['b']?.desired]).toEqual(desired);
  });

  test('counts workers with weights as what they cost', async () => {
    const provider = ofType('c7g.large', { weight: 2 });
    const world = await started([groupOf('a', { ...budget({ hourlyUsd: 5 }), provider }), groupOf('b')]);
    await asked(world, { a: 6 });
    world.pass(120);
    const decisions = await asked(world, { a: 20, b: 9 });
    // Three workers of two units each, for a dollar a worker: two dollars are left, for four units.
    expect([decisions['a']?.current, decisions['a']?.desired, decisions['b']?.desired]).toEqual([6, 10, 0]);
  });

  test('counts what another process launches for a group at the same time', async () => {
    const world = await started([groupOf('a'), groupOf('b', budget({ hourlyUsd: 7 }))]);
    await asked(world, { a: 1, b: 2 });
    world.pass(120);
    await asked(world, { a: 1, b: 2 });
    const claim = { activity: 'launch', holder: 'another', leaseUntil: world.clock() + 60_000 };
    world.table.setState('b', (state) => ({ ...state, claim, decision: { ...state.decision, desired: 5 } }));
    const decisions = await asked(world, { a: 9, b: 9 });
    expect(decisions['a']?.desired).toBe(2);
  });

  test('counts what another process launches at the price of the types that run, where the policy names none', async () => {
    const provider = { kind: 'auto-scaling-group' as const, name: 'of-b' };
    const world = await started([groupOf('a'), groupOf('b', { ...budget({ hourlyUsd: 7 }), provider })]);
    await asked(world, { a: 1 });
    world.pass(120);
    await asked(world, { a: 1 });
    const one = { usd: 1, onDemandUsd: 1, isSpot: false };
    const running = { 'c7g.large on-demand zone-a': { ...one, count: 2 } };
    const claim = { activity: 'launch', holder: 'another', leaseUntil: world.clock() + 60_000 };
    world.table.setState('b', (state) => ({
      ...{ ...state, claim, decision: { ...state.decision, desired: 5 } },
      spending: { ...state.spending, running },
    }));
    const decisions = await asked(world, { a: 9, b: 9 });
    expect(decisions['a']?.desired).toBe(2);
  });

  test('counts what a group cost at its last evaluation whose policy cannot be read, and says so', async () => {
    const world = await started([groupOf('a'), groupOf('b', budget({ hourlyUsd: 7 }))]);
    for (let turn = 0; turn < 2; turn++) {
      await asked(world, { b: 4 });
      world.pass(120);
    }
    // Of this version, nothing can be read.
    await world.put(groupOf('b', { ...budget({ hourlyUsd: 7 }), capacity: { min: 0, max: 50 } }));
    const policies: typeof world.table.policies = {
      read: async (wanted) =>
        new Map([...(await world.table.policies.read(wanted))].filter(([group]) => group !== 'b')),
    };
    world.queues.set('a', { waiting: 90 });
    const reports = await world.many(['a'], { policies });
    expect(reports.map(({ group }) => group)).toEqual(['a']);
    expect(reports[0]?.decision).toMatchObject({ desired: 3, blockedBy: 'budget' });
    expect(reports[0]?.notes?.map(({ code }) => code)).toContain('cluster-member-unread');
  });

  test('that two groups state differently is rejected with both names', async () => {
    const world = onInstances();
    await world.put(groupOf('a', budget({ hourlyUsd: 2 })));
    expect(await world.put(groupOf('b', budget({ hourlyUsd: 3 })))).toMatchObject({
      result: 'refused',
      faults: [
        {
          path: 'guards.clusterBudget.hourlyUsd',
          code: 'cluster-budget-contradicts',
          params: { cluster: 'main', other: 'a', hourlyUsd: 3, theirs: 2 },
        },
      ],
    });
    expect(await world.put(groupOf('b', { ...budget({ hourlyUsd: 3 }), cluster: 'other' }))).toMatchObject({
      result: 'accepted',
    });
  });

  test('is kept whatever groups ask for, and the order of the groups makes no difference', async () => {
    const names = ['a', 'b', 'c', 'd'];
    const tier = fc.constantFrom('application' as const, 'worker' as const);
    const one = fc.record({ tier, priority: fc.integer({ min: -2, max: 2 }), wanted: fc.nat({ max: 9 }) });
    const cases = fc.record({
      groups: fc.tuple(one, one, one, one),
      hourlyUsd: fc.integer({ min: 1, max: 20 }),
      order: fc.shuffledSubarray(names, { minLength: 1 }),
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ groups, hourlyUsd, order }) => {
        const documents = groups.map(({ tier: of, priority }, index) =>
          groupOf(names[index] as string, { tier: of, ...budget({ hourlyUsd, priority }) }),
        );
        const wanted = Object.fromEntries(groups.map((each, index) => [names[index] as string, each.wanted]));
        const decisions = await decided(documents, wanted);
        const total = Object.values(decisions).reduce((sum, decision) => sum + (decision?.desired ?? 0), 0);
        const asked = groups.reduce((sum, each) => sum + each.wanted, 0);
        expect(total).toBe(Math.min(asked, hourlyUsd));
        expect(await decided(documents, wanted, order)).toEqual(decisions);
      }),
      { numRuns: 15 },
    );
  });
});

test('a group whose applications are not in the cluster has no data, and says why', async () => {
  const nodes = groupOf('nodes', {
    metrics: { needed: { formula: 'cluster.desired' } },
    rules: [{ kind: 'backlog', metric: 'needed', perWorker: 1 }],
  });
  const world = onInstances();
  await world.put(nodes);
  const [report] = await world.many(['nodes']);
  expect(report?.decision).toMatchObject({ desired: 0, blind: ['needed'] });
  expect(report?.notes?.map(({ code }) => code)).toContain('cluster-alone');
});

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

/** Groups of one cluster whose workers cost a dollar each, and how many workers each asks for. */
async function decided(
  written: readonly PolicyDocument[],
  wanted: Readonly<Record<string, number>>,
  order?: readonly string[],
) {
  const world = onInstances();
  await world.table.prices.store([{ system: 'linux', type: 'c7g.large', market: 'on-demand', usd: 1 }], world.clock());
  for (const document of written) await world.put(document);
  for (const [group, workers] of Object.entries(wanted)) world.queues.set(group, { waiting: workers * 10 });
  const reports = await world.many(order ?? written.map(({ group }) => group));
  return Object.fromEntries(reports.map(({ group, decision }) => [group, decision]));
}

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

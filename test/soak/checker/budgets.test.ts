import { expect, test } from 'vitest';
import type { PolicyDocument } from '../../../shared/policy/index.ts';
import { emptyState } from '../../../shared/state/index.ts';
import { policyOf } from '../../shared/evaluation/setting.ts';
import { overspent } from './budgets.ts';
import type { Evidence } from './evidence.ts';

/** A worker costs 10 or 20 cents per hour. */
const withBudget = (budget: NonNullable<PolicyDocument['guards']>['budget']) => {
  const document = policyOf({ guards: { budget } });
  return { ...document, provider: { ...document.provider, prices: { 'c7g.large': 0.1, 'c7g.xlarge': 0.2 } } };
};

/** A group that has this capacity, one after the other. */
function grown(
  capacities: readonly number[],
  budget: Parameters<typeof withBudget>[0],
  at = 0,
): Pick<Evidence, 'configuration' | 'writes'> {
  const states = capacities.map((desired) => {
    const state = emptyState('ci');
    return { ...state, decision: { ...state.decision, desired } };
  });
  const writes = states.map((after, n) => ({
    ...{ at: at + n, call: 'claims.begin', group: 'ci', before: states[n - 1] ?? null, after, activity: null },
  }));
  const group = { group: 'ci', policies: [{ at: 0, document: withBudget(budget) }] };
  const configuration = { groups: [{ ...group, demand: [], isPushed: false, versions: [] }] };
  return { configuration, writes } as unknown as Pick<Evidence, 'configuration' | 'writes'>;
}

test('a group that grows beyond its budget is found', () => {
  expect(overspent(grown([2, 3], { hourlyUsd: 0.3 }))).toEqual([]);
  expect(overspent(grown([2, 4], { hourlyUsd: 0.3 }))).toEqual([
    'claims.begin of ci raised 2 workers to 4, and its budget pays for 3 at most',
  ]);
});

test('a group may stay above its budget', () => {
  expect(overspent(grown([3, 3], { hourlyUsd: 0.2 }))).toHaveLength(1);
  expect(overspent(grown([3, 3, 2], { hourlyUsd: 0.3 }))).toEqual([]);
});

test('a budget for the month pays for no more per hour than if nothing of it were spent', () => {
  // 25 hours before the end of a month. Clocks may be wrong by an hour.
  const at = Date.UTC(2026, 10, 29, 23);
  expect(overspent(grown([2, 3], { monthlyUsd: 0.3 * 24 }, at))).toEqual([]);
  expect(overspent(grown([2, 4], { monthlyUsd: 0.3 * 24 }, at))).toHaveLength(1);
});

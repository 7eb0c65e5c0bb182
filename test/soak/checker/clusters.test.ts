import { expect, test } from 'vitest';
import { emptyState } from '../../../shared/state/index.ts';
import { policyOf } from '../../shared/evaluation/setting.ts';
import { overspentTogether } from './clusters.ts';
import type { Evidence } from './evidence.ts';

/** Two groups whose cluster pays for five workers. Each write has a group, its capacity and the second. */
function cluster(...written: readonly (readonly [string, number, number])[]): Parameters<typeof overspentTogether>[0] {
  const of = policyOf({ cluster: 'web', capacity: { min: 0, max: 9 }, guards: { clusterBudget: { hourlyUsd: 0.5 } } });
  const document = { ...of, provider: { ...of.provider, prices: { 'c7g.large': 0.1 } } };
  const groups = ['one', 'two'].map((group) => ({ group, policies: [{ at: 0, document: { ...document, group } }] }));
  const writes = written.map(([group, desired, second]) => {
    const state = emptyState(group);
    const after = { ...state, decision: { ...state.decision, desired } };
    return { at: 1000 * second, call: 'claims.begin', group, before: null, after, activity: null };
  });
  return { configuration: { groups }, writes } as unknown as Pick<Evidence, 'configuration' | 'writes'>;
}
const FOUND = ['claims.begin of two raised 2 workers to 3, its cluster has 6, and its budget pays for 5'];

test('groups that grow beyond the budget of their cluster together are found', () => {
  expect(overspentTogether(cluster(['one', 3, 0], ['two', 2, 1]))).toEqual([]);
  expect(overspentTogether(cluster(['one', 3, 0], ['two', 2, 1], ['two', 3, 60]))).toEqual(FOUND);
});

test('a group grows by what another one gives up in the same evaluation', () => {
  const before = [['one', 3, 0] as const, ['two', 2, 1] as const];
  expect(overspentTogether(cluster(...before, ['two', 3, 60], ['one', 2, 61]))).toEqual([]);
  expect(overspentTogether(cluster(...before, ['two', 3, 60], ['one', 2, 120]))).toEqual(FOUND);
  expect(overspentTogether(cluster(...before, ['two', 3, 60], ['two', 2, 61]))).toEqual(FOUND);
});

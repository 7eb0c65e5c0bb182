import { describe, expect, test } from 'vitest';
import { faultText, parsePolicy } from '../../../shared/policy/index.ts';

const base = { group: 'nodes', cluster: 'main', capacity: { min: 0, max: 9 } };
const faultsOf = (more: object): string[] => {
  const parsed = parsePolicy({ ...base, ...more });
  return parsed.ok ? [] : parsed.faults.map(faultText);
};
const reading = (formula: string) => ({ metrics: { needed: { formula } } });

describe('a formula', () => {
  test('reads the figures of the cluster in the tiers below another', () => {
    const formula = 'ceil(cluster.desired / 8) + max(cluster.pending, cluster.reserved) * 0';
    expect(faultsOf(reading(formula))).toEqual([]);
    expect(faultsOf({ ...reading(formula), tier: 'platform' })).toEqual([]);
  });

  test('that reads its own tier, or one below, is an error that says what to do', () => {
    expect(faultsOf({ ...reading('cluster.desired'), tier: 'application' })).toEqual([
      'metrics.needed.formula: reads cluster.desired, which comes from groups that are decided earlier. No group is decided before tier application. Write tier: worker or tier: platform, or use a metric of the group',
    ]);
  });

  test('that reads an unknown figure is an error that names those that exist', () => {
    expect(faultsOf(reading('cluster.desird'))).toEqual([
      'metrics.needed.formula: reads cluster.desird, which does not exist: a cluster has cluster.desired, cluster.pending, cluster.reserved; did you mean cluster.desired?',
    ]);
    expect(faultsOf(reading('cluster'))).toEqual([
      'metrics.needed.formula: reads cluster, which is not defined in metrics',
    ]);
  });

  test.each(['cluster.desired.x', 'cluster["desired"]', 'other.desired', 'this.desired'])(
    'has no other fields: %s',
    (formula) => {
      expect(faultsOf(reading(formula))[0]).toContain('may contain only');
    },
  );

  test('needs a cluster', () => {
    expect(faultsOf({ ...reading('cluster.pending'), cluster: undefined })).toEqual([
      'metrics.needed.formula: needs the field cluster, for cluster.pending. Write the name of the cluster there',
    ]);
  });

  test('reads a metric of such a name where the policy has one', () => {
    const metrics = { 'cluster.desired': { pushed: {} }, needed: { formula: 'cluster.desired + 1' } };
    expect(faultsOf({ metrics, cluster: undefined })).toEqual([]);
  });
});

test('the budget of a cluster needs a cluster, and says something', () => {
  const guards = { clusterBudget: { hourlyUsd: 2, priority: 5 } };
  expect(faultsOf({ guards })).toEqual([]);
  expect(faultsOf({ guards, cluster: undefined })).toEqual([
    'guards.clusterBudget: needs the field cluster, for the budget of the cluster. Write the name of the cluster there',
  ]);
  expect(faultsOf({ guards: { clusterBudget: {} } })).toHaveLength(1);
  expect(faultsOf({ cluster: 'Main cluster' })).toEqual([
    'cluster: must be the name of a cluster: lower-case letters, digits and hyphens, starting with a letter, at most 63',
  ]);
});

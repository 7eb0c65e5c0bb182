import { describe, expect, it } from 'vitest';
import { couldChange, isReadByRules, type PolicyDocument, parsePolicy } from '../../../../shared/policy/index.ts';
import { isBeyond } from '../../../../shared/policy/pushes/could-change.ts';

function policyOf(written: Partial<PolicyDocument>) {
  const parsed = parsePolicy({ group: 'web', capacity: { min: 0, max: 9 }, ...written });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.value;
}
const metrics = { cpu: { pushed: {} }, jobs: { pushed: {} }, load: { formula: 'cpu * 2' } };
const threshold = (metric: string) => ({
  ...{ kind: 'threshold' as const, metric },
  ...{ out: { above: 70, add: 1 }, in: { below: 30, remove: 1 } },
});
const jobs = { kind: 'backlog', metric: 'jobs', perWorker: 1 } as const;

describe('a value could change a proposal', () => {
  const changes = (rules: PolicyDocument['rules'], metric: string, ...values: number[]) => {
    const policy = policyOf({ metrics, ...(rules && { rules }) });
    return values.map((value) => couldChange(policy, metric, value));
  };

  it('beyond a bound of a rule that has bounds alone', () => {
    expect(changes([threshold('cpu')], 'cpu', 29, 30, 50, 70, 71)).toEqual([true, false, false, false, true]);
  });

  it('whatever it is, for any other rule and for a formula', () => {
    expect(changes([jobs], 'jobs', 0, 50)).toEqual([true, true]);
    expect(changes([threshold('load')], 'cpu', 50)).toEqual([true]);
    expect(changes([threshold('cpu'), { ...jobs, metric: 'cpu', name: 'all' }], 'cpu', 50)).toEqual([true]);
  });

  it('never of a metric that no rule reads', () => {
    expect(changes([threshold('cpu')], 'jobs', 0, 99)).toEqual([false, false]);
    expect(changes([], 'cpu', 99)).toEqual([false]);
  });
});

it('a metric is read by a rule, or by a formula that a rule reads', () => {
  const policy = policyOf({ metrics, rules: [jobs, threshold('load')] });
  expect(['jobs', 'cpu', 'memory'].map((metric) => isReadByRules(policy, metric))).toEqual([true, true, false]);
  expect(isReadByRules(policyOf({ metrics, rules: [jobs] }), 'cpu')).toBe(false);
});

it('a value is beyond a bound above or below it, and at a bound that counts itself', () => {
  const beyond = (side: 'high' | 'low', inclusive?: boolean) =>
    [69, 70, 71].map((value) =>
      isBeyond({ metric: 'cpu', side, bound: 70, for: 0, ...(inclusive !== undefined && { inclusive }) }, value),
    );
  expect(beyond('high')).toEqual([false, false, true]);
  expect(beyond('high', true)).toEqual([false, true, true]);
  expect(beyond('low')).toEqual([true, false, false]);
  expect(beyond('low', true)).toEqual([true, true, false]);
});

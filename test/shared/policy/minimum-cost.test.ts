import { describe, expect, it } from 'vitest';
import { parseDeployable, parsePolicy, policyFindings } from '../../../shared/policy/index.ts';

const EC2 = { kind: 'ec2', launchTemplate: { name: 'web' }, subnets: ['subnet-a'] };
const documentOf = (provider: object, more: object = {}) => ({
  ...{ group: 'web', capacity: { min: 3, max: 20 } },
  metrics: { cpu: { cloudwatch: { namespace: 'App', name: 'cpu' } } },
  rules: [{ kind: 'target', metric: 'cpu', value: 50 }],
  provider: { ...EC2, instanceTypes: ['c7g.large', 'm7g.large'], ...provider },
  ...more,
});
const faultsOf = (document: object) => {
  const parsed = parseDeployable(document);
  return parsed.ok ? [] : parsed.faults.map(({ path, code, message }) => ({ path, code, message }));
};
function foundIn(document: object) {
  const parsed = parsePolicy(document);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  const { warnings, notes } = policyFindings(parsed.value);
  return [...warnings, ...notes].map(({ path, code, message }) => ({ path, code, message }));
}
const prices = { 'c7g.large': 0.07, 'm7g.large': 0.08 };

describe('what the minimum costs, without asking AWS', () => {
  it.each([
    [{ hourlyUsd: 0.2 }, 'guards.budget.hourlyUsd', 'must be at least 0.21'],
    [{ monthlyUsd: 100 }, 'guards.budget.monthlyUsd', 'must be at least 153.3'],
  ])('is rejected above the budget %j, if the policy has the price of each type', (budget, path, text) => {
    expect(faultsOf(documentOf({ prices }, { guards: { budget } }))).toEqual([
      {
        path,
        code: 'budget-below-min',
        message: `${text}: capacity.min keeps 3 workers, which cost $0.07 per hour each or more`,
      },
    ]);
  });

  it('is accepted at the budget, and where a price is not known', () => {
    expect(faultsOf(documentOf({ prices }, { guards: { budget: { hourlyUsd: 0.21 } } }))).toEqual([]);
    const one = { 'c7g.large': 0.07 };
    expect(faultsOf(documentOf({ prices: one }, { guards: { budget: { hourlyUsd: 0.01 } } }))).toEqual([]);
  });

  it('is counted by weight', () => {
    const instanceTypes = ['c7g.large', { type: 'c7g.xlarge', weight: 2 }];
    const weighted = { instanceTypes, prices: { 'c7g.large': 0.08, 'c7g.xlarge': 0.14 } };
    expect(faultsOf(documentOf(weighted, { guards: { budget: { hourlyUsd: 0.2 } } }))[0]?.message).toBe(
      'must be at least 0.21: capacity.min keeps 3 units of capacity, which cost $0.07 per hour each or more',
    );
  });

  it('of a schedule is a warning, because it is only for a while', () => {
    const rules = [
      { kind: 'target', metric: 'cpu', value: 50 },
      {
        kind: 'schedule',
        windows: [
          { cron: '0 8 * * *', lasts: '8h', min: 10 },
          { cron: '0 3 * * *', lasts: '1h', min: 4 },
        ],
      },
    ];
    expect(foundIn(documentOf({ prices }, { guards: { budget: { hourlyUsd: 0.5 } }, rules }))).toMatchObject([
      {
        path: 'rules[1].windows[0].min',
        code: 'window-min-above-budget',
        message: expect.stringContaining('a minimum of 10 costs $0.7 per hour or more'),
      },
    ]);
  });
});

it('warns about a type that counts as more than the maximum', () => {
  const instanceTypes = ['c7g.large', { type: 'c7g.8xlarge', weight: 16 }, { type: 'c7g.16xlarge', weight: 32 }];
  expect(foundIn(documentOf({ instanceTypes }))).toMatchObject([
    { path: 'provider.instanceTypes[2].weight', code: 'weight-above-maximum' },
  ]);
});

it.each([[{}], [{ maxAllowed: 'c7g.xlarge' }]])(
  'notes that right-sizing without a mode does nothing: %j',
  (rightsize) => {
    expect(foundIn(documentOf({ rightsize }))).toMatchObject([{ path: 'provider.rightsize', code: 'rightsize-off' }]);
    expect(foundIn(documentOf({ rightsize: { ...rightsize, mode: 'initial' } }))).toEqual([]);
  },
);

it('warns about a type whose size does not exist', () => {
  const instanceTypes = ['c7g.larg', 'c7g.metal', 'u-6tb1.112xlarge', 'm7g.medium'];
  const found = foundIn(documentOf({ instanceTypes })).filter(({ code }) => code === 'instance-size-unknown');
  expect(found).toMatchObject([
    { path: 'provider.instanceTypes[0]', message: expect.stringContaining('did you mean c7g.large?') },
  ]);
});

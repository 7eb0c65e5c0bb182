import type { PolicyDocument } from '../../../shared/policy/index.ts';
import { type Chance, chanceFor } from '../faults/chance.ts';

export const TYPES = ['c7g.large', 'c7g.xlarge'] as const;
export const SUBNETS = ['subnet-a', 'subnet-b'] as const;

const cpuOf = (group: string) => ({
  cloudwatch: { namespace: 'App', name: 'cpu', dimensions: { group }, statistic: 'Average', period: 60 },
});

const RULES: Readonly<Record<string, (group: string) => Pick<PolicyDocument, 'metrics' | 'rules'>>> = {
  backlog: (group) => ({
    metrics: { jobs: { sqs: { queue: group, count: 'all' } } },
    rules: [{ kind: 'backlog', metric: 'jobs', perWorker: 10 }],
  }),
  pushed: () => ({ metrics: { jobs: { pushed: {} } }, rules: [{ kind: 'backlog', metric: 'jobs', perWorker: 10 }] }),
  target: (group) => ({ metrics: { cpu: cpuOf(group) }, rules: [{ kind: 'target', metric: 'cpu', value: 50 }] }),
  step: (group) => ({
    metrics: { cpu: cpuOf(group) },
    rules: [
      {
        kind: 'step',
        metric: 'cpu',
        threshold: 70,
        steps: [
          { from: 0, to: 20, add: 1 },
          { from: 20, add: 2 },
        ],
      },
      { name: 'in', kind: 'step', metric: 'cpu', threshold: 20, steps: [{ to: 0, add: -1 }] },
    ],
  }),
  threshold: (group) => ({
    metrics: { cpu: cpuOf(group) },
    rules: [
      { kind: 'threshold', metric: 'cpu', out: { above: 70, for: 60, add: 1 }, in: { below: 20, for: 120, remove: 1 } },
    ],
  }),
  schedule: (group) => ({
    metrics: { jobs: { sqs: { queue: group, count: 'all' } } },
    rules: [
      { kind: 'backlog', metric: 'jobs', perWorker: 10 },
      { kind: 'schedule', windows: [{ cron: '0 14 * * *', lasts: '1h', min: 3 }] },
    ],
  }),
  deadline: (group) => ({
    metrics: { jobs: { sqs: { queue: group, count: 'all' } } },
    rules: [{ kind: 'deadline', metric: 'jobs', taskSeconds: 60, startWithin: '5m' }],
  }),
};
export const RULE_NAMES = Object.keys(RULES);

export function policyOf(group: string, rule: string, chance: Chance, isRolling: boolean): PolicyDocument {
  const [min, most] = [chance.between(0, 2), chance.between(4, 10)];
  const drain = chance.of([0, 0, 60, 180]);
  const document: PolicyDocument = {
    group,
    provider: {
      kind: 'ec2',
      launchTemplate: { name: `${group}-runner` },
      instanceTypes: chance.is(0.7) ? [TYPES[0]] : [...TYPES],
      subnets: [...SUBNETS],
      ...(isRolling && {
        rollout: {
          on: 'version',
          ...(chance.is(0.5) && { capacity: 'in-place' as const }),
          ...(chance.is(0.5) && { monitor: 60 }),
        },
      }),
      ...(chance.is(0.25) && { warm: { size: chance.between(1, 2) } }),
    },
    evaluateEvery: chance.of([60, 60, 120, 300]),
    capacity: { min, max: most },
    ...(RULES[rule] as (typeof RULES)[string])(group),
    behavior: {
      out: { cooldown: chance.of([0, 60, 120]), stabilization: 0, limits: [] },
      in: { cooldown: chance.of([0, 120, 300]), stabilization: chance.of([0, 60]), limits: [], drain },
    },
  };
  return withBudget(document, min);
}

const LOWEST_PRICE = 0.1;
export const PRICES = { 'c7g.large': LOWEST_PRICE, 'c7g.xlarge': 2 * LOWEST_PRICE };
/** A quarter of the policies has a budget. It follows from the policy, so it changes nothing else of what a seed means. */
function withBudget(document: PolicyDocument, min: number): PolicyDocument {
  const chance = chanceFor(0, JSON.stringify(document));
  if (!chance.is(0.25) || document.provider?.kind !== 'ec2') return document;
  const hourlyUsd = PRICES['c7g.xlarge'] * (min + chance.between(1, 3));
  return {
    ...document,
    provider: { ...document.provider, prices: PRICES },
    guards: { budget: { hourlyUsd } },
  };
}

import type { PolicyDocument } from '../../../shared/policy/index.ts';
import { type Chance, chanceFor } from '../faults/chance.ts';
import type { Configuration, GroupPlan } from './configuration.ts';
import { PRICES } from './policies.ts';

/** About as many hours as the month has left when a run begins. */
const HOURS_LEFT = 228;

/** Some groups have a rule on single workers, or a budget for the month. What else the seed means stays the same. */
export function widened(configuration: Configuration, seed: number): Configuration {
  return { ...configuration, groups: configuration.groups.map((plan) => widenedGroup(plan, seed)) };
}

function widenedGroup(plan: GroupPlan, seed: number): GroupPlan {
  const chance = chanceFor(seed, `more of ${plan.group}`);
  const [isByWorker, isByMonth] = [!plan.isPushed && chance.is(0.15), chance.is(0.15)];
  const more = (document: PolicyDocument): PolicyDocument => {
    const ruled = isByWorker ? byWorker(document) : document;
    return isByMonth ? withMonthlyBudget(ruled, chance) : ruled;
  };
  return { ...plan, policies: plan.policies.map(({ at, document }) => ({ at, document: more(document) })) };
}

export const byWorker = (document: PolicyDocument): PolicyDocument => ({
  ...document,
  metrics: {
    load: {
      cloudwatch: {
        ...{ namespace: 'App', name: 'load', dimensions: { group: document.group } },
        ...{ each: 'worker', statistic: 'Average', period: 60 },
      },
    },
  },
  rules: [
    {
      kind: 'workers',
      overloaded: [{ metric: 'load', above: 80 }],
      idle: [{ metric: 'load', below: 5 }],
      idleFor: '2m',
    },
  ],
});

function withMonthlyBudget(document: PolicyDocument, chance: Chance): PolicyDocument {
  const { provider, guards, capacity } = document;
  if (provider?.kind !== 'ec2' || guards?.budget) return document;
  const monthlyUsd = PRICES['c7g.xlarge'] * (Number(capacity?.min ?? 0) + chance.between(1, 3)) * HOURS_LEFT;
  return { ...document, provider: { ...provider, prices: PRICES }, guards: { budget: { monthlyUsd } } };
}

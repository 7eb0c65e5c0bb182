import type { PolicyDocument } from '../../../shared/policy/index.ts';
import { type Chance, chanceFor } from '../faults/chance.ts';
import { providerOf, REPLACING, type Replacing } from '../providers/replacing.ts';
import type { Configuration, GroupPlan } from './configuration.ts';
import { PRICES } from './policies.ts';

/** About as many hours as the month has left when a run begins, and as many as a whole month has. */
const HOURS_LEFT = 228;
const HOURS_PER_MONTH = 730;

/**
 * Some groups have a rule on single workers, a budget for the month, or a provider that launches and replaces workers by itself.
 * What else the seed means stays the same.
 */
export function widened(configuration: Configuration, seed: number): Configuration {
  const groups = configuration.groups.map((plan) => withProvider(widenedGroup(plan, seed), seed));
  return { ...configuration, groups };
}

/** A quarter of the groups whose rules do not read single workers. */
function withProvider(plan: GroupPlan, seed: number): GroupPlan {
  const chance = chanceFor(seed, `provider of ${plan.group}`);
  const isByWorker = plan.policies.some(({ document }) => document.rules?.some(({ kind }) => kind === 'workers'));
  return !isByWorker && chance.is(0.25) ? replacedBy(plan, chance.of(REPLACING)) : plan;
}

export function replacedBy(plan: GroupPlan, kind: Replacing): GroupPlan {
  const policies = plan.policies.map(({ at, document: { guards: _, ...document } }) => ({
    ...{ at, document: { ...document, provider: providerOf(plan.group, kind) } },
  }));
  return { ...plan, policies, versions: [], replacedBy: kind };
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
  const min = Number(capacity?.min ?? 0);
  const wanted = PRICES['c7g.xlarge'] * (min + chance.between(1, 3)) * HOURS_LEFT;
  // A budget that cannot pay for the minimum in a whole month is not accepted.
  const monthlyUsd = Math.max(wanted, PRICES['c7g.large'] * min * HOURS_PER_MONTH);
  return { ...document, provider: { ...provider, prices: PRICES }, guards: { budget: { monthlyUsd } } };
}

import type { PolicyDocument } from '../../../shared/policy/index.ts';
import { type Chance, chanceFor } from '../faults/chance.ts';
import { providerOf, REPLACING, type Replacing } from '../providers/replacing.ts';
import { clustered } from './clustered.ts';
import type { Configuration, GroupPlan } from './configuration.ts';
import { PRICES } from './policies.ts';

/** About as many hours as the month has left when a run begins, and as many as a whole month has. */
const HOURS_LEFT = 228;
const HOURS_PER_MONTH = 730;

/**
 * Some groups have a rule on single workers, a budget for the month, a rule that tunes itself, or a provider that launches and replaces workers by itself.
 * What else the seed means stays the same.
 */
export function widened(configuration: Configuration, seed: number): Configuration {
  const groups = configuration.groups.map((plan) => withTuning(withProvider(widenedGroup(plan, seed), seed), seed));
  return clustered({ ...configuration, groups }, seed);
}

/** Few groups, because a tuning takes as long as some hundred evaluations. */
function withTuning(plan: GroupPlan, seed: number): GroupPlan {
  const chance = chanceFor(seed, `tuning of ${plan.group}`);
  const isTaken = plan.isPushed || isByWorker(plan);
  return !isTaken && chance.is(0.06) ? tuned(plan, chance.of(['objective', 'forecast'])) : plan;
}

export const DEMAND = (group: string) => ({ namespace: 'App', name: 'demand', dimensions: { group } });

export const tuned = (plan: GroupPlan, kind: 'objective' | 'forecast'): GroupPlan => ({
  ...{ ...plan, isTuned: true },
  policies: plan.policies.map(({ at, document }) => ({
    at,
    document: {
      ...document,
      metrics: { demand: { cloudwatch: { ...DEMAND(plan.group), statistic: 'Average' as const, period: 300 } } },
      rules: [
        kind === 'objective'
          ? { kind, metric: 'demand', perWorker: 10 }
          : { kind, metric: 'demand', value: 10, per: 'worker' as const, scaleIn: true },
      ],
    },
  })),
});

/** A quarter of the groups whose rules do not read single workers. */
function withProvider(plan: GroupPlan, seed: number): GroupPlan {
  const chance = chanceFor(seed, `provider of ${plan.group}`);
  return !isByWorker(plan) && chance.is(0.25) ? replacedBy(plan, chance.of(REPLACING)) : plan;
}

const isByWorker = ({ policies }: GroupPlan): boolean =>
  policies.some(({ document }) => document.rules?.some(({ kind }) => kind === 'workers'));

export function replacedBy(plan: GroupPlan, kind: Replacing): GroupPlan {
  const policies = plan.policies.map(({ at, document: { guards: _, ...document } }) => ({
    ...{ at, document: { ...document, provider: providerOf(plan.group, kind) } },
  }));
  return { ...plan, policies, versions: [], replacedBy: kind };
}

function widenedGroup(plan: GroupPlan, seed: number): GroupPlan {
  const chance = chanceFor(seed, `more of ${plan.group}`);
  const [isEach, isByMonth] = [!plan.isPushed && chance.is(0.15), chance.is(0.15)];
  const more = (document: PolicyDocument): PolicyDocument => {
    const ruled = isEach ? byWorker(document) : document;
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

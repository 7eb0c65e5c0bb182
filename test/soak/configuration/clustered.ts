import type { PolicyDocument } from '../../../shared/policy/index.ts';
import { type Chance, chanceFor } from '../faults/chance.ts';
import type { Configuration, GroupPlan } from './configuration.ts';
import { PRICES } from './policies.ts';

/** Half of the runs with several groups whose workers are launched by EC2: the groups share the budget of a cluster. */
export function clustered(configuration: Configuration, seed: number): Configuration {
  const chance = chanceFor(seed, 'cluster');
  const { groups } = configuration;
  const isPossible = groups.length > 1 && groups.every(({ replacedBy }) => replacedBy === undefined);
  return isPossible && chance.is(0.5) ? sharing(configuration, chance) : configuration;
}

/** The first group states the budget. It pays for the minimum of every group, and for a few more workers. */
export function sharing(configuration: Configuration, chance: Chance): Configuration {
  const least = configuration.groups.map(({ policies }) =>
    Math.max(...policies.map(({ document }) => minOf(document))),
  );
  const workers = least.reduce((sum, min) => sum + min, chance.between(2, 8));
  const hourlyUsd = Number((workers * PRICES['c7g.large']).toFixed(2));
  const groups = configuration.groups.map((plan, n) => {
    const budget = { ...(n === 0 && { hourlyUsd }), priority: chance.between(0, 2) };
    return inCluster(plan, (document) => ({ ...document.guards, clusterBudget: budget }));
  });
  return { ...configuration, groups };
}

const minOf = ({ capacity }: PolicyDocument): number => Number(capacity?.min ?? 0);

const inCluster = (plan: GroupPlan, guards: (document: PolicyDocument) => PolicyDocument['guards']): GroupPlan => ({
  ...plan,
  policies: plan.policies.map(({ at, document }) => {
    const { provider } = document;
    const priced = provider?.kind === 'ec2' ? { ...provider, prices: PRICES } : provider;
    return { at, document: { ...document, provider: priced, cluster: 'main', guards: guards(document) } };
  }),
});

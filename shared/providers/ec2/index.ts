/** Instances of a launch template. This module is pure; adapter.ts and the folders `api` and `targets` call AWS. */
import { lazyModule } from '../../model/index.ts';
import { pricingOf } from '../pricing/settings.ts';
import type { ProviderModule } from '../provider-module.ts';
import { renews } from '../rollout/settings.ts';
import { because } from './because.ts';
import { compositionOf, marketsOfLaunch, offeringOf, outdatedMembers } from './composition.ts';
import type { Ec2Config } from './format/config.ts';
import type { Ec2Plan } from './format/plan.ts';
import { typesOf, weightsOf } from './instance-types.ts';
import { nameOf } from './launching/requirements.ts';
import { sizingOf, withTypes } from './launching/sizing.ts';
import { isWeighted } from './launching/weights.ts';
import { marketSplit, offeringsOf, planToAdd } from './plan.ts';
import { asWritten } from './rollout/as-written.ts';
import { poolOf } from './warm/pool.ts';

export { BUCKETS } from './call-rates.ts';
export type { Ec2Config } from './format/config.ts';

export const ec2: ProviderModule<Ec2Config, Ec2Plan> & { readonly kind: 'ec2' } = {
  kind: 'ec2',
  settings: (config) => ({
    terminationOrder: config.retire,
    replacedAtOnce: config.maxUnhealthyReplaced,
    replacesAtRisk: config.spot.rebalance === 'replace',
    restoreAfter: config.spot.restore,
    ephemeral: config.ephemeral,
    renews: renews(config) || config.rightsize?.mode === 'auto',
    ...weighed(config),
  }),
  pricing: (config) => ({
    ...pricingOf(config, typesOf(config), marketsOfLaunch(config)),
    ...weighed(config),
    ...(config.requirements && { selection: { name: nameOf(config.requirements), of: config.requirements } }),
  }),
  launchMix: ({ spot, spread }, there, count) => ({
    ...marketSplit(
      spot,
      there.map((market) => ({ market, weight: 1 })),
      count,
    ),
    isSpread: spread === 'even',
  }),
  sizing: sizingOf,
  withTypes,
  warm: poolOf,
  outdatedMembers,
  composition: compositionOf,
  asWritten,
  rollout: lazyModule(async () => (await import('./rollout/part.ts')).part),
  offeringOf,
  offerings: offeringsOf,
  planToAdd,
  planToRemove: ({ targetGroups }, { workers }) => ({ workers, plan: { targetGroups }, reasons: [] }),
  describePlan: (plan) =>
    'token' in plan
      ? because[plan.by === 'run-instances' ? 'instances-run' : 'instances-requested']({
          onDemand: plan.onDemand,
          spot: plan.spot,
          pools: plan.pools.length,
          ...(plan.starts && { starts: plan.starts.length }),
          ...(plan.warm && { forPool: true }),
          ...(isWeighted(plan) && { inUnits: true }),
          template: plan.launchTemplate.name ?? plan.launchTemplate.id ?? '',
        })
      : because['instances-removed']({ targetGroups: plan.targetGroups.length }),
};

const weighed = (config: Ec2Config): { readonly weights?: Readonly<Record<string, number>> } => {
  const weights = weightsOf(config);
  return weights ? { weights } : {};
};

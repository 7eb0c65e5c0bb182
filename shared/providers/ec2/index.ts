/** Instances of a launch template. This module is pure; adapter.ts and the folders `api` and `targets` call AWS. */
import { pricingOf } from '../pricing/settings.ts';
import type { ProviderModule } from '../provider-module.ts';
import { because } from './because.ts';
import { compositionOf, marketsOfLaunch, offeringOf } from './composition.ts';
import type { Ec2Config } from './format/config.ts';
import type { Ec2Plan } from './format/plan.ts';
import { sizingOf } from './launching/sizing.ts';
import { marketSplit, offeringsOf, planToAdd } from './plan.ts';

export { BUCKETS } from './call-rates.ts';
export type { Ec2Config } from './format/config.ts';

export const ec2: ProviderModule<Ec2Config, Ec2Plan> & { readonly kind: 'ec2' } = {
  kind: 'ec2',
  settings: ({ retire, maxUnhealthyReplaced, spot, ephemeral }) => ({
    terminationOrder: retire,
    replacedAtOnce: maxUnhealthyReplaced,
    replacesAtRisk: spot.rebalance === 'replace',
    restoreAfter: spot.restore,
    ephemeral,
  }),
  pricing: (config) => pricingOf(config, config.instanceTypes ?? [], marketsOfLaunch(config)),
  launchMix: ({ spot, spread }, there, count) => ({
    ...marketSplit(spot, there, count),
    isSpread: spread === 'even',
  }),
  sizing: sizingOf,
  withTypes: (config, instanceTypes) => ({ ...config, instanceTypes: [...instanceTypes] }),
  composition: compositionOf,
  offeringOf,
  offerings: offeringsOf,
  planToAdd,
  planToRemove: ({ targetGroups }, { workers }) => ({ workers, plan: { targetGroups }, reasons: [] }),
  describePlan: (plan) =>
    'token' in plan
      ? because[plan.by === 'run-instances' ? 'instances-run' : 'instances-requested']({
          ...{ onDemand: plan.onDemand, spot: plan.spot, pools: plan.pools.length },
          template: plan.launchTemplate.name ?? plan.launchTemplate.id ?? '',
        })
      : because['instances-removed']({ targetGroups: plan.targetGroups.length }),
};

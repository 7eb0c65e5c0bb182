/** Instances of a launch template. This module is pure; adapter.ts and the folders `api` and `targets` call AWS. */
import { pricingOf } from '../price-fields.ts';
import type { ProviderModule } from '../provider-module.ts';
import { compositionOf, marketsOfLaunch, offeringOf } from './composition.ts';
import { type Ec2Plan, offeringsOf, planSchema, planToAdd } from './plan.ts';
import { because, reasons } from './reasons.ts';
import { type Ec2Config, earlierConfig, schema } from './schema.ts';

export { BUCKETS } from './call-rates.ts';
export { type Ec2Config, schema } from './schema.ts';

export const ec2: ProviderModule<Ec2Config, Ec2Plan> & { readonly kind: 'ec2'; readonly schema: typeof schema } = {
  kind: 'ec2',
  schema,
  planSchema,
  reasons,
  settings: ({ retire, maxUnhealthyReplaced, spot, ephemeral }) => ({
    terminationOrder: retire,
    replacedAtOnce: maxUnhealthyReplaced,
    replacesAtRisk: spot.rebalance === 'replace',
    restoreAfter: spot.restore,
    ephemeral,
  }),
  pricing: (config) => pricingOf(config, config.instanceTypes, marketsOfLaunch(config)),
  composition: compositionOf,
  offeringOf,
  earlierConfig,
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

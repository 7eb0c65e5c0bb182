import { pricingOf } from '../pricing/settings.ts';
import type { ProviderModule } from '../provider-module.ts';
import { isAddition, type Plan } from '../sized/index.ts';
import { because } from './because.ts';
import type { DescribedFleet } from './described/fleet.ts';
import type { Ec2FleetConfig } from './format/config.ts';
import { planToAdd, planToRemove } from './plan.ts';

type Module = ProviderModule<Ec2FleetConfig, Plan> & { readonly kind: 'ec2-fleet' };

/** Instances of an EC2 Fleet that exists: it launches and replaces them, Headcount decides how many. */
export const ec2Fleet: Module = {
  kind: 'ec2-fleet',
  target: ({ id }) => id,
  settings: ({ retire }) => ({ terminationOrder: retire, replacedAtOnce: null, ephemeral: false }),
  // The fleet knows its types; Headcount learns them from its instances.
  pricing: (config) => pricingOf(config, [], ['on-demand', 'spot']),
  // Which pools it launches from is the fleet's own business.
  offerings: () => [],
  planToAdd({ id, spot }, { count, facts }) {
    const fleet = fleetIn(facts);
    if (fleet !== null) return planToAdd(fleet, count, spot);
    return { plan: null, count: 0, deferred: count, reasons: [because['fleet-not-found']({ id })] };
  },
  planToRemove({ id }, { workers, keep, facts }) {
    const fleet = fleetIn(facts);
    if (fleet !== null) return planToRemove(fleet, workers, keep);
    return { workers: [], plan: null, reasons: [because['fleet-not-found']({ id })] };
  },
  composition({ spot }, workers) {
    const onDemand = workers.filter(
      ({ details, drainingUntil }) => details['market'] !== 'spot' && drainingUntil === null,
    );
    const [substitutes, outdated] = [new Set<string>(), new Set<string>()];
    return { base: spot?.onDemandBase ?? 0, ofBase: new Set(onDemand.map(({ id }) => id)), substitutes, outdated };
  },
  describePlan: (plan) => (isAddition(plan) ? because['fleet-raise'](plan) : because['fleet-remove'](plan)),
};

/** What the adapter gave as facts; null when there is no fleet. */
const fleetIn = (facts: unknown): DescribedFleet | null => (facts ?? null) as DescribedFleet | null;

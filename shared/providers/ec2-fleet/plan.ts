import type { Reason } from '../../model/index.ts';
import type { Planned, PlannedRemoval } from '../provider-module.ts';
import { type Addition, additionTo, type Plan } from '../sized/index.ts';
import { because } from './because.ts';
import { aliveIn, capacityOf, type DescribedFleet, hindrance, surplusIn, untaggedIn } from './described/fleet.ts';
import type { Ec2FleetConfig } from './format/config.ts';

/** Adds `count` workers to what the fleet wants, and to what it has beyond that. */
export function planToAdd(fleet: DescribedFleet, count: number, spot: Ec2FleetConfig['spot']): Planned<Addition> {
  const { id, desired } = fleet;
  const hindered = hindrance(fleet);
  if (hindered !== null) return { plan: null, count: 0, deferred: count, reasons: [hindered] };
  const added = additionTo({ name: id, desired, surplus: surplusIn(fleet) }, count);
  const plan = { ...added, onDemand: onDemandOf(added.target, fleet, count, spot) };
  return { plan, count, deferred: 0, reasons: [] };
}

/**
 * How many of the raised target are on demand. The number of neither market is lowered: the fleet would launch the other
 * market beside what it has.
 */
function onDemandOf(total: number, fleet: DescribedFleet, count: number, spot: Ec2FleetConfig['spot']): number {
  const { desired, onDemand, defaultMarket } = fleet;
  const least = Math.max(onDemand, aliveIn(fleet).onDemand);
  const wanted = spot
    ? total - Math.floor((Math.max(0, total - spot.onDemandBase) * spot.percent) / 100)
    : desired > 0
      ? Math.round((total * onDemand) / desired)
      : defaultMarket === 'on-demand'
        ? total
        : 0;
  return Math.min(least + count, Math.max(least, wanted));
}

/** The workers that may be removed, in the given order. A fleet may have more of them than its target while it changes. */
export function planToRemove(fleet: DescribedFleet, workers: readonly string[], keep: number): PlannedRemoval<Plan> {
  const { id, desired } = fleet;
  const none = (reason: Reason): PlannedRemoval<Plan> => ({ workers: [], plan: null, reasons: [reason] });
  const hindered = hindrance(fleet);
  if (hindered !== null) return none(hindered);
  const untagged = untaggedIn(fleet);
  if (untagged > 0) return none(because['fleet-workers-untagged']({ id, workers: untagged }));
  const removed = workers.slice(0, Math.max(0, Math.max(desired, capacityOf(fleet).length) - keep));
  return { workers: removed, plan: removed.length === 0 ? null : { name: id }, reasons: [] };
}

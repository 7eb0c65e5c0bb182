import type { Observation, Policy } from '../policy/index.ts';
import { type Fleet, fleetOf } from './fleet.ts';
import { Readings } from './readings.ts';
import { type Bounds, boundsInForce } from './rules/schedule.ts';

/** All that a rule or stage may look at. Built once a decision, from nothing but its arguments. */
export interface Situation {
  readonly policy: Policy;
  readonly observation: Observation;
  /** Capacity the group was last meant to have; without one, the workers that are there. */
  readonly current: number;
  readonly fleet: Fleet;
  readonly readings: Readings;
  /** The policy's capacity as the open schedule windows move it. */
  readonly bounds: Bounds;
}

export function situationOf(policy: Policy, observation: Observation): Situation {
  const fleet = fleetOf(policy, observation);
  const current = observation.desired ?? fleet.live;
  const readings = new Readings(policy, observation, current, fleet);
  return { policy, observation, current, fleet, readings, bounds: boundsInForce(policy, observation.now) };
}

import { type Fleet, fleetOf } from '../model/index.ts';
import type { Observation, Policy } from '../policy/index.ts';
import { type Bounds, isActive, moduleOf, type Rule, type RuleContext } from '../rules/index.ts';
import { boundsInForce } from './capacity-bounds.ts';
import { Readings } from './readings/index.ts';

/** All that a decision is made on. Built once a decision, from nothing but its arguments; rules see a part of it. */
export class DecisionContext implements RuleContext {
  readonly policy: Policy;
  readonly observation: Observation;
  readonly fleet: Fleet;
  readonly current: number;
  readonly readings: Readings;
  readonly bounds: Bounds;

  constructor(policy: Policy, observation: Observation) {
    this.policy = policy;
    this.observation = observation;
    this.fleet = fleetOf(policy, observation);
    this.current = observation.desired ?? this.fleet.live;
    this.readings = new Readings(policy, observation, this.current, this.fleet);
    this.bounds = boundsInForce(policy, observation.now);
  }

  get now(): number {
    return this.observation.now;
  }

  get warmup(): number {
    return this.policy.warmup;
  }

  get drain(): number {
    return this.policy.behavior.in.drain;
  }

  get members(): number {
    const { pool } = this.observation;
    return Math.min(pool?.size ?? 0, pool?.ready ?? Infinity);
  }

  get isAlone(): boolean {
    return this.policy.rules.every((rule) => moduleOf(rule).pace === 'moves-bounds' || !isActive(rule, this.now));
  }

  triggeredAt({ name }: Pick<Rule, 'name'>): number | undefined {
    const { ruleFiredAt } = this.observation.history;
    return Object.hasOwn(ruleFiredAt, name) ? ruleFiredAt[name] : undefined;
  }
}

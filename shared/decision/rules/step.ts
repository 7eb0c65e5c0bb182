import type { RuleOf } from '../../policy/index.ts';
import { truncWorkers } from '../arithmetic.ts';
import { launching } from '../fleet.ts';
import type { Situation } from '../situation.ts';
import { figure } from '../words.ts';
import { abstain, noData, propose, type Vote } from './vote.ts';

type StepRule = RuleOf<'step'>;
type Step = StepRule['steps'][number];

/**
 * Step adjustments by the distance of the metric from the threshold.
 * Source: https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-simple-step.html#as-scaling-steps
 */
export function step(rule: StepRule, situation: Situation): Vote {
  const { current, fleet } = situation;
  const metric = situation.readings.latest(rule.metric);
  if (metric === undefined) return noData(rule.metric);
  const distance = metric - rule.threshold;
  const says = `${rule.metric} ${figure(metric)} is ${figure(Math.abs(distance))} ${distance < 0 ? 'below' : 'above'} the threshold ${figure(rule.threshold)}`;
  const matched =
    rule.steps.find((each) => matchesAbove(each, distance)) ?? rule.steps.find((each) => matchesBelow(each, distance));
  if (!matched) {
    const shrinks = rule.steps.some((each) => (each.add ?? each.percent ?? 0) < 0 || each.set !== undefined);
    return shrinks ? propose(current, `${says}: no step applies`) : abstain(`${says}: no step applies`);
  }
  if (matched.set !== undefined) return propose(matched.set, `${says}: the step sets ${matched.set}`);
  const change = changeOf(matched, current, rule.minChange ?? 1);
  const told = `${says}: the step changes ${change > 0 ? '+' : ''}${change}`;
  if (change <= 0) return propose(Math.max(0, current + change), told);
  // Warming capacity is part of the answer to this very breach: a repeated breach adds only the difference.
  const base = Math.max(0, current - launching(fleet));
  return propose(Math.max(current, base + change), base < current ? `${told} on ${base} that are in service` : told);
}

/** At or above the threshold the lower bound is inclusive. */
const matchesAbove = ({ from, to }: Step, distance: number): boolean =>
  distance >= 0 && distance >= (from ?? -Infinity) && distance < (to ?? Infinity);

/** At or below the threshold the upper bound is inclusive. */
const matchesBelow = ({ from, to }: Step, distance: number): boolean =>
  distance <= 0 && distance > (from ?? -Infinity) && distance <= (to ?? Infinity);

/** Workers to add (or remove, negative). A percentage between 0 and ±1 worker is ±1, a larger one is truncated. */
function changeOf({ add, percent = 0 }: Step, current: number, minChange: number): number {
  if (add !== undefined) return add;
  if (percent === 0) return 0;
  const sign = Math.sign(percent);
  const size = Math.max(1, truncWorkers((current * Math.abs(percent)) / 100));
  return sign * Math.max(size, minChange);
}

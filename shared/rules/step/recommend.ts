import { type Reason, reaches, truncWorkers } from '../../model/index.ts';
import { averageKept } from '../common/average-kept.ts';
import { growthBase, shrinkBase } from '../common/change-base.ts';
import { abstain, keep, noData, propose, type Recommendation, resize } from '../recommendation.ts';
import type { RuleContext } from '../rule-context.ts';
import { because } from './because.ts';
import type { StepRule } from './schema.ts';

type Step = StepRule['steps'][number];

/**
 * Step adjustments by the distance of the metric from the threshold.
 * Source: https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-simple-step.html#as-scaling-steps
 */
export function recommend(rule: StepRule, context: RuleContext): Recommendation {
  const { current, fleet } = context;
  const metric = context.readings.compared(rule.metric);
  if (metric === undefined) return noData(rule.metric);
  const distance = { metric: rule.metric, value: metric, threshold: rule.threshold };
  const matched =
    rule.steps.find((each) => matchesAbove(each, metric, rule.threshold)) ??
    rule.steps.find((each) => matchesBelow(each, metric, rule.threshold));
  if (!matched) {
    const shrinks = rule.steps.some((each) => (each.add ?? each.percent ?? 0) < 0 || each.set !== undefined);
    const none = because['step-none'](distance);
    return shrinks ? keep(current, none) : abstain(none);
  }
  if (matched.set !== undefined) {
    const set = because['step-set']({ ...distance, capacity: matched.set });
    return averageKeeps(rule, context, metric, matched.set, set) ?? propose(matched.set, set);
  }
  const grows = (matched.add ?? matched.percent ?? 0) > 0;
  const base = grows
    ? growthBase(rule.metric, context)
    : Math.max(current + fleet.counts.draining, shrinkBase(rule.metric, context));
  const change = changeOf(matched, base, rule.minChange ?? 1);
  const wanted = grows ? Math.max(current, base + change) : Math.min(current, base + change);
  const counted = base === current ? 'all' : grows ? 'ready' : 'with-draining';
  const reason = because['step-change']({ ...distance, change: change + 0, base, counted });
  return averageKeeps(rule, context, metric, wanted, reason) ?? resize(current, wanted, reason);
}

/** What to propose if the wanted change would remove too many workers of an average; null if it would not. */
function averageKeeps(
  rule: StepRule,
  context: RuleContext,
  value: number,
  wanted: number,
  reason: Reason,
): Recommendation | null {
  const starts = rule.steps.flatMap(({ from, add, percent, set }) =>
    from !== undefined && from >= 0 && ((add ?? percent ?? 0) > 0 || (set !== undefined && set > wanted)) ? from : [],
  );
  const out = starts.length === 0 ? undefined : { bound: rule.threshold + Math.min(...starts), isInclusive: true };
  const instead = averageKept({ metric: rule.metric, value, wanted, out }, context, reason);
  return instead && keep(instead.capacity, instead.reason);
}

/** At or above the threshold the lower bound is inclusive. */
const matchesAbove = ({ from = -Infinity, to = Infinity }: Step, metric: number, threshold: number): boolean =>
  reaches(metric, threshold) && reaches(metric, threshold + from) && !reaches(metric, threshold + to);

/** At or below the threshold the upper bound is inclusive. */
const matchesBelow = ({ from = -Infinity, to = Infinity }: Step, metric: number, threshold: number): boolean =>
  reaches(threshold, metric) && !reaches(threshold + from, metric) && reaches(threshold + to, metric);

/** Workers to add (or remove, negative). A percentage between 0 and ±1 worker is ±1, a larger one is truncated. */
function changeOf({ add, percent = 0 }: Step, base: number, minChange: number): number {
  if (add !== undefined) return add;
  const size = Math.max(1, truncWorkers((base * Math.abs(percent)) / 100));
  return Math.sign(percent) * Math.max(size, minChange);
}

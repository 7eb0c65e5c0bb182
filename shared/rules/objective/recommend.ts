import { bootOf, poolOf, timingOf } from '../common/boot.ts';
import { evenDemand } from '../forecasting/index.ts';
import { keep, noData, type Recommendation } from '../recommendation.ts';
import type { MetricReadings, RuleContext } from '../rule-context.ts';
import { because } from './because.ts';
import type { Learned } from './learned.ts';
import type { ObjectiveRule } from './schema.ts';
import { strategyReason } from './strategies/strategy-reason.ts';
import { lookBack, wanted } from './wanted.ts';

/**
 * Proposes the capacity that the winner of the last tournament wants for the latest demand. Without a winner, a tournament
 * runs on the available readings. If these are too few, the group keeps room for a rise and does not scale in.
 */
export function recommend(
  rule: ObjectiveRule,
  { readings, now, current, warmup, drain }: RuleContext,
  learned: () => Learned | null,
): Recommendation {
  const latest = readings.latest(rule.metric);
  const { points, step } = readings.past(rule.metric);
  const newest = points.at(-1)?.at;
  if (latest === undefined || newest === undefined) return noData(rule.metric);
  const tuned = learned();
  const timing = tuned?.timing ?? timingOf(bootOf(rule, warmup), drain, step, (now - newest) / 1000, poolOf(rule));
  const since = tuned ? Math.max(0, Math.round((newest - tuned.at) / 1000 / timing.step)) : 0;
  const winner = tuned?.winner ?? null;
  const most = Math.ceil(lookBack(winner, timing) / timing.step) + since;
  const recent = evenDemand(points, { newest, step: timing.step, most }, rule.perWorker);
  const { capacity, needed, peak, floor, floorBy } = wanted(winner, { recent, since, capacity: current }, timing);
  const saturates = isSaturating(rule.metric, readings);
  const demand = { metric: rule.metric, value: latest, busy: latest / rule.perWorker, saturates };
  const reason = winner
    ? because.objective({ ...demand, active: strategyReason(winner), floor, floorBy })
    : because['objective-learning']({ ...demand, peak });
  return keep(capacity, reason, needed);
}

/** Whether the metric is a utilization, which cannot show demand beyond the capacity. */
const isSaturating = (metric: string, readings: MetricReadings): boolean =>
  readings.measured(metric).some((name) => SATURATES.test(name));
const SATURATES = /utili[sz]ation|cpu(?!.*credit)|percent/i;

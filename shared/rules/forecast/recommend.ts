import { poolOf } from '../common/boot.ts';
import { evenDemand } from '../forecasting/index.ts';
import { abstain, noData, type Recommendation } from '../recommendation.ts';
import type { RuleContext } from '../rule-context.ts';
import { towards } from '../target/recommend.ts';
import { because } from './because.ts';
import { forecast, LOOK_BACK } from './forecast.ts';
import type { Learned } from './learned.ts';
import type { ForecastRule } from './schema.ts';

/** A target rule on what the metric will be when a worker launched now serves, of which so many moments are to be below. */
export function recommend(rule: ForecastRule, context: RuleContext, learned: () => Learned | null): Recommendation {
  const { points } = context.readings.past(rule.metric);
  const newest = points.at(-1)?.at;
  if (newest === undefined) return noData(rule.metric);
  const tuned = learned();
  if (tuned === null) return abstain(because['forecast-learning']({ metric: rule.metric }));
  const { timing, calibrated } = tuned;
  const since = Math.max(0, Math.round((newest - tuned.at) / 1000 / timing.step));
  const most = Math.ceil(LOOK_BACK / timing.step) + since;
  const recent = evenDemand(points, { newest, step: timing.step, most }, rule.value);
  const ahead = timing.boot + timing.delay + timing.step;
  const later = forecast(calibrated, { recent, since }, timing);
  const soon = poolOf(rule)?.start ?? timing.boot;
  const sooner = ahead - timing.boot + Math.min(soon, timing.boot);
  const { demand, seconds } = withMembers(later, recent.at(-1) ?? 0, context.members, { ahead, sooner });
  const aimed = towards(rule, context, demand * rule.value);
  const { by, season, raise } = calibrated;
  return {
    ...aimed,
    reason: because.forecast({ aim: aimed.reason, seconds, by, season, raise, quantile: rule.quantile }),
  };
}

/**
 * The demand to serve now: that of the time when a launched worker is ready, of which members of a warm pool can still
 * serve so much if they are started later; but at least that of the time when such a member is ready. Until then, demand
 * grows by as much of the way as a random walk does. All in workers, and in seconds.
 */
function withMembers(
  later: number,
  newest: number,
  members: number,
  { ahead, sooner }: { readonly ahead: number; readonly sooner: number },
): { readonly demand: number; readonly seconds: number } {
  if (later <= newest) return { demand: later, seconds: ahead };
  const soon = newest + (later - newest) * Math.sqrt(sooner / ahead);
  return soon >= later - members ? { demand: soon, seconds: sooner } : { demand: later - members, seconds: ahead };
}

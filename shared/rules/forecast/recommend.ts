import { busyWorkers } from '../common/busy-workers.ts';
import { evenly } from '../forecasting/index.ts';
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
  const recent = evenly(points, { newest, step: timing.step, most }).map((value) => busyWorkers(value, rule.value));
  const aimed = towards(rule, context, forecast(calibrated, { recent, since }, timing) * rule.value);
  const { by, season, raise } = calibrated;
  const seconds = timing.boot + timing.delay + timing.step;
  return {
    ...aimed,
    reason: because.forecast({ aim: aimed.reason, seconds, by, season, raise, quantile: rule.quantile }),
  };
}

import type { RuleOf } from '../../policy/index.ts';
import { because } from '../../rules/forecast/reasons.ts';
import { forecast as forecastNow, LOOK_BACK } from '../forecast/index.ts';
import type { Situation } from '../situation.ts';
import { busyWorkers, evenly, tunedFor } from '../tuning/index.ts';
import { towards } from './target.ts';
import { abstain, noData, type Vote } from './vote.ts';

/** A target rule on what the metric will be when a worker launched now serves, of which so many moments are to be below. */
export function forecast(rule: RuleOf<'forecast'>, situation: Situation): Vote {
  const { readings, observation, policy } = situation;
  const { points } = readings.past(rule.metric);
  const newest = points.at(-1)?.at;
  if (newest === undefined) return noData(rule.metric);
  const tuned = tunedFor(rule, policy, observation);
  if (tuned === null) return abstain(because['forecast-learning']({ metric: rule.metric }));
  const { timing, calibrated } = tuned;
  const since = Math.max(0, Math.round((newest - tuned.at) / 1000 / timing.step));
  const most = Math.ceil(LOOK_BACK / timing.step) + since;
  const recent = evenly(points, { newest, step: timing.step, most }).map((value) => busyWorkers(value, rule));
  const vote = towards(rule, situation, forecastNow(calibrated, { recent, since }, timing) * rule.value);
  const { by, season, raise } = calibrated;
  const seconds = timing.boot + timing.delay + timing.step;
  return {
    ...vote,
    reason: because.forecast({ aim: vote.reason, seconds, by, season, raise, quantile: rule.quantile }),
  };
}

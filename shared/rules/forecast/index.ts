import { MOST_UNLEARNED_SECONDS } from '../common/unlearned.ts';
import { FORECASTS, hasLists, hasNumbers, isTiming } from '../forecasting/index.ts';
import type { RuleModule } from '../rule-module.ts';
import { because } from './because.ts';
import { LOOK_BACK } from './forecast.ts';
import type { Learned } from './learned.ts';
import { learner } from './learner.ts';
import { recommend } from './recommend.ts';
import type { ForecastRule } from './schema.ts';

/** A target rule on what the metric will be when a worker launched now is ready. */
export const forecast = {
  kind: 'forecast',
  pace: 'waits',
  metrics: ({ metric }) => ({ group: [metric], perWorker: [] }),
  recommend,
  past: ({ metric }) => ({ metrics: [metric], seconds: LOOK_BACK + MOST_UNLEARNED_SECONDS }),
  looksAtBoots: 'duration',
  learning: {
    // Two weeks, and some hours before the first hour that is compared. CloudWatch keeps minutes for 15 days.
    seconds: 14 * 86_400 + 10_800,
    metric: ({ metric }) => metric,
    perWorker: ({ value }) => value,
    figures: ({ value, quantile, season }) => [value, quantile, season ?? ''],
    learner,
    isUsable: ({ timing, calibrated }: { readonly timing?: unknown; readonly calibrated?: unknown }) =>
      isTiming(timing) &&
      hasNumbers(calibrated, 'season', 'raise', 'seen') &&
      hasLists(calibrated, 'weights', 'before') &&
      FORECASTS.includes(Object(calibrated).by),
    seen: ({ calibrated }) => calibrated.seen,
    summary: ({ calibrated }) => because['forecast-active']({ by: calibrated.by }),
  },
  work: ({ metric, value, per }) => ({ target: { metric, value, isTotal: per === 'worker' } }),
} as const satisfies RuleModule<ForecastRule, Learned>;

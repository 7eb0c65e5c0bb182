import { MOST_UNLEARNED_SECONDS } from '../common/unlearned.ts';
import type { RuleModule } from '../rule-module.ts';
import { LOOK_BACK } from './forecast.ts';
import { Forecaster } from './forecaster.ts';
import { type Learned, learned } from './learned.ts';
import { because, reasons } from './reasons.ts';
import { recommend } from './recommend.ts';
import { type ForecastRule, schema } from './schema.ts';

/** A target rule on what the metric will be when a worker launched now is ready. */
export const forecast = {
  kind: 'forecast',
  description: 'A target on the metric as forecast for the time a new worker would be ready.',
  schema,
  pace: 'waits',
  reasons,
  metrics: ({ metric }) => ({ group: [metric], perWorker: [] }),
  recommend,
  past: ({ metric }) => ({ metrics: [metric], seconds: LOOK_BACK + MOST_UNLEARNED_SECONDS }),
  looksAtBoots: 'duration',
  learning: {
    schema: learned,
    // Two weeks, and some hours before the first hour that is compared. CloudWatch keeps minutes for 15 days.
    seconds: 14 * 86_400 + 10_800,
    metric: ({ metric }) => metric,
    perWorker: ({ value }) => value,
    figures: ({ value, quantile, season }) => [value, quantile, season ?? ''],
    learner: ({ quantile, season }, timing) => {
      const forecaster = new Forecaster({ timing, quantile, season });
      return {
        add: (demand) => forecaster.add(demand),
        found: () => {
          const calibrated = forecaster.calibrated();
          return calibrated && { calibrated };
        },
      };
    },
    seen: ({ calibrated }) => calibrated.seen,
    summary: ({ calibrated }) => because['forecast-active']({ by: calibrated.by }),
  },
  work: ({ metric, value, per }) => ({ target: { metric, value, isTotal: per === 'worker' } }),
} as const satisfies RuleModule<ForecastRule, Learned>;

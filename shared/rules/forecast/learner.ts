import type { RuleLearning } from '../rule-module.ts';
import { Forecaster } from './forecaster.ts';
import type { Learned } from './learned.ts';
import type { ForecastRule } from './schema.ts';

/**
 * Learns which forecast fits the demand. A function loads this module at its first call, not at a cold start: most
 * evaluations use what was learned before. See infra/bundling/deferred.ts.
 */
export const learner: RuleLearning<ForecastRule, Learned>['learner'] = ({ quantile, season }, timing) => {
  const forecaster = new Forecaster({ timing, quantile, season });
  return {
    add: (demand) => forecaster.add(demand),
    found: () => {
      const calibrated = forecaster.calibrated();
      return calibrated && { calibrated };
    },
  };
};

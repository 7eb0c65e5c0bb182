import { pathText } from '../../../model/index.ts';
import { metricsOf } from '../../../rules/index.ts';
import { formulaOf, metricSource } from '../../metrics.ts';
import { warning } from '../reasons.ts';
import type { WarningCheck } from '../warning-check.ts';

/** Names of rates per second. */
const PER_SECOND = /(per[-_. ]?sec(onds?)?|per[-_. ]s|(^|[-_. ])(rps|qps|tps))$/i;
const ACRONYM = /[a-z](Rps|Qps|Tps|RPS|QPS|TPS)$/;

/**
 * Warns of a metric that is the sum of a period although its name is that of a rate. A rule on it asks for too many workers.
 * A formula that reads it probably divides it by the period.
 */
export const sumNamedRate: WarningCheck = ({ metrics, rules }) => {
  const inFormulas = new Set(Object.values(metrics).flatMap((definition) => formulaOf(definition)?.names ?? []));
  const inRules = new Set(rules.flatMap(metricsOf));
  return Object.keys(metrics).flatMap((metric) => {
    if (inFormulas.has(metric) && !inRules.has(metric)) return [];
    const source = metricSource(metric, metrics);
    if (!source || source.computedBy || source.statistic !== 'Sum' || source.period <= 1) return [];
    const params = { metric, period: source.period };
    return PER_SECOND.test(metric) || ACRONYM.test(metric)
      ? [warning(pathText(['metrics', metric]), 'sum-named-rate', params)]
      : [];
  });
};

import { pathText } from '../../model/index.ts';
import { metricSource } from '../metrics.ts';
import { warning } from './reasons.ts';
import type { WarningCheck } from './warning-check.ts';

/** Names of rates per second. */
const PER_SECOND = /(per[-_. ]?sec(onds?)?|per[-_. ]s|(^|[-_. ])(rps|qps|tps))$/i;
const ACRONYM = /[a-z](Rps|Qps|Tps|RPS|QPS|TPS)$/;

/** Warns of a metric that is the sum of a period although its name is that of a rate. A rule on it asks for too many workers. */
export const sumNamedRate: WarningCheck = ({ metrics }) =>
  Object.keys(metrics).flatMap((metric) => {
    const source = metricSource(metric, metrics);
    if (!source || source.computedBy || source.statistic !== 'Sum' || source.period <= 1) return [];
    const params = { metric, period: source.period };
    return PER_SECOND.test(metric) || ACRONYM.test(metric)
      ? [warning(pathText(['metrics', metric]), 'sum-named-rate', params)]
      : [];
  });

import { pathText } from '../../model/index.ts';
import { metricSource } from '../metrics.ts';
import { warning } from './reasons.ts';
import type { WarningCheck } from './warning-check.ts';

/** Names that state a rate per second. */
const PER_SECOND = /(per[-_. ]?sec(onds?)?|per[-_. ]s|(^|[-_. ])(rps|qps|tps))$/i;
const ACRONYM = /[a-z](Rps|Qps|Tps|RPS|QPS|TPS)$/;

/** A sum of a period is not the rate that its name says. Rules would take it for so many times as much. */
export const sumNamedRate: WarningCheck = ({ metrics }) =>
  Object.keys(metrics).flatMap((metric) => {
    const source = metricSource(metric, metrics);
    if (!source || source.computedBy || source.statistic !== 'Sum' || source.period <= 1) return [];
    const params = { metric, period: source.period };
    return PER_SECOND.test(metric) || ACRONYM.test(metric)
      ? [warning(pathText(['metrics', metric]), 'sum-named-rate', params)]
      : [];
  });

import { pathText } from '../../../model/index.ts';
import { type AlarmBound, moduleOf, type Rule } from '../../../rules/index.ts';
import type { MetricSource } from '../../../sources/index.ts';
import { metricSource } from '../../metrics.ts';
import { warning } from '../reasons.ts';
import type { WarningCheck } from '../warning-check.ts';

/** A bound beyond what the metric can be. */
export const neverPassed: WarningCheck = ({ metrics, rules }) =>
  rules.flatMap((rule, index) =>
    (moduleOf(rule).alarms?.(rule).bounds ?? []).flatMap((written) => {
      const { metric, side, bound, inclusive = false } = written;
      const limit = limitOf(written, rule, metricSource(metric, metrics));
      const isBeyond = side === 'high' ? bound > limit : bound < limit;
      if (!isBeyond && (inclusive || bound !== limit)) return [];
      const params = { metric, bound, side: side === 'high' ? 'above' : 'below', limit } as const;
      return [warning(pathText(['rules', index]), 'bound-never-passed', params)];
    }),
  );

/** The greatest or the least that the metric can be, as far as the rule uses it. */
function limitOf({ side }: AlarmBound, rule: Rule, source: MetricSource | undefined): number {
  if (side === 'high') return source?.greatest ?? Infinity;
  // A rule with a target counts, and a count is never negative.
  const isCount = moduleOf(rule).work?.(rule).target !== undefined;
  const isOfAws = source?.alarm?.namespace.startsWith('AWS/') === true;
  return isCount || isOfAws || source?.isTotal === true || typeof source?.greatest === 'number' ? 0 : -Infinity;
}

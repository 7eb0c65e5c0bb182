import { pathText } from '../../../model/index.ts';
import { moduleOf } from '../../../rules/index.ts';
import { isCounted, metricSource } from '../../metrics.ts';
import { warning } from '../reasons.ts';
import type { WarningCheck } from '../warning-check.ts';

/** A total does not fall when the group grows, so a rule that reads it as an average goes on growing to the maximum. */
export const totalPerGroup: WarningCheck = ({ metrics, rules }) =>
  rules.flatMap((rule, index) => {
    const target = moduleOf(rule).work?.(rule).target;
    if (!target || target.isTotal || !metricSource(target.metric, metrics)) return [];
    return isCounted(target.metric, metrics)
      ? [warning(pathText(['rules', index, 'per']), 'total-per-group', { metric: target.metric })]
      : [];
  });

import { pathText } from '../../model/index.ts';
import { moduleOf } from '../../rules/index.ts';
import { metricSource } from '../metrics.ts';
import { warning } from './reasons.ts';
import type { WarningCheck } from './warning-check.ts';

/** A bound beyond what the metric can be. Metrics are never negative. */
export const neverPassed: WarningCheck = ({ metrics, rules }) =>
  rules.flatMap((rule, index) =>
    (moduleOf(rule).alarms?.(rule).bounds ?? []).flatMap(({ metric, side, bound, inclusive = false }) => {
      const limit = side === 'high' ? (metricSource(metric, metrics)?.greatest ?? Infinity) : 0;
      const isBeyond = side === 'high' ? bound > limit : bound < limit;
      if (!isBeyond && (inclusive || bound !== limit)) return [];
      const params = { metric, bound, side: side === 'high' ? 'above' : 'below', limit } as const;
      return [warning(pathText(['rules', index]), 'bound-never-passed', params)];
    }),
  );

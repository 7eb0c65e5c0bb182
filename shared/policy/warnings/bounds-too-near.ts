import { pathText } from '../../model/index.ts';
import { moduleOf } from '../../rules/index.ts';
import { isAverage } from '../metrics.ts';
import { warning } from './reasons.ts';
import type { WarningCheck } from './warning-check.ts';

/** Workers that share the work of one that is removed: with n of them, an average grows by n / (n - 1). */
export const boundsTooNear: WarningCheck = ({ capacity: { min, max }, metrics, rules }) =>
  rules.flatMap((rule, index) => {
    const module = moduleOf(rule);
    // A rule with a target computes how many workers it needs, and does not remove one too many.
    if (module.work?.(rule).target) return [];
    const bounds = module.bounds?.(rule) ?? module.alarms?.(rule).bounds ?? [];
    const workers = Math.max(2, min + 1);
    if (workers > max) return [];
    return bounds.flatMap(({ metric, side, bound: above, inclusive = false }) => {
      const low = bounds.find((each) => each.side === 'low' && each.metric === metric);
      if (side !== 'high' || !low || !isAverage(metric, metrics)) return [];
      const then = (low.bound * workers) / (workers - 1);
      const params = { metric, below: low.bound, above, workers };
      const isNear = inclusive ? then >= above : then > above;
      return isNear ? [warning(pathText(['rules', index]), 'bounds-too-near', params)] : [];
    });
  });

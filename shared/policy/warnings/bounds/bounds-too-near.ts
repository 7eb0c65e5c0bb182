import { pathText } from '../../../model/index.ts';
import { type AlarmBound, moduleOf, type Rule } from '../../../rules/index.ts';
import { isAverage } from '../../metrics.ts';
import { warning } from '../reasons.ts';
import type { WarningCheck } from '../warning-check.ts';

/** Workers that share the work of one that is removed: with n of them, an average grows by n / (n - 1). */
export const boundsTooNear: WarningCheck = ({ capacity: { min, max }, metrics, rules }) => {
  const workers = Math.max(2, min + 1);
  if (workers > max) return [];
  const bounds = rules.flatMap((rule, index) => {
    const module = moduleOf(rule);
    // A rule with a target computes how many workers it needs, and does not remove one too many.
    if (module.work?.(rule).target) return [];
    return (module.bounds?.(rule) ?? module.alarms?.(rule).bounds ?? []).map((bound) => ({ ...bound, index, rule }));
  });
  return bounds.flatMap(({ metric, side, bound: below, index, rule }) => {
    if (side !== 'low' || !isAverage(metric, metrics)) return [];
    const then = (below * workers) / (workers - 1);
    const crossed = bounds.filter(
      (each) =>
        each.side === 'high' && each.metric === metric && isPassed(each, then) && mayBeOpenTogether(each.rule, rule),
    );
    if (crossed.length === 0) return [];
    const params = { metric, below, above: Math.min(...crossed.map(({ bound }) => bound)), workers };
    return [warning(pathText(['rules', index]), 'bounds-too-near', params)];
  });
};

const isPassed = ({ bound, inclusive = false }: Pick<AlarmBound, 'bound' | 'inclusive'>, value: number): boolean =>
  inclusive ? value >= bound : value > bound;

/** Whether both rules may apply at one moment. Rules that each have windows are usually made to take turns. */
const mayBeOpenTogether = (one: Rule, other: Rule): boolean => one === other || !one.during || !other.during;

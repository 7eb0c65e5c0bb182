import { readsGroup } from '../../../model/index.ts';
import { moduleOf, type Rule } from '../../../rules/index.ts';
import { isAverage, metricSource } from '../../metrics.ts';
import type { Policy } from '../../policy.ts';
import { warning } from '../reasons.ts';
import type { WarningCheck } from '../warning-check.ts';

/** A group without workers has no average, so rules on averages alone never start the first one. */
export const startFromZero: WarningCheck = ({ capacity: { min }, metrics, rules }) => {
  const proposing = rules.filter((rule) => moduleOf(rule).pace !== 'moves-bounds');
  const neverStarts = proposing.every((rule) => !startsFirst(rule, metrics));
  return min === 0 && proposing.length > 0 && proposing.length === rules.length && neverStarts
    ? [warning('capacity.min', 'no-start-from-zero', { min })]
    : [];
};

/** Whether the rule can ask for a worker while there is none. */
function startsFirst(rule: Rule, metrics: Policy['metrics']): boolean {
  const module = moduleOf(rule);
  const { target } = module.work?.(rule) ?? {};
  if (target)
    return (
      target.isTotal ||
      (metricSource(target.metric, metrics)?.computedBy?.names ?? []).some((name) => readsGroup(name, metrics))
    );
  const { group } = module.metrics(rule);
  if (group.length === 0) return false;
  // Only rules that compare a metric with bounds read averages.
  if (!module.alarms) return true;
  return group.some((name) => {
    const source = metricSource(name, metrics);
    return source === undefined || source.computedBy !== null || !isAverage(name, metrics);
  });
}

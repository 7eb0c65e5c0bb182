import { readsGroup } from '../../model/index.ts';
import { moduleOf } from '../../rules/index.ts';
import { closedPartition, closeRegion, isKnownRegion } from '../document/overflow.ts';
import { metricSource } from '../metrics.ts';
import { warning } from './reasons.ts';
import type { WarningCheck } from './warning-check.ts';

/** A region that AWS may not have or the stack cannot reach, and rules whose proposals fall as soon as workers in another region help. */
export const overflowWarnings: WarningCheck = ({ overflow, rules, metrics }) => {
  if (!overflow) return [];
  const { region } = overflow;
  const averages = rules.flatMap((rule) => {
    const { target } = moduleOf(rule).work?.(rule) ?? {};
    const source = target && metricSource(target.metric, metrics);
    if (!source || target.isTotal) return [];
    // A formula over the workers of the group turns its average back into a total.
    const isPerWorker = source.computedBy?.names.some((name) => readsGroup(name, metrics)) ?? false;
    return isPerWorker ? [] : [rule.name];
  });
  const partition = closedPartition(region);
  return [
    ...(partition === null ? [] : [warning('overflow.region', 'region-of-partition', { region, partition })]),
    ...(isKnownRegion(region)
      ? []
      : [warning('overflow.region', 'region-unknown', { region, close: closeRegion(region) })]),
    ...(averages.length > 0 ? [warning('overflow', 'overflow-on-averages', { rules: averages })] : []),
  ];
};

import { pathText } from '../../../model/index.ts';
import { moduleOf, type Rule } from '../../../rules/index.ts';
import { metricSource } from '../../metrics.ts';
import type { Policy } from '../../policy.ts';
import { warning } from '../reasons.ts';
import type { WarningCheck } from '../warning-check.ts';

/** Names of what is left, which becomes less as the load grows. */
const LEFT_OVER =
  /(^|[^a-z])(free|idle|available|remaining|unused|headroom|left|spare)([^a-z]|$)|Free[A-Z]|(Idle|Available|Remaining|Headroom)|CreditBalance|BurstBalance/;

/** A metric that falls as load rises makes a rule scale in under load: rules scale out above, and in below. */
export const fallsWithLoad: WarningCheck = (policy) =>
  policy.rules.flatMap((rule, index) =>
    scaledOutBy(rule)
      .filter((name) => isLeftOver(name, policy))
      .map((metric) => warning(pathText(['rules', index, 'metric']), 'falls-with-load', { metric })),
  );

/** Metrics of which more makes the rule scale out. */
function scaledOutBy(rule: Rule): readonly string[] {
  const module = moduleOf(rule);
  const { target } = module.work?.(rule) ?? {};
  if (target) return [target.metric];
  const high = (module.alarms?.(rule).bounds ?? []).filter(({ side }) => side === 'high');
  return module.shrinksAbove?.(rule) ? [] : [...new Set(high.map(({ metric }) => metric))];
}

function isLeftOver(name: string, { metrics }: Policy): boolean {
  const source = metricSource(name, metrics);
  const measures = source?.measures;
  // A formula is named by its author: what is free may be turned into what is used.
  if (source?.computedBy || (measures && 'signal' in measures)) return false;
  return LEFT_OVER.test(measures?.name ?? name);
}

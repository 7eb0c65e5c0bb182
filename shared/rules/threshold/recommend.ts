import { ceilWorkers, exceeds, isoAfter, type Reason, truncWorkers } from '../../model/index.ts';
import { averageKept } from '../common/average-kept.ts';
import { growthBase, shrinkBase } from '../common/change-base.ts';
import { abstain, keep, noData, type Recommendation, resize } from '../recommendation.ts';
import type { RuleContext } from '../rule-context.ts';
import { because } from './because.ts';
import type { ThresholdRule } from './schema.ts';

type Conditions = NonNullable<ThresholdRule['out']>['when'];
interface Change {
  readonly metric: string;
  readonly value: number;
  readonly side: Reason;
  readonly from: number;
  readonly to: number;
  readonly ready: number | null;
}
type Verdict =
  | { readonly kind: 'yes' | 'no'; readonly reason: Reason }
  | { readonly kind: 'no-data'; readonly metric: string };

/** Changes the group by a fixed amount once the metric has stayed beyond a bound for long enough. */
export function recommend(rule: ThresholdRule, context: RuleContext): Recommendation {
  const metric = context.readings.compared(rule.metric);
  if (metric === undefined) return noData(rule.metric);
  const says = { metric: rule.metric, value: metric };

  const out =
    rule.out &&
    beyond(
      rule.metric,
      metric,
      { bound: 'above', limit: rule.out.above },
      (value) => exceeds(value, rule.out?.above ?? Infinity),
      rule.out,
      context,
    );
  const into =
    rule.in &&
    beyond(
      rule.metric,
      metric,
      { bound: 'below', limit: rule.in.below },
      (value) => exceeds(rule.in?.below ?? -Infinity, value),
      rule.in,
      context,
    );
  for (const verdict of [out, into]) if (verdict?.kind === 'no-data') return noData(verdict.metric);

  const { current } = context;
  if (rule.out && out?.kind === 'yes') {
    const base = growthBase(rule.metric, context);
    const to = Math.max(current, grown(rule.out, base));
    return act(rule, context, { ...says, side: out.reason, from: current, to, ready: base < current ? base : null });
  }
  if (rule.in && into?.kind === 'yes') {
    const to = Math.min(current, shrunk(rule.in, shrinkBase(rule.metric, context)));
    return act(rule, context, { ...says, side: into.reason, from: current, to, ready: null });
  }
  const sides = [out, into].flatMap((verdict) => (verdict?.kind === 'no' ? [verdict.reason] : []));
  const content = because['threshold-content']({ ...says, sides });
  // Without an `in` side the rule has no opinion on scale-in and must not prevent it.
  return rule.in ? keep(context.current, content) : abstain(content);
}

function beyond(
  metric: string,
  latest: number,
  bound: { readonly bound: 'above' | 'below'; readonly limit: number },
  passes: (value: number) => boolean,
  side: { readonly for: number; readonly when: Conditions },
  { readings }: RuleContext,
): Verdict {
  if (!passes(latest)) return { kind: 'no', reason: because['threshold-not-passed'](bound) };
  const held = readings.heldFor(metric, passes);
  if (held < side.for) {
    return { kind: 'no', reason: because['threshold-too-short']({ ...bound, seconds: held, for: side.for }) };
  }
  // Missing data of any condition takes precedence over a condition that does not hold, whatever their order.
  let failing: FailingCondition | null = null;
  for (const condition of side.when) {
    const value = readings.compared(condition.metric);
    if (value === undefined) return { kind: 'no-data', metric: condition.metric };
    failing ??= failingAt(condition, value);
  }
  if (failing) return { kind: 'no', reason: because['threshold-condition']({ ...bound, ...failing }) };
  return { kind: 'yes', reason: because['threshold-passed']({ ...bound, seconds: side.for > 0 ? held : null }) };
}

interface FailingCondition {
  readonly other: string;
  readonly value: number;
  readonly wanted: 'above' | 'below';
  readonly wantedLimit: number;
}

/** Null if the condition holds. */
function failingAt({ metric, above, below }: Conditions[number], value: number): FailingCondition | null {
  const holds = above === undefined ? exceeds(below ?? -Infinity, value) : exceeds(value, above);
  if (holds) return null;
  const wanted = above === undefined ? 'below' : 'above';
  return { other: metric, value, wanted, wantedLimit: above ?? below ?? 0 };
}

/** The rule acts, unless its own cooldown has not passed since it last did. */
function act(rule: ThresholdRule, context: RuleContext, { ready, ...change }: Change): Recommendation {
  const { current, now } = context;
  const { from, to, ...acts } = change;
  const triggeredAt = context.triggeredAt(rule);
  // The clock that wrote the moment may be ahead.
  const left = triggeredAt === undefined ? 0 : Math.min(rule.cooldown, rule.cooldown - (now - triggeredAt) / 1000);
  if (left > 0) {
    const reason = because['threshold-cooldown']({
      ...acts,
      to,
      left,
      cooldown: rule.cooldown,
      until: isoAfter(now, left),
    });
    return { ...keep(current, reason), waitsFor: to };
  }
  const changes = because['threshold-change']({ ...change, ready });
  const out = rule.out && { bound: rule.out.above, isInclusive: false };
  const kept = averageKept({ ...acts, wanted: to, out }, context, changes);
  return kept ? keep(kept.capacity, kept.reason) : resize(current, to, changes);
}

/** At least one worker more: a percentage or factor never rounds to no change. */
function grown({ add, percent, multiply }: NonNullable<ThresholdRule['out']>, current: number): number {
  if (add !== undefined) return current + add;
  const wanted = percent !== undefined ? current * (1 + percent / 100) : current * (multiply ?? 1);
  return Math.max(current + 1, ceilWorkers(wanted));
}

/** At least one worker fewer, rounded toward fewer removals, never below none. */
function shrunk({ remove, percent, multiply }: NonNullable<ThresholdRule['in']>, current: number): number {
  if (remove !== undefined) return Math.max(0, current - remove);
  const fraction = percent !== undefined ? percent / 100 : 1 - (multiply ?? 1);
  return Math.max(0, current - Math.max(1, truncWorkers(current * fraction)));
}

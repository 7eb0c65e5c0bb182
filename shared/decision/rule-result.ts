import { nextOpening, type Reason } from '../model/index.ts';
import { abstain, because, isActive, moduleOf, propose, type Recommendation, type Rule } from '../rules/index.ts';
import type { DecisionContext } from './context.ts';
import { learnedFor } from './learning/index.ts';

/** What a rule recommends, or its fallback. */
export interface RuleResult {
  readonly rule: Rule;
  readonly recommendation: Recommendation;
  /** The rule had no data, whatever is recommended instead. */
  readonly isMissingData: boolean;
  /** Why it has no data, where a fallback is recommended instead. */
  readonly cause?: Reason;
}

const NOTHING = () => null;

/** Names the metric without fresh data, which a formula may read, and says what it has instead. */
function explained(recommendation: Recommendation, { readings }: DecisionContext): Recommendation {
  const { reason } = recommendation;
  const { code, params } = reason;
  if (code === 'no-data') return { ...recommendation, reason: lackingIn(reason, readings) };
  const cause = params['cause'] as Reason | undefined;
  if (cause?.code !== 'no-data') return recommendation;
  return { ...recommendation, reason: { code, params: { ...params, cause: lackingIn(cause, readings) } } };
}

function lackingIn({ params: { metric, ...known } }: Reason, readings: DecisionContext['readings']): Reason {
  return because['no-data']({ ...readings.lacking(String(metric)), ...(known as object) });
}

/** One rule's recommendation, or its fallback once its data has been missing for more than `after` evaluations. */
export function resultOf(rule: Rule, context: DecisionContext): RuleResult {
  if (!isActive(rule, context.now)) {
    const reason =
      rule.enabled === false
        ? because['rule-disabled']({})
        : because['rule-outside-during'](nextOpening(rule.during ?? [], context.now));
    return { rule, recommendation: abstain(reason), isMissingData: false };
  }
  const module = moduleOf(rule);
  const learned = module.learning ? () => learnedFor(rule, context) : NOTHING;
  const recommendation = explained(module.recommend(rule, context, learned), context);
  const isMissingData = recommendation.kind === 'no-data';
  if (!isMissingData || !rule.fallback) return { rule, recommendation, isMissingData };
  const { missing } = context.observation.history;
  const evaluations = 1 + ((Object.hasOwn(missing, rule.name) ? missing[rule.name] : undefined) ?? 0);
  if (evaluations <= rule.fallback.after) return { rule, recommendation, isMissingData };
  const { workers: capacity } = rule.fallback;
  const reason = because.fallback({ cause: recommendation.reason, evaluations, capacity });
  return { rule, recommendation: propose(capacity, reason), isMissingData, cause: recommendation.reason };
}

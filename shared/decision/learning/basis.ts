import { metricSource, type Observation, type Policy } from '../../policy/index.ts';
import {
  bootOf,
  type Learned,
  type LearningRule,
  learningOfKind,
  moduleOf,
  poolOf,
  type Rule,
  type RuleLearning,
} from '../../rules/index.ts';

/** Whether a rule tunes itself. */
export const isLearning = (rule: Rule): rule is LearningRule =>
  rule.enabled !== false && moduleOf(rule).learning !== undefined;

export const learningOf = ({ kind }: LearningRule): RuleLearning<Rule, Learned> => learningOfKind(kind);

/** The figures that what is learned depends on, and what is measured: with others, it does not hold. */
export function basisOf(rule: LearningRule, policy: Policy): string {
  const known = bases.get(policy)?.get(rule);
  if (known !== undefined) return known;
  const learning = learningOf(rule);
  const metric = learning.metric(rule);
  const source = brief(JSON.stringify(sourceOf(metric, policy)));
  const boot = bootOf(rule, policy.warmup);
  const pool = Object.values((learning.usesPool && poolOf(rule)) || {});
  const basis = [rule.kind, metric, source, ...learning.figures(rule), boot, policy.behavior.in.drain, ...pool].join(
    ' ',
  );
  bases.set(policy, (bases.get(policy) ?? new Map()).set(rule, basis));
  return basis;
}

/** Asked for in every decision, and the same as long as the policy is. */
const bases = new WeakMap<Policy, Map<LearningRule, string>>();

/** `learned` if it holds for this rule. Null if the rule has other figures now, or if only another version can use it. */
export const holding = (rule: LearningRule, policy: Policy, learned: Learned | null | undefined): Learned | null =>
  learned?.kind === rule.kind && learned.basis === basisOf(rule, policy) && learningOf(rule).isUsable(learned)
    ? learned
    : null;

/** What was learned for this very rule; null if nothing was, or if it no longer holds. */
export function rememberedFor(
  rule: LearningRule,
  policy: Policy,
  { tuned }: Pick<Observation['history'], 'tuned'>,
): Learned | null {
  const known = Object.hasOwn(tuned, rule.name) ? tuned[rule.name] : undefined;
  return holding(rule, policy, known);
}

/** Where a metric comes from, in whatever order its dimensions were written. */
function sourceOf(name: string, policy: Policy): unknown {
  const source = metricSource(name, policy.metrics);
  if (!source) return null;
  const { identity, computedBy } = source;
  return computedBy ? [...(identity ?? []), ...computedBy.names.map((each) => sourceOf(each, policy))] : identity;
}

/**
 * A text of any length as a short one, FNV-1a of 32 bits: http://www.isthe.com/chongo/tech/comp/fnv/
 * If two sources have the same hash by chance, the effect lasts only until the rule learns again.
 */
function brief(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  return hash.toString(36);
}

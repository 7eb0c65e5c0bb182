import { metricSource, type Observation, type Policy, type Rule, type TunedOf } from '../../policy/index.ts';
import { bootOf } from './timing.ts';

export type TunedRule = Extract<Rule, { kind: 'objective' | 'forecast' }>;

export const isTuned = (rule: Rule): rule is TunedRule => rule.kind === 'objective' || rule.kind === 'forecast';

/** The figures that what is found out depends on, and what is measured: with others, it does not hold. */
export function basisOf(rule: TunedRule, policy: Policy): string {
  const known = bases.get(policy)?.get(rule);
  if (known !== undefined) return known;
  const own = rule.kind === 'objective' ? [rule.perWorker, rule.lost] : [rule.value, rule.quantile, rule.season ?? ''];
  const source = brief(JSON.stringify(sourceOf(rule.metric, policy)));
  const basis = [rule.kind, rule.metric, source, ...own, bootOf(rule, policy), policy.behavior.in.drain].join(' ');
  bases.set(policy, (bases.get(policy) ?? new Map()).set(rule, basis));
  return basis;
}

/** Asked for in every decision, and the same as long as the policy is. */
const bases = new WeakMap<Policy, Map<TunedRule, string>>();

/** What was found out for this very rule; null where nothing is, or for other figures. */
export function rememberedFor<Kind extends TunedRule['kind']>(
  rule: Extract<TunedRule, { kind: Kind }>,
  policy: Policy,
  { tuned }: Pick<Observation['history'], 'tuned'>,
): TunedOf<Kind> | null {
  const known = Object.hasOwn(tuned, rule.name) ? tuned[rule.name] : undefined;
  return known?.kind === rule.kind && known.basis === basisOf(rule, policy) ? (known as TunedOf<Kind>) : null;
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
 * That two sources of one metric look alike by chance does no harm for longer than until the next tuning.
 */
function brief(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  return hash.toString(36);
}

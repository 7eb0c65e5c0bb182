import type { Observation, Policy, Rule, TunedOf } from '../../policy/index.ts';
import { bootOf } from './timing.ts';

export type TunedRule = Extract<Rule, { kind: 'objective' | 'forecast' }>;

export const isTuned = (rule: Rule): rule is TunedRule => rule.kind === 'objective' || rule.kind === 'forecast';

/** The figures that what is found out depends on: with others, it does not hold. */
export function basisOf(rule: TunedRule, policy: Policy): string {
  const own = rule.kind === 'objective' ? [rule.perWorker, rule.lost] : [rule.value, rule.quantile, rule.season ?? ''];
  return [rule.kind, rule.metric, ...own, bootOf(rule, policy), policy.behavior.in.drain].join(' ');
}

/** What was found out for this very rule; null where nothing is, or for other figures. */
export function tunedFor<Kind extends TunedRule['kind']>(
  rule: Extract<TunedRule, { kind: Kind }>,
  policy: Policy,
  { tuned }: Pick<Observation['history'], 'tuned'>,
): TunedOf<Kind> | null {
  const known = Object.hasOwn(tuned, rule.name) ? tuned[rule.name] : undefined;
  return known?.kind === rule.kind && known.basis === basisOf(rule, policy) ? (known as TunedOf<Kind>) : null;
}

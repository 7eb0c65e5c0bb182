import type { Observation, Policy, TunedOf } from '../../policy/index.ts';
import { rememberedFor, type TunedRule } from './basis.ts';
import { Tuner } from './tuner.ts';

/** What drives the rule: what was found out for it, else what the readings at hand tell; null where those are too few. */
export function tunedFor<Kind extends TunedRule['kind']>(
  rule: Extract<TunedRule, { kind: Kind }>,
  policy: Policy,
  observation: Observation,
): TunedOf<Kind> | null {
  const remembered = rememberedFor(rule, policy, observation.history);
  if (remembered) return remembered;
  const tuner = new Tuner(rule, policy);
  tuner.read(observation);
  return tuner.tuned() as TunedOf<Kind> | null;
}

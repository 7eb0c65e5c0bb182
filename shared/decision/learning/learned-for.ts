import type { Learned, Rule } from '../../rules/index.ts';
import type { DecisionContext } from '../context.ts';
import { isLearning, rememberedFor } from './basis.ts';
import { RuleLearner } from './rule-learner.ts';

/** What drives the rule: what was learned for it, else what the readings at hand show; null where those are too few. */
export function learnedFor(rule: Rule, { policy, observation }: DecisionContext): Learned | null {
  if (!isLearning(rule)) return null;
  const remembered = rememberedFor(rule, policy, observation.history);
  if (remembered) return remembered;
  const learner = new RuleLearner(rule, policy);
  learner.read(observation);
  return learner.learned();
}

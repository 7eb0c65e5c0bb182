/** Rules that tune themselves: what they learn on recorded demand, when they do, and what of it still holds. Pure. */
export { basisOf, isLearning } from './basis.ts';
export { foundAt, isLearningDue, learningDueAt, learningSeconds, spreadLearningDueAt } from './due.ts';
export { learnedFor } from './learned-for.ts';
export { RuleLearner } from './rule-learner.ts';

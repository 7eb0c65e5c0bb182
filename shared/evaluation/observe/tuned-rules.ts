import { foundAt, isLearning, learningDueAt } from '../../decision/index.ts';
import type { Policy } from '../../policy/index.ts';
import type { Learned, LearningRule } from '../../rules/index.ts';
import type { GroupState } from '../../state/index.ts';

/** How a rule that tunes itself stands. Times are ms since the epoch. */
export interface TunedRuleStanding {
  readonly rule: string;
  readonly kind: LearningRule['kind'];
  /** What drives it; null where nothing is known, or only for other figures than the policy's. */
  readonly tuned: Learned | null;
  readonly foundAt: number | null;
  /** From when on an evaluation finds out anew; null: the next one does. */
  readonly dueAt: number | null;
}

export const tunedRules = (
  policy: Policy,
  { decision: { tuned: known } }: Pick<GroupState, 'decision'>,
): TunedRuleStanding[] =>
  policy.rules.filter(isLearning).map((rule) => {
    const last = known[rule.name] ?? null;
    const dueAt = learningDueAt(rule, policy, last);
    const tuned = dueAt === null ? null : last;
    return { rule: rule.name, kind: rule.kind, tuned, foundAt: tuned && foundAt(tuned), dueAt };
  });

import { foundAt, isLearning } from '../../../decision/index.ts';
import type { Policy } from '../../../policy/index.ts';
import type { Learned, LearningRule } from '../../../rules/index.ts';
import type { GroupState } from '../../../state/index.ts';
import { spreadDueAt } from './tuning.ts';

/** The tuning of a rule that tunes itself. Times are ms since the epoch. */
export interface TunedRuleStatus {
  readonly rule: string;
  readonly kind: LearningRule['kind'];
  /** The tuning in use; null if there is none, or if it was computed for different settings of the rule. */
  readonly tuned: Learned | null;
  readonly foundAt: number | null;
  /** When the rule is tuned again; null if the next evaluation does it, or asks for it. */
  readonly dueAt: number | null;
}

export const tunedRules = (
  policy: Policy,
  { decision: { tuned: known } }: Pick<GroupState, 'decision'>,
): TunedRuleStatus[] =>
  policy.rules.filter(isLearning).map((rule) => {
    const last = known[rule.name] ?? null;
    const dueAt = spreadDueAt(rule, policy, last);
    const tuned = dueAt === null ? null : last;
    return { rule: rule.name, kind: rule.kind, tuned, foundAt: tuned && foundAt(tuned), dueAt };
  });

import { basisOf, isLearning } from '../../../shared/decision/index.ts';
import type { ObservationDocument } from '../../../shared/policy/index.ts';
import type { Calibrated } from '../../../shared/rules/forecast/learned.ts';
import type { Winner } from '../../../shared/rules/objective/learned.ts';
import { ago, policyOf, type WrittenPolicy } from './builders.ts';

type WrittenTuned = NonNullable<NonNullable<ObservationDocument['history']>['tuned']>;

/** Twice the last minute's peak, found on ten days of demand. */
export const TWICE: Winner = {
  ...{ candidate: { want: { by: 'headroom', load: 0.5, window: 60 }, hold: 60, coarse: 0 } },
  ...{ shareLost: 0.004, keeps: true, of: 900, seen: 864_000, misses: [], weights: [], dayBefore: [] },
};
/** The last minute's mean, raised by a tenth. */
export const RAISED: Calibrated = {
  ...{ by: 'minute', season: 86_400, raise: Math.log(1.1), weights: [], before: [], seen: 864_000 },
};

/** A day before the moment of {@link tunedBy}: ten, but for three minutes from so many after it. */
export const dayBefore = (after: number, high: number): number[] =>
  Array.from({ length: 181 }, (_, minute) => (minute >= 90 + after && minute < 93 + after ? high : 10));

const TIMING = { step: 60, boot: 120, drain: 30, delay: 0 };

/** What the first rule of a policy has found out five minutes ago, as an observation holds it. */
export function tunedBy(written: WrittenPolicy, found: { winner: Winner } | { calibrated: Calibrated }): WrittenTuned {
  const policy = policyOf(written);
  const [rule] = policy.rules;
  if (!rule || !isLearning(rule)) throw new Error('the first rule does not tune itself');
  const common = { at: ago(300), basis: basisOf(rule, policy), timing: TIMING };
  const each = 'winner' in found ? { kind: 'objective' as const, ...found } : { kind: 'forecast' as const, ...found };
  return { [rule.name]: { ...common, ...each } };
}

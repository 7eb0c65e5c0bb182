import type { Reason } from '../../model/index.ts';
import { because } from './because.ts';
import type { Draft, Stage } from './draft.ts';

/**
 * What the provider and the account can do now, where the evaluation has asked (`observation.admission`). Nothing
 * granted: the group holds. A part of a scale-in: it is cut to that part, the rest is for a later one. A part of a
 * launch: the desired capacity stays, as the rest is launched later.
 */
export const capacity: Stage = (draft, { observation: { admission }, current }) => {
  if (!admission || admission.asked === 0) return draft;
  const { asked, granted } = admission;
  const reasons =
    admission.reasons.length === 0 && granted < asked
      ? [because['not-granted']({ asked, granted })]
      : admission.reasons;
  if (granted === 0) return withheld(draft, current, reasons);
  const isScaleIn = draft.capacity < current;
  const left = isScaleIn ? Math.max(0, asked - granted) : 0;
  return noted(draft, Math.min(isScaleIn ? current : Infinity, draft.capacity + left), reasons);
};

function withheld(draft: Draft, current: number, reasons: readonly Reason[]): Draft {
  const [reason = draft.reason, ...also] = reasons;
  return { ...noted(draft, current, reasons), blockedBy: 'capacity-unavailable', reason, also };
}

const noted = (draft: Draft, size: number, reasons: readonly Reason[]): Draft => ({
  ...draft,
  capacity: size,
  also: [...(draft.also ?? []), ...reasons],
  trace: [...draft.trace, ...reasons.map((reason) => ({ stage: 'capacity', proposed: size, reason }))],
});

import type { Reason } from '../../model/index.ts';
import { choiceBecause as because } from './reasons.ts';

/** The result of a rule on a recording. */
export interface Tried {
  readonly name: string;
  /** Percent of the demand that was lost, or of the tasks that started late. */
  readonly latePercent: number;
  /** Cost divided by that of perfect foresight. */
  readonly costRatio: number;
  readonly actions: number;
}

/** Costs that differ by less count as equal. */
const SAME = 0.02;

/** The recommended rule with the reason, and the reasons against the others: first those that lose no more than allowed, by cost, then the others, by loss. */
export interface Choice<Of extends Tried> {
  readonly best: Of;
  readonly because: Reason;
  readonly others: readonly { readonly tried: Of; readonly because: Reason }[];
}

/**
 * The cheapest rule that loses no more than `allowed` percent. Of those that cost at most 2 % more, the one that changes
 * the number of workers least. If all lose more, the one that loses least. `tried`: at least one.
 */
export function chosen<Of extends Tried>(
  tried: readonly Of[],
  { allowed, isQueue }: { readonly allowed: number; readonly isQueue: boolean },
): Choice<Of> {
  const within = tried.filter(({ latePercent }) => latePercent <= allowed);
  const lost = ({ latePercent: percent }: Of) => ({ percent, allowed, isQueue });
  const cheapest = least(within, ({ costRatio }) => costRatio);
  const close = within.filter(({ costRatio }) => costRatio <= (cheapest?.costRatio ?? 0) * (1 + SAME));
  const best = least(close, ({ actions }) => actions) ?? least(tried, ({ latePercent }) => latePercent);
  if (!best) throw new Error('no rule was tried');
  const { name: rule, costRatio: ratio, actions } = best;
  const why =
    cheapest === undefined
      ? because['rule-loses-least']({ rule, ...lost(best) })
      : best === cheapest
        ? because['rule-cheapest']({ rule, ...lost(best), ratio })
        : because['rule-calmest']({ rule, ...lost(best), ratio, actions, cheapest: cheapest.name });
  const others = [
    ...within.toSorted((one, other) => one.costRatio - other.costRatio),
    ...tried
      .filter(({ latePercent }) => latePercent > allowed)
      .toSorted((one, other) => one.latePercent - other.latePercent),
  ].filter((each) => each !== best);
  const whyNot = (each: Of): Reason => {
    if (each.latePercent > allowed) return because['rule-loses-more'](lost(each));
    if (close.includes(each)) return because['rule-changes-more']({ actions: each.actions, than: rule });
    return because['rule-costs-more']({ percent: 100 * (each.costRatio / ratio - 1), than: rule });
  };
  return { best, because: why, others: others.map((each) => ({ tried: each, because: whyNot(each) })) };
}

function least<Of>(all: readonly Of[], of: (each: Of) => number): Of | undefined {
  return all.toSorted((one, other) => of(one) - of(other))[0];
}

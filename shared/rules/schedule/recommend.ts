import { lastClosing, nextOpening, openUntil } from '../../model/index.ts';
import { abstain, propose, type Recommendation } from '../recommendation.ts';
import type { RuleContext } from '../rule-context.ts';
import { because } from './because.ts';
import type { ScheduleRule } from './schema.ts';

/**
 * Proposes the highest `desired` of the open windows; the windows also move the bounds. While no window asks for a
 * number, the other rules decide; a group with schedules only returns to its minimum.
 */
export function recommend(rule: ScheduleRule, { now, isAlone, bounds, current }: RuleContext): Recommendation {
  const open = rule.windows.filter((window) => openUntil(window, now) !== undefined);
  const desired = open.flatMap((window) => window.desired ?? []);
  if (desired.length === 0) {
    const isOpen = open.length > 0;
    const next = isOpen ? {} : nextOpening(rule.windows, now);
    if (!isAlone || current <= bounds.min)
      return abstain(isOpen ? because['schedule-bounds']({}) : because['schedule-closed'](next));
    return propose(bounds.min, because['schedule-minimum']({ open: isOpen, min: bounds.min, ...next }));
  }
  const capacity = Math.max(...desired);
  const asking = open.filter((window) => window.desired === capacity);
  const until = lastClosing(asking, now) as string;
  return propose(capacity, because['schedule-desired']({ capacity, until }));
}

import { openUntil, type Policy, type RuleOf } from '../../policy/index.ts';
import { because } from '../../rules/schedule/reasons.ts';
import type { Situation } from '../situation.ts';
import { abstain, propose, type Vote } from './vote.ts';

/**
 * Proposes the highest `desired` of the windows that are open; the bounds they move are {@link boundsInForce}'s. While
 * no window asks for a number the other rules decide; a group that only schedules size returns to its minimum.
 */
export function schedule(rule: RuleOf<'schedule'>, { observation, policy, bounds, current }: Situation): Vote {
  const open = rule.windows.filter((window) => openUntil(window, observation.now) !== undefined);
  const desired = open.flatMap((window) => window.desired ?? []);
  if (desired.length === 0) {
    const isOpen = open.length > 0;
    const isAlone = policy.rules.every(({ kind }) => kind === 'schedule');
    if (!isAlone || current <= bounds.min)
      return abstain(isOpen ? because['schedule-bounds']({}) : because['schedule-closed']({}));
    return propose(bounds.min, because['schedule-minimum']({ open: isOpen, min: bounds.min }));
  }
  const capacity = Math.max(...desired);
  return propose(capacity, because['schedule-desired']({ capacity }));
}

export interface Bounds {
  readonly min: number;
  readonly max: number;
  /** Whether a schedule window moved them. */
  readonly scheduled: boolean;
}

/**
 * The policy's capacity as the open windows move it. Of several, the highest min and the highest max hold; a min above
 * the policy's max lifts the max with it, a max below the policy's min pulls the min down.
 */
export function boundsInForce(policy: Policy, now: number): Bounds {
  const open = openWindows(policy, now);
  const { capacity } = policy;
  if (open.length === 0) return { min: Math.min(capacity.min, capacity.max), max: capacity.max, scheduled: false };
  const mins = open.flatMap((window) => window.min ?? []);
  const maxes = open.flatMap((window) => window.max ?? []);
  const max = maxes.length > 0 ? Math.max(...maxes) : Math.max(capacity.max, ...mins);
  const min = mins.length > 0 ? Math.max(...mins) : Math.min(capacity.min, max);
  return { min, max: Math.max(min, max), scheduled: mins.length + maxes.length > 0 };
}

/** Written as a loop: every decision asks, and few groups have a schedule. */
function openWindows({ rules }: Policy, now: number): Windows {
  const open: Windows = [];
  for (const rule of rules) {
    if (rule.kind === 'schedule') open.push(...rule.windows.filter((window) => openUntil(window, now) !== undefined));
  }
  return open;
}
type Windows = RuleOf<'schedule'>['windows'];

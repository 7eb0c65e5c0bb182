import { lastClosing, openUntil } from '../model/index.ts';
import type { Policy } from '../policy/index.ts';
import { type Bounds, type CapacityWindow, isActive, moduleOf } from '../rules/index.ts';

/**
 * The policy's capacity as the open windows move it. Of several, the highest min and the highest max hold; a min above
 * the policy's max lifts the max with it, a max below the policy's min pulls the min down. The highest spare holds.
 */
export function boundsInForce(policy: Policy, now: number): Bounds {
  const open = openWindows(policy, now);
  const { capacity } = policy;
  const spare = capacity.spare ?? 0;
  if (open.length === 0)
    return { min: Math.min(capacity.min, capacity.max), max: capacity.max, spare, scheduled: false };
  const mins = open.flatMap((window) => window.min ?? []);
  const maxes = open.flatMap((window) => window.max ?? []);
  const max = maxes.length > 0 ? Math.max(...maxes) : Math.max(capacity.max, ...mins);
  const min = mins.length > 0 ? Math.max(...mins) : Math.min(capacity.min, max);
  const spares = open.flatMap((window) => window.spare ?? []);
  return {
    min,
    max: Math.max(min, max),
    spare: spares.length > 0 ? Math.max(...spares) : spare,
    scheduled: mins.length + maxes.length > 0,
  };
}

/** The schedule that sets a bound in force, and when the last of its windows closes. Empty without one. */
export function setterOf({ rules }: Policy, now: number, bound: 'min' | 'max', value: number) {
  const setters = rules.flatMap((rule) => {
    const windows = isActive(rule, now) ? (moduleOf(rule).windows?.(rule) ?? []) : [];
    const until = lastClosing(
      windows.filter((window) => window[bound] === value),
      now,
    );
    return until === undefined ? [] : { rule: rule.name, until };
  });
  // Several may set the same bound: it holds until the last of them closes.
  return setters.toSorted((one, other) => (one.until < other.until ? 1 : -1))[0] ?? {};
}

/** The floor, as far as the policy's own maximum allows. The maximum of a window limits rules, not guards. */
export const floorInForce = ({ guards, capacity }: Pick<Policy, 'guards' | 'capacity'>, { max }: Bounds): number =>
  Math.min(guards.floor, Math.max(capacity.max, max));

/** The size up to which growing is repair, which no guard holds back: the floor, or the minimum in force. */
export const repairLevel = (policy: Pick<Policy, 'guards' | 'capacity'>, bounds: Bounds): number =>
  Math.max(bounds.min, floorInForce(policy, bounds));

/** Written as a loop: every decision asks, and few groups have a schedule. */
function openWindows({ rules }: Policy, now: number): CapacityWindow[] {
  const open: CapacityWindow[] = [];
  for (const rule of rules) {
    const windows = moduleOf(rule).windows?.(rule) ?? [];
    if (windows.length === 0 || !isActive(rule, now)) continue;
    for (const window of windows) if (openUntil(window, now) !== undefined) open.push(window);
  }
  return open;
}

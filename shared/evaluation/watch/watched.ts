import type { Watch, WatchEntry } from '../../state/index.ts';
import type { Condition } from './conditions.ts';

/** A condition that has lasted for long enough, or one that was reported and is over. */
export type Notification =
  | { readonly kind: 'started'; readonly condition: Condition; readonly since: number }
  | { readonly kind: 'ended'; readonly condition: WatchEntry['condition']; readonly since: number };

export interface Watched {
  /** The same object if nothing changed, so that nothing is written. */
  readonly watch: Watch;
  readonly notifications: readonly Notification[];
}

/**
 * The conditions to store after an evaluation, and the notifications to send: one when a condition has lasted for
 * `notifyAfter` seconds, and one when it ends after that.
 */
export function watchedAfter(before: Watch, now: readonly Condition[], notifyAfter: number, at: number): Watched {
  const notifications: Notification[] = [];
  const entries = now.map((condition): WatchEntry => {
    const known = before.conditions.find((entry) => entry.condition === condition.condition);
    const since = known?.since ?? at;
    if (known?.notified) return known;
    if (at - since < notifyAfter * 1000) return known ?? { condition: condition.condition, since, notified: false };
    notifications.push({ kind: 'started', condition, since });
    return { condition: condition.condition, since, notified: true };
  });
  for (const { condition, since, notified } of before.conditions) {
    const isOver = !now.some((each) => each.condition === condition);
    if (isOver && notified) notifications.push({ kind: 'ended', condition, since });
  }
  const isSame =
    entries.length === before.conditions.length && entries.every((entry) => before.conditions.includes(entry));
  return { watch: isSame ? before : { conditions: entries }, notifications };
}

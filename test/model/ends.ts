import type { Intent } from '../../shared/evaluation/index.ts';
import type { World } from './world/world.ts';

interface Known {
  /** What the last activity that named the worker meant to do with it. */
  readonly intent: Intent;
  readonly begunAt: number;
}

/**
 * Workers that were ended as they should not have been. Only a victim of the last activity that named it is, so none
 * that was taken back since; none that is protected; a busy one only when its drain has passed and the policy does
 * not wait for it, and one that drains only while it is marked.
 */
export function wrongEnds({ ledger, scenario, slept }: World): string[] {
  const named = new Map<string, Known>();
  /** Since when. */
  const marked = new Map<string, number>();
  const words = new Set<string>();
  const faults: string[] = [];
  // A drain counts from the call that tells of it: two that sleep before the same call may use it up between them.
  const isTimely = !scenario.isInterleaved && slept < 2;
  for (const { at, what, ids, intent } of ledger.entries) {
    for (const id of ids) {
      if (what === 'begun' && intent) named.set(id, { intent, begunAt: at });
      if (what === 'marked') marked.set(id, Math.min(at, marked.get(id) ?? at));
      if (what === 'taken back') marked.delete(id);
      if (what === 'busy' || what === 'protected') words.add(`${id} ${what}`);
      if (what === 'not busy' || what === 'not protected') words.delete(`${id} ${what.slice(4)}`);
      if (what !== 'terminated') continue;
      const known = named.get(id);
      if (known?.intent.kind !== 'remove') {
        faults.push(`${id} was terminated ${known ? 'although it was taken back' : 'though nobody meant to'}`);
        continue;
      }
      if (words.has(`${id} protected`)) faults.push(`${id} was terminated although it was protected`);
      const { intent: retirement, begunAt } = known;
      // A clock that is fast lets a drain end early by so much.
      const drain = retirement.drainUntil - begunAt - (scenario.skew ? 120_000 : 0);
      const told = marked.get(id);
      const mayEndBusy = drain > 0 && at >= retirement.drainUntil && retirement.waitForBusy !== true;
      if (words.has(`${id} busy`) && retirement.cancelable && !mayEndBusy) {
        faults.push(`${id} was terminated although it was busy`);
      }
      if (drain <= 0) continue;
      if (told === undefined) faults.push(`${id} was terminated and not told before`);
      else if (at < told + drain && isTimely) faults.push(`${id} was not given its whole drain`);
    }
  }
  return faults;
}

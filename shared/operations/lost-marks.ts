import type { Activity } from '../evaluation/index.ts';
import type { ManagedWorker } from '../providers/index.ts';
import type { GroupState } from '../state/index.ts';
import type { Finding } from './finding.ts';
import { because } from './reasons.ts';

/** Tags are visible later than they are set. */
const VISIBLE_WITHIN_MS = 60_000;

/** Workers that drain, whose provider does not show the mark of it: so they do not know it, and go on taking work. */
export function lostMarkFindings(
  { group, drains }: GroupState,
  workers: readonly ManagedWorker[],
  activities: ReadonlyMap<string, Activity>,
  now: number,
): Finding[] {
  const marked = drains.filter(({ activity }) => {
    const startedAt = activities.get(activity)?.startedAt;
    return startedAt !== undefined && now - startedAt >= VISIBLE_WITHIN_MS;
  });
  const until = new Map(marked.flatMap((drain) => drain.workers.map((id) => [id, drain.until] as const)));
  return workers.flatMap(({ id, drainingUntil, keepsMarks = true }): Finding[] => {
    const end = until.get(id);
    if (end === undefined || drainingUntil !== null || !keepsMarks) return [];
    const reason = because['doctor-lost-mark']({ worker: id, group, until: new Date(end).toISOString() });
    return [{ kind: 'lost-mark', group, subject: id, reason, remedy: null }];
  });
}

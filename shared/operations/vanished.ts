import { type Activity, LAUNCH_VISIBLE_WITHIN_SECONDS } from '../evaluation/index.ts';
import type { GroupState } from '../state/index.ts';
import type { Examined, Finding } from './finding.ts';
import { because } from './reasons.ts';

/** Launched, never removed by an activity, and not there. They are replaced already. An ephemeral worker ends by itself. */
export function vanishedFindings(
  { group, provider: { launched } }: GroupState,
  activities: readonly Activity[],
  { workers, ended, ephemeral, now }: Pick<Examined, 'workers' | 'ended' | 'ephemeral' | 'now'>,
): Finding[] {
  const causes = new Map(ended.map((worker) => [worker.id, worker]));
  const waitedFor = launched.filter(({ id, seen }) => !seen && !causes.has(id));
  const stopped = ended.filter(({ isStopped }) => isStopped);
  const known = new Set([...workers, ...waitedFor, ...stopped].map(({ id }) => id));
  for (const { intent, outcome } of activities) {
    if (intent.kind === 'remove') for (const id of intent.workers) known.add(id);
    if (outcome?.kind === 'remove') for (const id of outcome.terminated) known.add(id);
  }
  return activities.flatMap(({ id: activity, outcome, settledAt }) => {
    if (outcome?.kind !== 'launch' || settledAt === null) return [];
    const isYoung = now - settledAt < LAUNCH_VISIBLE_WITHIN_SECONDS * 1000;
    return outcome.launched
      .filter(({ id }) => !known.has(id) && (!isYoung || causes.has(id)))
      .filter(({ id }) => !ephemeral.has(group) || causes.get(id)?.isFailure === true)
      .map(({ id }): Finding => {
        const cause = causes.get(id)?.reason ?? null;
        const reason = because['doctor-vanished']({ worker: id, group, activity, cause });
        return { kind: 'vanished', group, subject: id, reason, remedy: null };
      });
  });
}

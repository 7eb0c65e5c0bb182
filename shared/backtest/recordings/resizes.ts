import { type Activities, type Activity, unitsSeen } from '../../evaluation/index.ts';
import { liveOf } from '../../model/index.ts';
import type { Resize } from '../../simulation/index.ts';

const FIRST_READ = 500;
const MORE = 4;

/** The group's resizes since `from`, and the last one before it, in ascending order of time. */
export async function resizesSince(activities: Activities, group: string, from: number): Promise<Resize[]> {
  // The list is newest first and its length is unknown: ask for more until it reaches back to `from`.
  for (let limit = FIRST_READ; ; limit *= MORE) {
    const listed = await activities.list(group, limit);
    const before = listed.findIndex(({ startedAt }) => startedAt < from);
    if (before < 0 && listed.length === limit) continue;
    const needed = before < 0 ? listed : listed.slice(0, before + 1);
    return needed.map(resizeOf).toSorted((one, other) => one.at - other.at);
  }
}

function resizeOf({ startedAt, seen, intent, outcome, status, settledAt }: Activity): Resize {
  const { pending, warming, ready, unhealthy } = seen.workers;
  const [live, units] = [liveOf(seen.workers), liveOf(unitsSeen(seen))];
  const isRetirement = intent.kind === 'remove' && status !== 'failed';
  return {
    at: startedAt,
    live: pending + warming + ready,
    unhealthy,
    ...(units > live && live > 0 && { unitsEach: units / live }),
    launched: outcome?.kind === 'launch' ? outcome.launched.length : 0,
    canceledDrains: intent.kind === 'launch' && outcome ? intent.cancelDrain.length : 0,
    retired: isRetirement ? intent.workers.length : 0,
    endedAt: isRetirement ? settledAt : null,
  };
}

import { instant } from '../../../model/index.ts';
import type { WorkerReports } from '../../worker.ts';
import type { TaggedReports } from '../ports.ts';
import { because } from '../reasons.ts';

/** The reports of a worker that has set no tag. */
export const SILENT: TaggedReports = { ready: false, retire: false, alive: null };

/** The clock of a worker may be ahead by this much. A later time would hide for long that the worker has failed. */
const CLOCKS_MAY_DIFFER_BY_SECONDS = 300;
const LONGEST_SHOWN = 60;

/** What a worker's tags report. An unreadable time changes nothing; `unreadable` says why. */
export function reportsOf({ ready, retire, alive }: TaggedReports, now: number): WorkerReports {
  const none = { ready, retire, aliveAt: null, unreadable: [] };
  if (alive === null) return none;
  const written = alive.slice(0, LONGEST_SHOWN);
  const { data: at } = instant.safeParse(alive);
  if (at === undefined) return { ...none, unreadable: [because['alive-not-a-time']({ written })] };
  if (at > now + CLOCKS_MAY_DIFFER_BY_SECONDS * 1000)
    return { ...none, unreadable: [because['alive-in-the-future']({ written })] };
  return { ...none, aliveAt: Math.min(at, now) };
}

import { instant } from '../../model/index.ts';
import { because } from '../reasons.ts';
import type { WorkerReports } from '../worker.ts';

/** Reports of a worker, as its tags have them. */
export interface TaggedReports {
  readonly ready: boolean;
  readonly retire: boolean;
  /** Meant to be an ISO time, but a worker may write anything. */
  readonly alive: string | null;
}

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

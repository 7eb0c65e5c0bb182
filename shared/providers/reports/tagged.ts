import { type Reason, timeOf } from '../../model/index.ts';
import type { WorkerReports } from '../worker.ts';
import { because } from './because.ts';

/** Reports of a worker, as its tags have them. */
export interface TaggedReports {
  readonly ready: boolean;
  readonly retire: boolean;
  /** Meant to be an ISO time, but a worker may write anything. */
  readonly alive: string | null;
  /** When an event could not be read, and what was wrong with it. */
  readonly unreadable?: string | null;
}

/** The reports of a worker that has set no tag. */
export const SILENT: TaggedReports = { ready: false, retire: false, alive: null };

/** The clock of a worker may be ahead by this much. A later time would hide for long that the worker has failed. */
const CLOCKS_MAY_DIFFER_BY_SECONDS = 300;
const LONGEST_SHOWN = 60;

/** How long an unreadable event is shown. Its tag stays, because only the worker's next event could replace it. */
const EVENT_SHOWN_FOR_MS = 24 * 3600 * 1000;

/** What a worker's tags report. Something unreadable changes nothing; `unreadable` says why. */
export function reportsOf(tagged: TaggedReports, now: number): WorkerReports {
  const { ready, retire } = tagged;
  const { aliveAt, problem } = aliveOf(tagged.alive, now);
  const event = tagged.unreadable ? unreadableEvent(tagged.unreadable, now) : null;
  const unreadable = [problem, event].filter((reason) => reason !== null);
  return { ready, retire, aliveAt, isAliveUnreadable: problem !== null, unreadable };
}

function aliveOf(alive: string | null, now: number): { aliveAt: number | null; problem: Reason | null } {
  if (alive === null) return { aliveAt: null, problem: null };
  const written = alive.slice(0, LONGEST_SHOWN);
  const at = timeOf(alive);
  if (at === undefined) return { aliveAt: null, problem: because['alive-not-a-time']({ written }) };
  if (at > now + CLOCKS_MAY_DIFFER_BY_SECONDS * 1000)
    return { aliveAt: null, problem: because['alive-in-the-future']({ written }) };
  return { aliveAt: Math.min(at, now), problem: null };
}

function unreadableEvent(tag: string, now: number): Reason | null {
  const [, time = '', problem = ''] = /^(\S+) (.+)$/s.exec(tag) ?? [];
  const at = timeOf(time);
  if (at === undefined || now - at >= EVENT_SHOWN_FOR_MS) return null;
  return because['event-unreadable']({ at: time, problem });
}

import { EVENT } from '../../names/index.ts';
import { newsEntry } from '../events/outbox.ts';
import { type Part, SILENCE } from '../events/part.ts';
import type { DecidedContext } from '../observe/group-context.ts';
import { isInUnits } from '../plan/planned.ts';
import { becauseOfOverflow as because } from './because.ts';

/** What has changed since the last evaluation of the group: another region is asked, cannot be asked, or is asked no more. */
export function overflowNews(context: DecidedContext): Part {
  const { policy, state, now } = context;
  const { overflow, announced } = state;
  const level = overflow === null ? null : overflow.failing ? 'failed' : 'started';
  if (level === announced.overflow) return SILENCE;
  const change = { announced: { overflow: level } } as const;
  if (overflow === null || level === null) {
    const region = policy.overflow?.region ?? null;
    const detail = { region, status: 'ended', workers: 0 };
    return { ...change, entries: [newsEntry(EVENT.overflowing, now, because['overflow-ended']({ region }), detail)] };
  }
  const { region, workers, failing } = overflow;
  if (failing) {
    const reason = because['overflow-failed']({ region, cause: failing.because });
    const detail = { region, since: new Date(failing.since).toISOString(), cause: failing.because.code };
    return { ...change, entries: [newsEntry(EVENT.overflowFailed, now, reason, detail)] };
  }
  const detail = { region, status: 'started', workers };
  const started = { region, workers, ...(isInUnits(context) && { inUnits: true as const }) };
  return {
    ...change,
    entries: [newsEntry(EVENT.overflowing, now, because['overflow-started'](started), detail)],
  };
}

import type { TunedRuleStanding } from '../evaluation/index.ts';
import type { Tuned } from '../policy/index.ts';
import { distanceText } from './times.ts';

/** What drives a rule that tunes itself, since when, and until when: `requests: forecast season, found 12 min ago on 72 h, next in 48 min`. */
export function tunedLine({ rule, tuned, foundAt, dueAt }: TunedRuleStanding, now: number): string {
  if (tuned === null) return `${rule}: nothing is found out yet, the next evaluation that sees enough does`;
  const next = dueAt === null || dueAt <= now ? 'next at the next evaluation' : `next ${distanceText(dueAt, now)}`;
  return `${rule}: ${drivenBy(tuned)}, found ${distanceText(foundAt, now)} on ${spanText(tuned)}, ${next}`;
}

function drivenBy(tuned: Tuned): string {
  if (tuned.kind === 'forecast') return `forecast ${tuned.calibrated.by}`;
  const { candidate, shareLost, keeps } = tuned.winner;
  const { want, hold } = candidate;
  const by = want.by === 'headroom' ? `headroom ${Math.round(100 * (1 - want.load))} %` : `forecast ${want.forecast}`;
  const lost = `would have lost ${Number((100 * shareLost).toPrecision(2))} %`;
  return `${by} held for ${hold} s, ${lost}${keeps ? '' : ', more than its objective'}`;
}

/** How much demand it was found on. */
function spanText(tuned: Tuned): string {
  const { seen } = tuned.kind === 'objective' ? tuned.winner : tuned.calibrated;
  return seen < 7200 ? `${Math.round(seen / 60)} min` : `${Math.round(seen / 3600)} h`;
}

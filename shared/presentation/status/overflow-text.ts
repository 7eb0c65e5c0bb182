import { counted } from '../../model/index.ts';
import type { GroupState } from '../../state/index.ts';
import { distanceText, isoText, momentAt } from '../layout/times.ts';
import { phrase } from '../sentences/sentence.ts';

type Asking = Pick<GroupState, 'overflow' | 'requested'>;

/** Where workers have weights, regions ask for units of capacity. */
const nounIn = ({ provider: { weights = {} } }: Pick<GroupState, 'provider'>) =>
  Object.values(weights).some((weight) => weight > 1) ? 'unit' : 'worker';

/** What the group asks of another region, and what other regions ask of it, one line each. */
export function overflowLines(state: Asking & Pick<GroupState, 'provider'>, now: number): string[] {
  const { overflow, requested } = state;
  const noun = nounIn(state);
  const lines: string[] = [];
  if (overflow && overflow.until > now && overflow.workers > 0) {
    const { region, workers, elsewhere } = overflow;
    const there = elsewhere ? ` (${elsewhere.workers} ran there ${distanceText(elsewhere.at, now)})` : '';
    lines.push(`asks ${region} for ${counted(workers, noun)}${there}`);
  }
  for (const [from, { workers, until }] of Object.entries(requested)) {
    if (until > now && workers > 0) lines.push(`${from} asks for ${counted(workers, noun)} until ${momentAt(until)}`);
  }
  return lines;
}

/** Why another region does not take over what the group needs; null if it does, or is not asked. */
export const overflowFailure = ({ overflow }: Pick<GroupState, 'overflow'>): string | null =>
  overflow?.failing ? `since ${momentAt(overflow.failing.since)}: ${phrase(overflow.failing.because)}` : null;

/** The same as JSON. */
export const overflowDocument = ({ overflow, requested }: Asking) => ({
  asked: overflow && {
    region: overflow.region,
    workers: overflow.workers,
    at: isoText(overflow.at),
    until: isoText(overflow.until),
    running: overflow.elsewhere ? { ...overflow.elsewhere, at: isoText(overflow.elsewhere.at) } : null,
    failing: overflow.failing
      ? {
          since: isoText(overflow.failing.since),
          because: phrase(overflow.failing.because),
          ...overflow.failing.because,
        }
      : null,
  },
  requested: Object.entries(requested).map(([from, { workers, sentAt, until }]) => ({
    from,
    workers,
    sentAt: isoText(sentAt),
    until: isoText(until),
  })),
});

import type { PageData } from '../data.ts';
import { isHeld, type PlayDecision } from './decision-card.ts';
import { changesName, heldName } from './lines.ts';

/** Decisions of every play, in order of time. */
export const allDecisions = ({ plays }: PageData): PlayDecision[] =>
  plays
    .flatMap(({ decisions }, play) => decisions.map((decision) => ({ decision, play })))
    .sort((first, second) => first.decision.at - second.decision.at);

export const lineOf = ({ decision, play }: PlayDecision): string =>
  isHeld(decision) ? heldName(play) : changesName(play);

/** A position in the chart, in pixels. */
export type Pixel = readonly [number, number];

/**
 * The decision nearest to the pointer within its reach. Horizontal distance counts more, because readers point at decisions
 * from above and below. `decisions`: in order of time. `from`, `to`: times at the left and right end of the reach.
 */
export function nearest(
  decisions: readonly PlayDecision[],
  [x, y]: Pixel,
  [from, to]: readonly [number, number],
  pixelOf: (decision: PlayDecision) => Pixel,
): PlayDecision | undefined {
  let best: PlayDecision | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (let index = firstFrom(decisions, from); index < decisions.length; index += 1) {
    const candidate = decisions[index] as PlayDecision;
    if (candidate.decision.at > to) break;
    const [atX, atY] = pixelOf(candidate);
    // Height distinguishes marks that overlap horizontally.
    const distance = Math.abs(atX - x) + Math.abs(atY - y) / 4;
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best;
}

/** Index of the first decision at or after a moment, by binary search. */
function firstFrom(decisions: readonly PlayDecision[], moment: number): number {
  let [low, high] = [0, decisions.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((decisions[middle]?.decision.at ?? 0) < moment) low = middle + 1;
    else high = middle;
  }
  return low;
}

import type { PageData } from '../data.ts';
import { isHeld, type Told } from './decision-card.ts';
import { changesName, heldName } from './lines.ts';

/** All decisions of all plays, in the order they were made. */
export const allTold = ({ plays }: PageData): Told[] =>
  plays
    .flatMap(({ decisions }, play) => decisions.map((decision) => ({ decision, play })))
    .sort((one, other) => one.decision.at - other.decision.at);

export const lineOf = ({ decision, play }: Told): string => (isHeld(decision) ? heldName(play) : changesName(play));

/** A place in the chart, pixels. */
export type Pixel = readonly [number, number];

/**
 * The decision nearest to the pointer within its reach, sideways first: it may be pointed at from above and below. `told`:
 * in the order they were made; `moments`: the times at the left and right end of the reach.
 */
export function nearest(
  told: readonly Told[],
  [x, y]: Pixel,
  [from, to]: readonly [number, number],
  pixelOf: (told: Told) => Pixel,
): Told | undefined {
  let best: Told | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (let place = firstFrom(told, from); place < told.length; place += 1) {
    const each = told[place] as Told;
    if (each.decision.at > to) break;
    const [atX, atY] = pixelOf(each);
    // Marks that overlap sideways are told apart by height.
    const distance = Math.abs(atX - x) + Math.abs(atY - y) / 4;
    if (distance < least) [best, least] = [each, distance];
  }
  return best;
}

/** Place of the first that was made at a moment or later. */
function firstFrom(told: readonly Told[], moment: number): number {
  let [low, high] = [0, told.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((told[middle]?.decision.at ?? 0) < moment) low = middle + 1;
    else high = middle;
  }
  return low;
}

import { unitsOf } from '../../model/index.ts';
import type { Resources } from '../../providers/index.ts';
import { shareOfWhole } from './resources.ts';

/** A machine while it is filled. */
export interface Bin {
  cpu: number;
  memory: number;
  /** Units of capacity that it counts as. */
  readonly weight: number;
  /** Whether something needs it. */
  isUsed: boolean;
}

/** Units are whole, and a fault of rounding must not cost a machine. */
const SLACK = 1e-9;

export const fits = (item: Resources, { cpu, memory }: Resources): boolean =>
  item.cpu <= cpu + SLACK && item.memory <= memory + SLACK;

/**
 * How many machines, in units of capacity, hold all items: the largest first, each into the first machine that has room for
 * it, and into another empty one if none has. `most`: how many units there may be. What no machine may hold is `left`.
 */
export function packed<Item extends Resources>(
  items: readonly Item[],
  there: readonly Bin[],
  empty: Resources & { readonly weight: number },
  most: number,
): { readonly used: number; readonly left: readonly Item[] } {
  const bins = there.map((bin) => ({ ...bin }));
  const left: Item[] = [];
  let units = unitsOf(bins);
  // Machines before this one have no room for an item like the last one.
  let [from, last]: [number, Item | undefined] = [0, undefined];
  for (const item of items.toSorted((one, other) => shareOfWhole(other, empty) - shareOfWhole(one, empty))) {
    if (!last || last.cpu !== item.cpu || last.memory !== item.memory) [from, last] = [0, item];
    while (from < bins.length && !fits(item, bins[from] as Bin)) from += 1;
    if (from === bins.length && units + empty.weight <= most && fits(item, empty)) {
      bins.push({ ...empty, isUsed: false });
      units += empty.weight;
    }
    const bin = bins[from];
    if (!bin) {
      left.push(item);
      continue;
    }
    bin.cpu -= item.cpu;
    bin.memory -= item.memory;
    bin.isUsed = true;
  }
  return { used: unitsOf(bins.filter(({ isUsed }) => isUsed)), left };
}

/** Table cells computed at most, which takes less than a second. */
const MAX_CELLS = 1e8;

export interface ByCostOptions {
  readonly overhead: number;
  readonly min: number;
  /** Demand that may be lost, in worker-steps. */
  readonly allowed: number;
  /** A cost that is enough, in worker-steps. */
  readonly most: number;
}

/**
 * The least cost that loses no more than `allowed`. Exact: for each size and cost, it keeps the least demand that must have
 * been lost so far. Undefined if that takes too long.
 */
export function leastCost(
  loads: Iterable<number>,
  { overhead, min, allowed, most }: ByCostOptions,
): number | undefined {
  const steps = [...within(loads, MAX_CELLS)];
  const sizes = Math.max(0, Math.ceil(Math.max(0, ...steps) - 1e-9) - min) + 1;
  // The minimum is always billed, so only what is above it makes a difference.
  const base = min * steps.length;
  const width = Math.floor(most - base + 1e-6) + 1;
  if (width <= 0 || steps.length * sizes * width > MAX_CELLS) return;
  let lost = new Float64Array(sizes * width).fill(Infinity);
  let next = new Float64Array(sizes * width);
  for (let size = 0; size < sizes; size += 1) lost[size * width] = 0;
  steps.forEach((load, index) => {
    for (let size = sizes - 2; size >= 0; size -= 1) lower(lost, size * width, (size + 1) * width, width, 0);
    const start = index === 0 ? 0 : overhead;
    for (let size = 1; size < sizes; size += 1) lower(lost, size * width, (size - 1) * width, width, start);
    next.fill(Infinity);
    for (let size = 0; size < sizes; size += 1) {
      const short = Math.max(0, load - min - size);
      for (let cost = size; cost < width; cost += 1) {
        next[size * width + cost] = (lost[size * width + cost - size] as number) + short;
      }
    }
    [lost, next] = [next, lost];
  });
  for (let cost = 0; cost < width; cost += 1) {
    for (let size = 0; size < sizes; size += 1) {
      if ((lost[size * width + cost] as number) <= allowed + 1e-9) return base + cost;
    }
  }
  return;
}

/** Lowers the cells from `at` to those from `other`, shifted by a cost of `more`. */
function lower(cells: Float64Array, at: number, other: number, width: number, more: number): void {
  for (let cost = more; cost < width; cost += 1) {
    const candidate = cells[other + cost - more] as number;
    if (candidate < (cells[at + cost] as number)) cells[at + cost] = candidate;
  }
}

/** Ends early where the rest could not be used. */
function* within(loads: Iterable<number>, most: number): Generator<number> {
  let count = 0;
  for (const load of loads) {
    yield load;
    count += 1;
    if (count > most) return;
  }
}

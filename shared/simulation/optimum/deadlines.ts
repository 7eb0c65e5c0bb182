import { Frontier } from './frontier.ts';

export interface DeadlineOptions {
  /** Steps that a worker is billed for without serving, each time it is started. */
  readonly overhead: number;
  /** Workers always there. */
  readonly min: number;
  /** Steps after its arrival up to which work may be served. */
  readonly within: number;
  /** Steps taken as one; else as many as leave `within` five of them, and at most `GROUP`. */
  readonly group?: number;
  /** Sizes considered are multiples of so many workers; else as fine as a second or so of computing allows. */
  readonly quantum?: number;
}

const GROUP = 4;
const LEAST_GROUPS = 5;
/** A recording of fewer steps needs no groups. */
const SHORT = 1000;
/** A group as large as the highest mean of `within` steps is never late; of larger ones these are of use. */
const LARGEST = 2;
/** Cells of the table that are filled in all: a second's work or two. */
const EFFORT = 3e8;

/**
 * The least worker-steps that serve every unit of work in time, known in advance; work flows and may wait. Exact for sizes
 * of multiples of `quantum` and time in groups of steps. Measured against the linear program that lets sizes be any number,
 * step by step, on six recordings: from 0.1 % below to 0.4 % above it by default; whole workers, which is what can be
 * had, cost 0.2 to 1.0 % more than it. Walks through the loads twice; memory does not grow with their number.
 */
export function deadlineOptimum(loads: Iterable<number>, options: DeadlineOptions): number {
  const { overhead, min, within } = options;
  const shape = shapeOf(loads, within);
  const group = options.group ?? usualGroup(within, shape.count);
  const quantum = options.quantum ?? finest(shape, within, group);
  const frontier = new Frontier({
    start: overhead / group,
    least: Math.round(min / quantum),
    largest: Math.round(min / quantum) + Math.ceil(LARGEST * (shape.peak / quantum)) + 1,
    within: Math.max(1, Math.floor(within / group)),
  });
  // Rounded as a running total: what is rounded off one arrival comes with the next.
  const unit = quantum * group;
  let [total, given, steps] = [0, 0, 0];
  for (const load of loads) {
    total += load;
    steps += 1;
    if (steps % group !== 0) continue;
    const whole = Math.round(total / unit);
    frontier.add(whole - given);
    given = whole;
  }
  // The last steps, fewer than a group, cost what the others did on average.
  const grouped = steps - (steps % group);
  return grouped === 0 ? 0 : (frontier.least * unit * steps) / grouped;
}

function usualGroup(within: number, count: number): number {
  if (count < SHORT) return 1;
  for (let group = GROUP; group > 1; group -= 1) {
    if (within % group === 0 && within / group >= LEAST_GROUPS) return group;
  }
  return 1;
}

/** The finest power of two, from an eighth of a worker and a 200th of the peak on, whose table is not too large. */
function finest({ peak, mean, count }: Shape, within: number, group: number): number {
  if (peak === 0) return 1;
  const cells = (quantum: number) => (count / group) * (peak / quantum) * 2 * ((mean * within) / (quantum * group) + 1);
  let quantum = Math.max(1 / 8, 2 ** Math.ceil(Math.log2(peak / 200)));
  while (cells(quantum) > EFFORT && quantum * 2 <= peak / 32) quantum *= 2;
  return quantum;
}

/** The highest mean of `within` steps, the mean of all, and how many there are. */
interface Shape {
  readonly peak: number;
  readonly mean: number;
  readonly count: number;
}

function shapeOf(loads: Iterable<number>, within: number): Shape {
  const ring = new Float64Array(within);
  let [window, highest, sum, count] = [0, 0, 0, 0];
  for (const load of loads) {
    window += load - (ring[count % within] ?? 0);
    ring[count % within] = load;
    highest = Math.max(highest, window);
    sum += load;
    count += 1;
  }
  return { peak: highest / within, mean: count > 0 ? sum / count : 0, count };
}

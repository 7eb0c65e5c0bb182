interface Weighed {
  readonly weight?: number | undefined;
}

/** Units of capacity that a worker counts as. */
export const weightOf = (worker: Weighed | undefined): number => worker?.weight ?? 1;

export function unitsOf(workers: readonly Weighed[]): number {
  let units = 0;
  for (const { weight: each = 1 } of workers) units += each;
  return units;
}

/** The first workers that fit into so many units; heavier ones are passed over. */
export function fitting<T extends Weighed>(workers: readonly T[], units: number): T[] {
  let left = units;
  return workers.filter(({ weight: each = 1 }) => {
    if (each > left) return false;
    left -= each;
    return true;
  });
}

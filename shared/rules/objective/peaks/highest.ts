/** The highest of the last `count` values up to an index. */
export function highestOf(values: ArrayLike<number>, index: number, count: number): number {
  let most = 0;
  for (let each = Math.max(0, index + 1 - count); each <= index; each += 1) most = Math.max(most, values[each] ?? 0);
  return most;
}

export const DAY_SECONDS = 86_400;

/** A day's rhythm, of a moment in ms since the epoch: -1 at 04:00 UTC, when it is quietest, 1 at 16:00. */
export function dayWave(at: number): number {
  const hour = ((at / 1000) % DAY_SECONDS) / 3600;
  return -Math.cos((2 * Math.PI * (hour - 4)) / 24);
}

export const DAY_SECONDS = 86_400;

/** The daily cycle as a cosine, from -1 at 04:00 UTC to 1 at 16:00. `at`: ms since the epoch. */
export function dayWave(at: number): number {
  const hour = ((at / 1000) % DAY_SECONDS) / 3600;
  return -Math.cos((2 * Math.PI * (hour - 4)) / 24);
}

import type { Due } from './due.ts';

/** Steps until each booting worker serves, and how many serve already. */
export interface Serving {
  readonly ready: number;
  readonly booting: readonly number[];
}

/** The fewest workers that, all of them there from now on, do everything in time. */
export function fewest({ work, running, credit }: Due): number {
  let [sum, most] = [0, 0];
  for (let step = 1; step < work.length; step += 1) {
    sum += work[step] as number;
    if (sum > 0) most = Math.max(most, (sum + running) / (step + credit));
  }
  return most;
}

/** Least work that is asked of a worker launched for what is due before it serves: it comes late, and no panic helps. */
const LEAST_STEPS = 2;

/** Workers to be launched now so that everything is done in time, or as soon after as it can be; 0 when those there do. */
export function missing({ work, running, credit }: Due, { ready, booting }: Serving, boot: number): number {
  let [sum, most] = [0, 0];
  for (let step = 1; step < work.length; step += 1) {
    sum += work[step] as number;
    if (sum <= 0) continue;
    let served = ready * (step + credit);
    for (const until of booting) if (step > until) served += step - until + credit;
    const short = sum + running - served;
    if (short <= 1e-9) continue;
    const each = step > boot ? Math.max(LEAST_STEPS, step - boot + credit) : LEAST_STEPS + credit;
    most = Math.max(most, short / each);
  }
  return most;
}

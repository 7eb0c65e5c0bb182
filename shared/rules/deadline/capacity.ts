import type { Due } from './due.ts';

/** Steps until each booting worker serves, and how many serve already. */
export interface Serving {
  readonly ready: number;
  readonly booting: readonly number[];
}

/**
 * Of a task only the start must be in time: so much of its work counts as done when it has begun. Less than all, as
 * workers that end their tasks at different times have not each just begun one.
 */
const CREDIT = 0.7;
/** Where a worker begins several within the allowed wait, a burst has them all in step for a while: less is sure. */
const CREDIT_IN_STEP = 0.5;

/** Work that a worker has begun within so many steps, at whatever it was before. */
const flowing = (steps: number, length: number): number => steps + CREDIT * length;

/** The same of one that was free: tasks that take longer than a step are begun as a whole, one after the other. */
const fromFree = (steps: number, length: number): number =>
  length > 1 ? Math.min(flowing(steps, length), Math.ceil(steps / length) * length) : flowing(steps, length);

/** The fewest workers that, all of them there from now on, do everything in time. */
export function fewest({ work, running, length, within }: Due): number {
  const credit = length < within ? CREDIT_IN_STEP : CREDIT;
  let [sum, most] = [0, 0];
  for (let step = 1; step < work.length; step += 1) {
    sum += work[step] as number;
    if (sum > 0) most = Math.max(most, (sum + running * length) / (step + credit * length));
  }
  return most;
}

/** Least work that is asked of a worker launched for what is due before it serves: it comes late, and no panic helps. */
const LEAST_STEPS = 2;

/** Workers to be launched now so that everything is done in time, or as soon after as it can be; 0 when those there do. */
export function missing({ work, running, length }: Due, { ready, booting }: Serving, boot: number): number {
  const busy = Math.min(ready, running);
  let [sum, most] = [0, 0];
  for (let step = 1; step < work.length; step += 1) {
    sum += work[step] as number;
    if (sum <= 0) continue;
    let served = busy * flowing(step, length) + (ready - busy) * fromFree(step, length);
    for (const until of booting) if (step > until) served += fromFree(step - until, length);
    const short = sum + running * length - served;
    if (short <= 1e-9) continue;
    most = Math.max(most, short / fromFree(Math.max(LEAST_STEPS, step - boot), length));
  }
  return most;
}

import type { Due } from './due.ts';

/** Steps until each booting worker serves, and how many serve already. */
export interface Serving {
  readonly ready: number;
  readonly booting: readonly number[];
}

/**
 * Only the start of a task must be in time, so this share of its work counts as done when it starts. Less than all of it,
 * because workers finish at different times and have not all just started a task.
 */
const CREDIT = 0.7;
/** If a worker starts several tasks within the allowed wait, a burst keeps the workers in step for a while: less is certain. */
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

/** A worker that will be late anyway counts with at least this many steps of work: more launches would not help. */
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

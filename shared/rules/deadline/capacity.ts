import type { Due } from './due.ts';

/** The ready workers, and the steps until each booting worker is ready. */
export interface Serving {
  readonly ready: number;
  readonly booting: readonly number[];
}

/**
 * Only the start of a task must be in time, so this share of its work counts as done when it starts. Less than all of it,
 * because workers finish at different times and have not all just started a task.
 */
const CREDIT = 0.75;
/** None for a scale-in if a worker starts several tasks within the allowed wait: a burst makes workers finish together. */
const CREDIT_IN_STEP = 0;

/** The work that a busy worker starts within these steps. */
const flowing = (steps: number, length: number): number => steps + CREDIT * length;

/** The work that a free worker starts within these steps. It starts whole tasks, one after the other. */
const fromFree = (steps: number, length: number): number =>
  Math.min(flowing(steps, length), Math.ceil(steps / length - 1e-9) * length);

/** The fewest workers that meet all deadlines if all of them are ready now. */
export function fewest({ work, running, length, within }: Due): number {
  const credit = length < within ? CREDIT_IN_STEP : CREDIT;
  let [sum, most] = [0, 0];
  for (let step = 1; step < work.length; step += 1) {
    sum += work[step] as number;
    if (sum > 0) most = Math.max(most, (sum + running * length) / (step + credit * length));
  }
  return most;
}

/** A worker that boots too late counts with at least this many steps of work, because more launches would not help. */
const LEAST_STEPS = 2;

/** How soon new workers are ready, in steps: so many members of a warm pool after `start`, and others after `boot`. */
export interface Coming {
  readonly boot: number;
  readonly start: number;
  readonly members: number;
}

/**
 * Workers to add now so that deadlines are met, or missed by as little as possible. 0 if the present ones are enough. What
 * members of a warm pool can still serve in time if they are started later, is left to them.
 */
export function missing(
  { work, running, length, within }: Due,
  { ready, booting }: Serving,
  { boot, start, members }: Coming,
): number {
  const busy = Math.min(ready, running);
  let [sum, most] = [0, 0];
  for (let step = 1; step < work.length; step += 1) {
    sum += work[step] as number;
    if (sum <= 0) continue;
    let served = busy * flowing(step, length) + (ready - busy) * fromFree(step, length);
    for (const until of booting) if (step > until) served += fromFree(step - until, length);
    const short = sum + running * length - served;
    if (short <= 1e-9) continue;
    const early = fromFree(Math.max(LEAST_STEPS, step - start), length);
    const beyond = (short - members * early) / fromFree(Math.max(LEAST_STEPS, step - boot), length);
    if (beyond > 0) most = Math.max(most, members + beyond);
    else if (step <= start + within) most = Math.max(most, short / early);
  }
  return most;
}

import { duration, evaluatedEvery } from '../../policy/index.ts';

const MINUTE_SECONDS = 60;
/** The engine's usual step. */
const STEP_SECONDS = 15;

/** Fields of a scenario, in seconds. */
interface Interval {
  readonly evaluateEvery: number;
  /** The step that such an interval needs. Absent if the usual one will do. */
  readonly tick?: number;
}

/**
 * The interval for a scenario that states none, from the `evaluateEvery` of a policy. `written`: the fields that it states;
 * its own interval counts before the policy's.
 */
export function intervalFor(asked: number, written: Readonly<Record<string, unknown>>): Partial<Interval> {
  if (written['evaluateEvery'] !== undefined) return {};
  if (written['tick'] === undefined) return intervalOf(asked);
  const tick = duration.safeParse(written['tick']);
  return tick.success && tick.data > 0 ? intervalOf(asked, tick.data) : {};
}

/** `tick`: the step, if the scenario states it; the interval is then a multiple of it, and no longer than asked. */
function intervalOf(asked: number, tick?: number): Interval {
  const evaluateEvery = evaluatedEvery(asked);
  if (tick !== undefined) return { evaluateEvery: Math.max(tick, Math.floor(evaluateEvery / tick) * tick) };
  if (evaluateEvery % STEP_SECONDS === 0) return { evaluateEvery };
  return { evaluateEvery, tick: stepWithin(evaluateEvery) };
}

/** The longest usual step that divides both the interval and a minute. */
function stepWithin(interval: number): number {
  let step = STEP_SECONDS;
  while (interval % step !== 0 || MINUTE_SECONDS % step !== 0) step -= 1;
  return step;
}

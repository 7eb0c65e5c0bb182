import type { PoolTiming, Timing } from '../forecasting/index.ts';

/** Where neither the rule nor the policy's `warmup` says how long a worker boots. Seconds. */
const USUAL_BOOT = 120;

/** Seconds from a launch until the worker serves. */
export function bootOf(rule: { readonly boot?: number | undefined } | object, warmup: number): number {
  const written = 'boot' in rule ? rule.boot : undefined;
  return written ?? (warmup > 0 ? warmup : USUAL_BOOT);
}

/** The warm pool that a rule counts with. No author writes it: it is known of the group. */
export const poolOf = (rule: { readonly pool?: PoolTiming | undefined } | object): PoolTiming | undefined =>
  'pool' in rule ? rule.pool : undefined;

/** `step`: seconds between two readings; `age`: seconds since the start of the newest one. */
export const timingOf = (boot: number, drain: number, step: number, age: number, pool?: PoolTiming): Timing => ({
  step,
  boot,
  drain,
  delay: Math.max(0, age - step),
  ...(pool && { pool }),
});

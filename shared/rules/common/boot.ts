import type { Timing } from '../forecasting/index.ts';

/** Where neither the rule nor the policy's `warmup` says how long a worker boots. Seconds. */
const USUAL_BOOT = 120;

/** Seconds from a launch until the worker serves. */
export function bootOf(rule: { readonly boot?: number | undefined } | object, warmup: number): number {
  const written = 'boot' in rule ? rule.boot : undefined;
  return written ?? (warmup > 0 ? warmup : USUAL_BOOT);
}

/** `step`: seconds between two readings; `age`: seconds since the start of the newest one. */
export const timingOf = (boot: number, drain: number, step: number, age: number): Timing => ({
  ...{ step, boot, drain },
  delay: Math.max(0, age - step),
});

import type { Policy, Rule } from '../../policy/index.ts';
import type { Timing } from '../foresight.ts';

/** Where neither the rule nor the policy's `warmup` says how long a worker boots. Seconds. */
const USUAL_BOOT = 120;

/** Seconds from a launch until the worker serves. */
export function bootOf(rule: Rule, { warmup }: Pick<Policy, 'warmup'>): number {
  const written = 'boot' in rule ? rule.boot : undefined;
  return written ?? (warmup > 0 ? warmup : USUAL_BOOT);
}

/** `age`: seconds since the start of the newest reading. */
export const timingOf = (rule: Rule, policy: Policy, step: number, age: number): Timing => ({
  ...{ step, boot: bootOf(rule, policy), drain: policy.behavior.in.drain },
  delay: Math.max(0, age - step),
});

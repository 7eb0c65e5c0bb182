import { maxAgeOf, type Policy, periodOf, type Rule } from '../policy/index.ts';
import { lookBack as deadlineLookBack } from './deadline/index.ts';
import { LOOK_BACK as FORECAST_LOOK_BACK } from './forecast/index.ts';
import { MOST_LOOK_BACK } from './objective/index.ts';
import { bootOf } from './tuning/index.ts';

/**
 * Seconds of history the policy's metrics are read for: long enough for a datapoint to be found fresh and for all that
 * its rules look back on.
 */
export function historySeconds(policy: Policy): number {
  return freshness(policy) + Math.max(0, ...policy.rules.map((rule) => pastOf(rule, policy)));
}

export function freshness({ metrics }: Policy): number {
  return Math.max(0, ...Object.values(metrics).map((definition) => maxAgeOf(definition) + periodOf(definition)));
}

/** Between two tunings, readings gather that were not part of the last. */
const MOST_UNTUNED_SECONDS = 1800;

/** Seconds of its metrics' past that a rule looks at in every decision. */
export function pastOf(rule: Rule, policy: Policy): number {
  const boot = bootOf(rule, policy);
  switch (rule.kind) {
    case 'threshold':
      return Math.max(rule.out?.for ?? 0, rule.in?.for ?? 0);
    case 'deadline':
      return Math.min(MOST_QUEUE_SECONDS, deadlineLookBack({ ...rule, taskSeconds: 0, boot, step: MINUTE }));
    case 'objective':
      return MOST_LOOK_BACK + boot + MOST_UNTUNED_SECONDS;
    case 'forecast':
      return FORECAST_LOOK_BACK + MOST_UNTUNED_SECONDS;
    default:
      return 0;
  }
}
const MINUTE = 60;
/** Older tasks are taken to have come then: the readings of a queue are kept in the group's state, and written anew by each tick. */
const MOST_QUEUE_SECONDS = 14_400;

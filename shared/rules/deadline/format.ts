import { bootOf } from '../common/boot.ts';
import type { BesideRule, RuleFormat } from '../rule-format.ts';
import { deadlineError } from './reasons.ts';
import { type DeadlineRule, schema } from './schema.ts';

export const format = {
  kind: 'deadline',
  description: 'The fewest workers with which every task starts in time.',
  schema,
  warnings,
} as const satisfies RuleFormat<DeadlineRule>;

/** If a boot takes as long as a task may wait, every task that finds no free worker starts late. */
function warnings(rule: DeadlineRule, { warmup, keepsSome }: BesideRule) {
  const boot = bootOf(rule, warmup);
  return keepsSome || rule.startWithin > boot
    ? []
    : [deadlineError('startWithin', 'deadline-below-boot', { startWithin: rule.startWithin, boot })];
}

import { counted, define, errorsOf, makers, type Reason, type Render, workersText } from '../../model/index.ts';

/** Reasons that rules of every kind give. */
export const reasons = {
  'no-data': define<{ metric: string }>(
    'A metric that the rule reads has no fresh datapoint.',
    ({ metric }) => `${metric} has no fresh data`,
  ),
  fallback: define<{ cause: Reason; evaluations: number; capacity: number }>(
    'The rule has had no data for more evaluations than `fallback.after`, and proposes `fallback.workers`.',
    ({ cause, evaluations, capacity }, sentence) =>
      `${sentence(cause)} for ${counted(evaluations, 'evaluation')}, so the rule falls back to ${capacity}`,
  ),
  'no-scale-in': define<{ cause: Reason }>(
    'The rule asks for fewer workers, and `scaleIn` is false.',
    ({ cause }, sentence) => `${sentence(cause)}; this rule never scales in`,
    ({ cause }, sentence) => `${sentence.brief(cause)}; this rule never scales in`,
  ),
  'invalid-task-seconds': define<Record<never, never>>(
    'The duration of a task is neither a number of seconds nor the name of a metric.',
    () => "must be seconds greater than 0, or a metric's name",
  ),
};
export const ruleError = errorsOf(reasons);
export const because = makers(reasons);

/** The text of the reason for which rules on queues keep idle workers, each under a code of its own. */
export const idleKeptText = (
  { capacity, cause }: { readonly capacity: number; readonly cause: Reason },
  sentence: Render,
): string =>
  `${sentence.brief(cause)}; ${workersText(capacity)} ${capacity === 1 ? 'is' : 'are'} busy, or idle while tasks wait`;

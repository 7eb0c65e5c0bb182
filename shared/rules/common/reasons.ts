import {
  counted,
  define,
  durationText,
  errorsOf,
  figure,
  figureBeside,
  type Reason,
  type Render,
} from '../../model/index.ts';

/** All digits of a figure of the policy, or of the sum of two, without the rounding error of the sum. */
const written = (value: number): number => Number(value.toPrecision(12));

/** Rounded up, so that an age is never shown as the limit that it passes. */
const ageText = (seconds: number): string => durationText(seconds, { round: 'up', secondsBelow: 600 });

/** An average over the workers, and how many of them start or warm up. */
interface Waiting {
  readonly cause: Reason;
  readonly starting: number;
}
const startingText = (starting: number, { workers }: Render): string =>
  `${workers(starting)} ${starting === 1 ? 'is' : 'are'} starting or warming up`;

/** Says why an average doesn't scale in. Several codes share this text. */
export const averageWaitsText = ({ cause, starting }: Waiting, sentence: Render): string =>
  `${sentence(cause)}, but ${startingText(starting, sentence)}: an average doesn't scale in meanwhile`;
export const averageWaitsBrief = ({ cause, starting }: Waiting, sentence: Render): string =>
  `${sentence.brief(cause)}: ${startingText(starting, sentence)}`;

/** A rule on values of single workers may lack several metrics: `cpu and memory`. The name of one has no space. */
const hasOf = (metric: string): string => (metric.includes(' ') ? 'have' : 'has');

/** A metric without usable data, and why, if that is known. Ages in seconds. */
export type Lacking = {
  readonly metric: string;
  readonly age?: number;
  readonly maxAge?: number;
  readonly negative?: number;
};

const noFreshData = ({ metric }: Lacking): string => `${metric} ${hasOf(metric)} no fresh data`;

function causeOf({ age, maxAge, negative }: Lacking): string | null {
  if (negative !== undefined) return `its newest value is ${figure(negative)}, and a count is never negative`;
  if (age === undefined || maxAge === undefined) return null;
  return age < 0
    ? `its newest datapoint is ${ageText(-age)} in the future, and counts up to ${ageText(maxAge)} ahead (maxAge): check the clock of its source`
    : `its newest datapoint is ${ageText(age)} old, and counts for ${ageText(maxAge)} (maxAge)`;
}

/** Reasons that rules of every kind give. */
export const reasons = {
  'no-data': define<Lacking>(
    'A metric that the rule reads, or that a formula reads for it, has no fresh datapoint. `age`: seconds since its newest one, which counts for `maxAge`; below zero, it is in the future. `negative`: its newest value, where the rule needs a count.',
    (lacking) => {
      const cause = causeOf(lacking);
      return cause === null ? noFreshData(lacking) : `${noFreshData(lacking)}: ${cause}`;
    },
    noFreshData,
  ),
  'rule-disabled': define<Record<never, never>>('The rule has `enabled: false`.', () => 'the rule is disabled'),
  'rule-outside-during': define<Record<never, never>>(
    'None of the windows of `during` is open.',
    () => 'no window of during is open',
  ),
  fallback: define<{ cause: Reason; evaluations: number; capacity: number }>(
    'The rule has had no data for more evaluations than `fallback.after`, and proposes `fallback.workers`.',
    ({ cause, evaluations, capacity }, sentence) => {
      const brief = sentence.brief(cause);
      const more = sentence(cause).replace(brief, '');
      return `${brief} for ${counted(evaluations, 'evaluation')}, so the rule falls back to ${sentence.workers(capacity)}${more}`;
    },
  ),
  'average-warming': define<{ cause: Reason; starting: number }>(
    'Workers start or warm up, so an average over the workers does not scale in.',
    averageWaitsText,
    averageWaitsBrief,
  ),
  'average-would-pass': define<{ cause: Reason; metric: string; workers: number; there: number; bound: number }>(
    'With fewer workers the average would pass the bound at which the rule scales out, so it removes no more.',
    ({ cause, metric, workers, there, bound }, sentence) =>
      `${sentence(cause)}, but ${sentence.workers(workers)} would bring ${metric} to ${figureBeside(there, bound)}, and the rule scales out at ${written(bound)}`,
    ({ cause, metric, workers, there, bound }, sentence) =>
      `${sentence.brief(cause)}: ${sentence.workers(workers)} would bring ${metric} to ${figureBeside(there, bound)}`,
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

/** The text of the reason for which rules on queues keep idle workers, each under a code of its own. */
export const idleKeptText = (
  { capacity, cause }: { readonly capacity: number; readonly cause: Reason },
  sentence: Render,
): string =>
  `${sentence.brief(cause)}; ${sentence.workers(capacity)} ${capacity === 1 ? 'is' : 'are'} busy, or idle while tasks wait`;

import {
  counted,
  define,
  durationText,
  errorsOf,
  figure,
  figureBeside,
  inSeries,
  momentText,
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
  readonly source?: string;
  /** False if the source could not be read; true if it was, and had nothing recent. */
  readonly isRead?: boolean;
  readonly age?: number;
  readonly maxAge?: number;
  /** The metric whose datapoint has the age, if the formula of `metric` limits it. */
  readonly of?: string;
  readonly negative?: number;
  /** Workers in service, none of which has a value. */
  readonly workers?: number;
  /** What a formula without a finite result reads, and the values in the same order. */
  readonly reads?: readonly string[];
  readonly values?: readonly (number | null)[];
};

const noFreshData = ({ metric }: Lacking): string => `${metric} ${hasOf(metric)} no fresh data`;

/** Of the workers in service. */
function noneText({ metric, source, workers = 0 }: Lacking, sentence: Render): string {
  const does = (one: string, none: string) =>
    workers === 1
      ? `the only ${sentence.noun} in service ${one}`
      : `none of the ${sentence.workers(workers)} in service ${none}`;
  if (workers === 0) return `no ${sentence.noun} is in service`;
  if (metric === 'busy') return does("doesn't report whether it is busy", 'reports whether it is busy');
  const where = source === undefined ? '' : ` in ${source}`;
  return does(`has no value${where}`, `has a value${where}`);
}

function newestText({ source, of }: Lacking): string {
  if (of !== undefined) return `the newest datapoint of ${of}`;
  if (source === 'pushed') return 'its newest pushed value';
  return `its newest datapoint${source === undefined ? '' : ` in ${source}`}`;
}

function ageCause(lacking: Lacking): string {
  const { age = 0, maxAge = 0, of } = lacking;
  const newest = newestText(lacking);
  return age < 0
    ? `${newest} is ${ageText(-age)} in the future, and counts up to ${ageText(maxAge)} ahead (maxAge): check the clock of its source`
    : `${newest} is ${ageText(age)} old, and counts for ${ageText(maxAge)} (maxAge${of === undefined ? '' : ' of the formula'})`;
}

function causeOf(lacking: Lacking, sentence: Render): string | null {
  const { metric, source, isRead, age, maxAge, negative, workers, reads, values = [] } = lacking;
  if (negative !== undefined) return `its newest value is ${figure(negative)}, and a count is never negative`;
  if (workers !== undefined) return noneText(lacking, sentence);
  if (reads !== undefined) {
    const read = reads.map((name, index) => `${name} ${values[index] == null ? 'unknown' : figure(values[index])}`);
    return `its formula has no finite result for ${inSeries(read, 'and')}`;
  }
  if (age !== undefined && maxAge !== undefined) return ageCause(lacking);
  if (metric.startsWith('cluster.')) return 'the needs of the other groups of the cluster are not known';
  return source === undefined || isRead === undefined ? null : nothingText(source, isRead);
}

function nothingText(source: string, isRead: boolean): string {
  if (source === 'pushed') return isRead ? 'no recent value was pushed' : 'the pushed values could not be read';
  return isRead ? `${source} has no recent datapoint` : `it could not be read from ${source}`;
}

/** Reasons that rules of every kind give. */
export const reasons = {
  'no-data': define<Lacking>(
    'A metric that the rule reads, or that a formula reads for it, has no fresh datapoint. `source`: where it is read. `isRead`: false if the source could not be read. `age`: seconds since its newest datapoint, which counts for `maxAge`; below zero, it is in the future. `of`: the metric that is too old for the `maxAge` of the formula. `negative`: its newest value, where the rule needs a count. `workers`: how many are in service, of which none has a value, or none reports whether it is busy. `reads`, `values`: what a formula reads that has no finite result, such as a division by zero.',
    (lacking, sentence) => {
      const cause = causeOf(lacking, sentence);
      return cause === null ? noFreshData(lacking) : `${noFreshData(lacking)}: ${cause}`;
    },
    noFreshData,
  ),
  'rule-disabled': define<Record<never, never>>('The rule has `enabled: false`.', () => 'the rule is disabled'),
  'rule-outside-during': define<{ opens?: string }>(
    'None of the windows of `during` is open. `opens`: when the next window opens; absent if none opens again.',
    ({ opens }) => `no window of during is open${opens === undefined ? '' : ` until ${momentText(opens)}`}`,
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

import { closeTo, define, errorsOf, meantText, momentText, secondsText } from '../../model/index.ts';

/** Why a push is rejected. */
export const pushReasons = {
  'push-unknown-group': define<{ group: string; close?: string }>(
    'There is no group of this name with an active policy. `close`: the group that was probably meant; only the command suggests it.',
    ({ group, close }) =>
      `there is no group ${group} with an active policy${meantText(close, '. Check its name and the stage, or apply its policy')}`,
  ),
  'push-unknown-metric': define<{ group: string; metric: string; accepted: readonly string[] }>(
    'The active policy has no metric of this name. `accepted`: the metrics that can be pushed.',
    ({ group, metric, accepted }) =>
      `the policy of ${group} has no metric ${metric}; ${accepted.length === 0 ? 'none of its metrics can be pushed' : `you can push ${accepted.join(', ')}${meantText(closeTo(metric, accepted))}`}`,
  ),
  'push-metric-not-pushed': define<{ group: string; metric: string; source: string }>(
    'The metric is read from another source.',
    ({ group, metric, source }) =>
      `the metric ${metric} of ${group} is read from ${source}; define it as { pushed: {} } to push it`,
  ),
  'push-not-a-number': define<{ written: string }>(
    'A value is not a finite number, or it is too large to calculate with.',
    ({ written }) =>
      `must be ${/^-?[\d.e+]+$/.test(written) ? 'between -1e15 and 1e15' : 'a finite number'}, not ${written}`,
  ),
  'push-in-future': define<{ at: string; now: string; seconds: number }>(
    'A value has a time in the future. `seconds`: by how much clocks may differ.',
    ({ at, now, seconds }) =>
      `is in the future: ${momentText(at)}, and now it is ${momentText(now)}. It may be at most ${secondsText(seconds)} ahead: check the clock`,
  ),
  'push-too-old': define<{ at: string; seconds: number }>(
    'A value is too old to be pushed.',
    ({ at, seconds }) => `is too old: ${momentText(at)}. A value may be up to ${secondsText(seconds)} old`,
  ),
  'push-too-many': define<{ values: number; most: number }>(
    'One push has too many values.',
    ({ values, most }) => `has ${values} values; one push may have ${most}. Split it`,
  ),
  'push-too-often': define<{ of: string; most: number }>(
    'One process pushes too often for the same group or worker. The value is not stored.',
    ({ of, most }) =>
      `${of} had more than ${most} pushes in a minute from this process. Push less often, or several values at once`,
  ),
  'push-invalid-worker': define<{ written: string }>(
    "A worker's id has the wrong format.",
    ({ written }) => `must be the id of an instance, such as i-0123456789abcdef0, not ${written}`,
  ),
  'push-unknown-worker': define<{ worker: string }>(
    'No group of the stage has this worker.',
    ({ worker }) =>
      `no group has the worker ${worker}. Headcount learns of a worker that it did not launch at the next evaluation of its group`,
  ),
  'push-worker-of-other-group': define<{ worker: string; group: string; of: string }>(
    'The worker belongs to another group. `of`: that group.',
    ({ worker, group, of }) =>
      `the worker ${worker} belongs to the group ${of}, not to ${group}. Push its values for ${of}`,
  ),
  'push-too-many-unknown': define<{ most: number }>(
    'Most groups or workers of a push are unknown. The others were not looked up, and their values are not stored. `most`: how many unknown ones are allowed.',
    ({ most }) =>
      `has more than ${most} groups or workers that Headcount does not know, so the others were not looked up and their values are not stored. Check the names and the stage`,
  ),
  'push-too-large': define<{ group: string }>(
    'A group pushes more in 15 seconds than an item of DynamoDB holds. Some of its values are not stored.',
    ({ group }) =>
      `${group} pushes more than 400 KB of values in 15 seconds, the most that one item holds, so some are not stored. Push less often, or fewer metrics`,
  ),
  'push-empty': define<Record<never, never>>('A push has no values.', () => 'must have at least one value'),
};
export const pushError = errorsOf(pushReasons);

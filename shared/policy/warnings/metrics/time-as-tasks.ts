import { pathText } from '../../../model/index.ts';
import { moduleOf } from '../../../rules/index.ts';
import { metricSource } from '../../metrics.ts';
import { warning } from '../reasons.ts';
import type { WarningCheck } from '../warning-check.ts';

/** The words after one of these only describe what is measured: `messages_by_age` counts messages, `AgeOfOldestMessage` is an age. */
const DESCRIBES = /^(?:above|after|at|below|beyond|by|for|in|longer|of|older|over|per|since|than|under|with|within)$/;
const STATISTIC = /^(?:average|avg|max|maximum|mean|median|min|minimum|p\d+|sum|total)$/;
const TIME = /^(?:ages?|ms|times?)$|(?:duration|latency|second|milli)s?$|latencies$/;

/** Whether a name is that of a time, such as `ApproximateAgeOfOldestMessage`, `queue_latency_p99` and `TargetResponseTime`. */
function isNameOfTime(name: string): boolean {
  const words = name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/);
  const end = words.findIndex((word) => DESCRIBES.test(word));
  const named = end > 0 ? words.slice(0, end) : words;
  return TIME.test(named.findLast((word) => !STATISTIC.test(word)) ?? '');
}

/** A rule on a queue counts tasks. The age of a task, or how long it takes, is not a number of tasks. */
export const timeAsTasks: WarningCheck = ({ metrics, rules }) =>
  rules.flatMap((rule, index) => {
    if (!moduleOf(rule).work?.(rule).isQueued) return [];
    return (['metric', 'running'] as const).flatMap((field) => {
      const metric = Object(rule)[field];
      return typeof metric === 'string' && isTime(metric, metrics)
        ? [warning(pathText(['rules', index, field]), 'time-as-tasks', { metric })]
        : [];
    });
  });

function isTime(name: string, metrics: Parameters<WarningCheck>[0]['metrics']): boolean {
  const source = metricSource(name, metrics);
  const measures = source?.measures;
  // A formula may turn a time into a number of tasks, and its author chooses its name.
  if (source?.computedBy || (measures && 'signal' in measures)) return false;
  return isNameOfTime(measures?.name ?? name);
}

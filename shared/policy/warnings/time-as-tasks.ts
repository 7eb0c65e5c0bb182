import { pathText } from '../../model/index.ts';
import { moduleOf } from '../../rules/index.ts';
import { metricSource } from '../metrics.ts';
import { warning } from './reasons.ts';
import type { WarningCheck } from './warning-check.ts';

/** Names of times, such as `ApproximateAgeOfOldestMessage`, `oldest_age` and `TargetResponseTime`. */
const TIME = /AgeOf[A-Z]|Age$|(^|[^a-z])age([^a-z]|$)|Duration|Latency|ResponseTime|(duration|latency|seconds|millis)$/;

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
  return TIME.test(measures?.name ?? name);
}

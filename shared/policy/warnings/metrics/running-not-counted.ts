import { pathText } from '../../../model/index.ts';
import { moduleOf } from '../../../rules/index.ts';
import { metricSource, readBy } from '../../metrics.ts';
import { warning } from '../reasons.ts';
import type { WarningCheck } from '../warning-check.ts';

/** A rule on a queue that counts what waits and nothing else shrinks the group while its last tasks run. */
export const runningNotCounted: WarningCheck = ({ metrics, rules }) =>
  rules.flatMap((rule, index) => {
    const module = moduleOf(rule);
    if (!module.work?.(rule).isQueued) return [];
    const read = module.metrics(rule).group;
    const counts = read.flatMap((name) => readBy(name, metrics)).map((name) => metricSource(name, metrics)?.measures);
    const signals = counts.map((measures) => (measures && 'signal' in measures ? measures.signal : null));
    const isWaitingOnly = signals.length > 0 && signals.every((signal) => signal === 'waiting');
    const [metric] = read;
    return metric !== undefined && isWaitingOnly
      ? [warning(pathText(['rules', index]), 'running-not-counted', { metric })]
      : [];
  });

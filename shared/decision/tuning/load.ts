import type { TunedRule } from './basis.ts';

/**
 * Far more than the largest group, and still a figure whose square arithmetic and DynamoDB keep: a metric in bytes whose
 * unit was forgotten must not keep its group's state from being written.
 */
const MOST = 1e6;

/** A reading in workers that it keeps busy, of a forecast in targets. */
export const busyWorkers = (value: number, rule: TunedRule): number =>
  Math.min(MOST, value / (rule.kind === 'objective' ? rule.perWorker : rule.value));

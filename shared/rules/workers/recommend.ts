import { exceeds, inSeries, launching, unitsOf, type Worker } from '../../model/index.ts';
import { because as ruleBecause } from '../common/because.ts';
import { keep, propose, type Recommendation } from '../recommendation.ts';
import type { RuleContext } from '../rule-context.ts';
import { because } from './because.ts';
import type { WorkersRule } from './schema.ts';

/** Judges worker by worker: grows when every one is overloaded, removes exactly those that are idle. */
export function recommend(rule: WorkersRule, { fleet, current, now }: RuleContext): Recommendation {
  if (!fleet.isListed) return { kind: 'no-data', reason: because['workers-not-listed']({}) };
  const ready = fleet.workers.filter((worker) => worker.state === 'ready');
  if (ready.length === 0) return keep(current, because['workers-none-ready']({}));
  const judged = ready.filter((worker) => [...rule.overloaded, ...rule.idle].some(({ metric }) => has(worker, metric)));
  if (judged.length === 0) {
    const metrics = inSeries([...new Set(rule.overloaded.map(({ metric }) => metric))], 'and');
    return { kind: 'no-data', reason: ruleBecause['no-data']({ metric: metrics, workers: ready.length }) };
  }

  const overloaded = ready.filter((worker) =>
    rule.overloaded.some(({ metric, above }) => exceeds(metricOf(worker, metric, -Infinity), above)),
  );
  // While workers boot or are still to be launched, the new capacity may be enough.
  const isAwaited = launching(fleet) > 0 || fleet.live < current;
  if (overloaded.length === ready.length && !isAwaited) {
    const reason = because['workers-all-overloaded']({ ready: ready.length, current, add: rule.add });
    return propose(current + rule.add, reason);
  }
  const idle = ready.filter((worker) => !overloaded.includes(worker) && isIdle(worker, rule, now));
  const live = fleet.workers.filter(({ state }) => state !== 'draining').length;
  const others = live - overloaded.length - idle.length;
  const counts = { overloaded: overloaded.length, idle: idle.length, others };
  if (idle.length === 0) return keep(current, because['workers-content'](counts));
  return {
    kind: 'propose',
    // Removing workers beyond the current capacity does not lower it.
    capacity: Math.min(current, Math.max(current, fleet.live) - unitsOf(idle)),
    reason: because['workers-idle'](counts),
    remove: idle.map((worker) => worker.id),
  };
}

/**
 * Idle only when every bound holds for long enough; a missing value does not count as idle. A busy worker is not idle,
 * and a protected one is not removed.
 */
function isIdle(worker: Worker, rule: WorkersRule, now: number): boolean {
  if (worker.protected || worker.busy === true) return false;
  if (!rule.idle.every(({ metric, below }) => exceeds(below, metricOf(worker, metric, Infinity)))) return false;
  if (rule.idleFor === 0) return true;
  // What was not measured yet is not known to be idle.
  const known = Math.min(now, worker.measuredUntil ?? now);
  return worker.idleSince !== undefined && known - worker.idleSince >= rule.idleFor * 1000;
}

const has = (worker: Worker, metric: string): boolean => Object.hasOwn(worker.metrics, metric);
const metricOf = (worker: Worker, metric: string, otherwise: number): number =>
  (has(worker, metric) ? worker.metrics[metric] : undefined) ?? otherwise;

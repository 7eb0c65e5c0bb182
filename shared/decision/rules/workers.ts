import type { RuleOf, Worker } from '../../policy/index.ts';
import type { Situation } from '../situation.ts';
import { workersText } from '../words.ts';
import { noData, propose, type Vote } from './vote.ts';

type WorkersRule = RuleOf<'workers'>;

/** Judges worker by worker: grows when every one is overloaded, removes exactly those that are idle. */
export function workers(rule: WorkersRule, { fleet, current, observation }: Situation): Vote {
  const live = fleet.workers.filter((worker) => worker.state !== 'draining');
  const ready = live.filter((worker) => worker.state === 'ready');
  if (ready.length === 0) return propose(current, 'no worker is ready to be judged');
  const judged = ready.filter((worker) => [...rule.overloaded, ...rule.idle].some(({ metric }) => has(worker, metric)));
  if (judged.length === 0) return noData(rule.overloaded.map(({ metric }) => metric).join(', '));

  const overloaded = ready.filter((worker) =>
    rule.overloaded.some(({ metric, above }) => metricOf(worker, metric, -Infinity) > above),
  );
  // Workers that still boot are capacity on its way: not every worker is overloaded while one of them is there.
  if (overloaded.length === live.length) {
    const wanted = current + rule.add;
    return propose(wanted, `every one of ${workersText(live.length)} is overloaded: ${current} + ${rule.add}`);
  }
  const idle = ready.filter((worker) => !overloaded.includes(worker) && isIdle(worker, rule, observation.now));
  const counts = `${overloaded.length} overloaded, ${idle.length} idle, ${live.length - overloaded.length - idle.length} healthy or booting`;
  if (idle.length === 0) return propose(current, counts);
  return {
    kind: 'propose',
    capacity: Math.max(0, current - idle.length),
    because: `${counts}: the idle ones go`,
    retire: idle.map((worker) => worker.id),
  };
}

/** Idle only when every bound holds, for long enough; a missing value is no sign of idleness, nor is a busy worker idle. */
function isIdle(worker: Worker, rule: WorkersRule, now: number): boolean {
  if (worker.busy === true || !rule.idle.every(({ metric, below }) => metricOf(worker, metric, Infinity) < below))
    return false;
  return rule.idleFor === 0 || (worker.idleSince !== undefined && now - worker.idleSince >= rule.idleFor * 1000);
}

const has = (worker: Worker, metric: string): boolean => Object.hasOwn(worker.metrics, metric);
const metricOf = (worker: Worker, metric: string, otherwise: number): number =>
  (has(worker, metric) ? worker.metrics[metric] : undefined) ?? otherwise;

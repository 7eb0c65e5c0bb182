import { ceilWorkers } from '../../model/index.ts';
import { noData, propose, type Recommendation } from '../recommendation.ts';
import type { RuleContext } from '../rule-context.ts';
import { because } from './reasons.ts';
import type { BacklogRule } from './schema.ts';

/** Workers that hold the backlog (`perWorker` each), or that finish it in time (Little's law over `drainWithin`). */
export function recommend(rule: BacklogRule, { readings }: RuleContext): Recommendation {
  const waiting = readings.latest(rule.metric);
  if (waiting === undefined) return noData(rule.metric);
  const running = rule.running === undefined ? 0 : readings.latest(rule.running);
  if (running === undefined) return noData(rule.running ?? rule.metric);
  const work = waiting + running;
  const backlog = { metric: rule.metric, waiting, running: rule.running === undefined ? null : running };

  if (rule.perWorker !== undefined) {
    const wanted = ceilWorkers(work / rule.perWorker);
    return propose(wanted, because['backlog-per-worker']({ ...backlog, perWorker: rule.perWorker, capacity: wanted }));
  }
  const taskSeconds = typeof rule.taskSeconds === 'string' ? readings.latest(rule.taskSeconds) : rule.taskSeconds;
  if (taskSeconds === undefined) return noData(String(rule.taskSeconds));
  const within = rule.drainWithin ?? 1;
  const wanted = ceilWorkers((work * taskSeconds) / within);
  return propose(wanted, because['backlog-drain']({ ...backlog, taskSeconds, drainWithin: within, capacity: wanted }));
}

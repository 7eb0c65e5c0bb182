import { ceilWorkers, type Reason } from '../../model/index.ts';
import { leastWhileWaiting, reportedTasks } from '../common/reported-tasks.ts';
import { noData, propose, type Recommendation } from '../recommendation.ts';
import type { RuleContext } from '../rule-context.ts';
import { because } from './because.ts';
import type { BacklogRule } from './schema.ts';

/** Workers that hold the backlog (`perWorker` each), or that finish it in time (Little's law over `drainWithin`). */
export function recommend(rule: BacklogRule, context: RuleContext): Recommendation {
  const { readings } = context;
  const [waiting, running = rule.running === undefined ? 0 : undefined] = readings.together(
    rule.running === undefined ? [rule.metric] : [rule.metric, rule.running],
  );
  if (waiting === undefined) return noData(rule.metric);
  if (running === undefined) return noData(rule.running ?? rule.metric);
  const busy = reportedTasks(rule, context)?.busy ?? 0;
  const least = leastWhileWaiting(rule.metric, waiting, context);
  const work = waiting + running + busy;
  const backlog = {
    metric: rule.metric,
    waiting,
    running: rule.running === undefined ? null : running,
    ...(busy > 0 && { busy }),
  };
  const proposal = (wanted: number, reasonFor: (capacity: number) => Reason): Recommendation => {
    if (wanted >= least) return propose(wanted, reasonFor(wanted));
    return propose(least, because['backlog-idle-kept']({ capacity: least, cause: reasonFor(wanted) }));
  };

  if (rule.perWorker !== undefined) {
    const { perWorker } = rule;
    return proposal(ceilWorkers(work / perWorker), (capacity) =>
      because['backlog-per-worker']({ ...backlog, perWorker, capacity }),
    );
  }
  const taskSeconds = typeof rule.taskSeconds === 'string' ? readings.latest(rule.taskSeconds) : rule.taskSeconds;
  if (taskSeconds === undefined) return noData(String(rule.taskSeconds));
  const within = rule.drainWithin ?? 1;
  return proposal(ceilWorkers((work * taskSeconds) / within), (capacity) =>
    because['backlog-drain']({ ...backlog, taskSeconds, drainWithin: within, capacity }),
  );
}

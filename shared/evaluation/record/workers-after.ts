import { launchedBy, type Seen } from '../model.ts';
import type { GroupContext } from '../observe/group-context.ts';
import { stateOf } from '../observe/workers/workers.ts';
import type { EvaluationReport } from '../report.ts';

/** The workers by state after a resize: launched ones are pending, removed ones drain or are gone, canceled drains are over. */
export function workersAfter(
  { seen, workers, policy, now }: Pick<GroupContext, 'seen' | 'workers' | 'policy' | 'now'>,
  { intent, outcome }: Pick<EvaluationReport, 'intent' | 'outcome'>,
): Seen['workers'] {
  const after = { ...seen.workers };
  const terminated = new Set(outcome?.kind === 'remove' ? [...outcome.terminated, ...(outcome.returned ?? [])] : []);
  const removed = new Set(intent?.kind === 'remove' ? intent.workers : []);
  const back = new Set(intent?.kind === 'launch' ? intent.cancelDrain : []);
  for (const worker of workers) {
    const state = stateOf(worker, policy.warmup, now);
    if (removed.has(worker.id)) {
      after[state] -= 1;
      if (!terminated.has(worker.id)) after.draining += 1;
    } else if (back.has(worker.id) && state === 'draining') {
      after.draining -= 1;
      after[stateOf({ ...worker, drainingUntil: null }, policy.warmup, now)] += 1;
    }
  }
  after.pending += launchedBy(outcome);
  return after;
}

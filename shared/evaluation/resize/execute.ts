import type { ManagedWorker } from '../../providers/index.ts';
import type { GroupState } from '../../state/index.ts';
import type { Activity } from '../model.ts';
import { launch } from './launch.ts';
import { endDrained, endNow, startDraining } from './remove.ts';
import { type Executed, type ResizeDependencies, type Settled, settle } from './settle.ts';

/**
 * Does what a claimed activity says and settles it. Repeating it is safe: a launch is identified by its activity, marking,
 * canceling and terminating are the same the second time. When a call's outcome is unknown this throws and the claim
 * stays: after the lease expires, the next evaluation does the same again. `workers`: the group's as they were described.
 */
export async function execute(
  activity: Activity,
  state: GroupState,
  workers: readonly ManagedWorker[],
  dependencies: ResizeDependencies,
): Promise<Settled> {
  return settle(activity, await executed(activity, state, workers, dependencies), dependencies);
}

function executed(
  activity: Activity,
  state: GroupState,
  workers: readonly ManagedWorker[],
  dependencies: ResizeDependencies,
): Promise<Executed> {
  const { intent } = activity;
  if (intent.kind === 'launch') return launch(activity, intent, state, workers, dependencies);
  const drain = state.drains.find((each) => each.activity === activity.id);
  if (drain) return endDrained(activity, intent, drain, state, workers, dependencies);
  const length = intent.drainUntil - activity.startedAt;
  return length > 0
    ? startDraining(activity, intent, length, state, dependencies)
    : endNow(activity, intent, state, dependencies);
}

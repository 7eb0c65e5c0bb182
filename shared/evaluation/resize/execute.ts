import { lazyModule } from '../../model/index.ts';
import type { ManagedWorker } from '../../providers/index.ts';
import type { GroupState } from '../../state/index.ts';
import type { Activity } from '../model.ts';
import { launch } from './launch.ts';
import { endDrained, endNow, startDraining } from './remove.ts';
import { type Executed, type ResizeDependencies, type Settled, settle } from './settle.ts';

/**
 * Carries out a claimed activity and settles it. You may repeat it: the activity identifies the launch, and marking,
 * canceling and terminating are idempotent. If the outcome of a call is unknown, it throws and keeps the claim. After the
 * lease expires, the next evaluation repeats the activity. So an evaluation that was paused beyond `leaseUntil` does nothing:
 * its plan may be hours old, and EC2 may have forgotten its token. `workers`: the workers as the provider described them.
 */
export async function execute(
  activity: Activity,
  state: GroupState,
  workers: readonly ManagedWorker[],
  leaseUntil: number,
  dependencies: ResizeDependencies,
): Promise<Settled> {
  if (dependencies.clock() >= leaseUntil) return { activity, isBegun: false, isOurs: false, entries: {} };
  return settle(activity, state, await executed(activity, state, workers, dependencies), dependencies);
}

const keeping = lazyModule(() => import('../pool/keep.ts'));

async function executed(
  activity: Activity,
  state: GroupState,
  workers: readonly ManagedWorker[],
  dependencies: ResizeDependencies,
): Promise<Executed> {
  const { intent } = activity;
  if (intent.kind === 'pool') {
    const { keepPool } = await keeping();
    return keepPool(activity, intent, state, workers, dependencies);
  }
  if (intent.kind === 'launch') return launch(activity, intent, state, workers, dependencies);
  const drain = state.drains.find((each) => each.activity === activity.id);
  if (drain) return endDrained(activity, intent, drain, state, workers, dependencies);
  const length = intent.drainUntil - activity.startedAt;
  return length > 0
    ? startDraining(activity, intent, length, state, dependencies)
    : endNow(activity, intent, state, workers, dependencies);
}

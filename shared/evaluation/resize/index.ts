import type { GroupState } from '../../state/index.ts';
import type { Activity, ListedWorker } from '../model.ts';
import { launch } from './launch.ts';
import { endDrained, endNow, startDraining } from './retire.ts';
import type { ResizeDependencies, Settled } from './settle.ts';

export { reasonOf } from './reason-of.ts';
export { doneDraining } from './retire.ts';
export type { Settled } from './settle.ts';

/**
 * Does what a claimed activity says and settles it. Repeating it is safe: a launch carries the activity's token, marking,
 * taking back and terminating are the same the second time. When a call's outcome is unknown this throws and the claim
 * stays: whoever finds it past its lease does the same again. `listed`: the group's workers as they were found before.
 */
export async function carryOut(
  activity: Activity,
  state: GroupState,
  listed: readonly ListedWorker[],
  dependencies: ResizeDependencies,
): Promise<Settled> {
  const { intent } = activity;
  if (intent.kind === 'launch') return launch(activity, intent, state, listed, dependencies);
  const draining = state.drains.find((each) => each.activity === activity.id);
  if (draining) return endDrained(activity, intent, draining, state, listed, dependencies);
  const drain = intent.drainUntil - activity.startedAt;
  return drain > 0
    ? startDraining(activity, intent, drain, state, dependencies)
    : endNow(activity, intent, state, dependencies);
}

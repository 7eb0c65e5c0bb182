import type { Decision } from '../../decision/index.ts';
import type { StateChange } from '../../state/index.ts';
import type { EvaluationDependencies } from '../dependencies.ts';
import type { GroupContext } from '../observe/context.ts';
import { conditionsOf } from './conditions.ts';
import { type Watched, watchedAfter } from './watched.ts';

/** The conditions of a group after a decision. */
export const watchOf = (context: GroupContext, decision: Decision): Watched =>
  watchedAfter(context.state.watch, conditionsOf(context, decision), context.policy.notifyAfter, context.now);

/** The part of a state's change that is about conditions; empty when they stay as they are. */
export const watchChange = ({ state }: GroupContext, { watch }: Watched): Pick<StateChange, 'watch'> =>
  watch === state.watch ? {} : { watch };

/** Publishes what has started and ended. Call it after the state is stored, so that it is published once. */
export async function notify(
  { policy: { group }, now }: GroupContext,
  { notifications }: Watched,
  { announcements }: Pick<EvaluationDependencies, 'announcements'>,
): Promise<void> {
  for (const each of notifications) {
    const isStart = each.kind === 'started';
    await announcements.notify({
      ...{ group, at: now, since: each.since, isOver: !isStart },
      condition: isStart ? each.condition.condition : each.condition,
      reason: isStart ? each.condition.reason : null,
    });
  }
}

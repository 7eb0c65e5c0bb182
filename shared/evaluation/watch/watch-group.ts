import type { Decision } from '../../decision/index.ts';
import type { StateChange } from '../../state/index.ts';
import type { DecidedContext, WorkersContext } from '../observe/group-context.ts';
import { conditionsOf } from './conditions.ts';
import { type Watched, watchedAfter } from './watched.ts';

/** The conditions of a group after a decision. */
export const watchOf = (context: WorkersContext, decision: Decision): Watched =>
  watchedAfter(context.state.watch, conditionsOf(context, decision), context.policy.notifyAfter, context.now);

/** The part of a state's change that is about conditions; empty when they stay as they are. */
export const watchChange = ({ state }: DecidedContext, { watch }: Watched): Pick<StateChange, 'watch'> =>
  watch === state.watch ? {} : { watch };

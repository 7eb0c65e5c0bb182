import type { Policy } from '../../policy/index.ts';
import type { Description } from '../../providers/index.ts';
import type { GroupState } from '../../state/index.ts';

/** The last policy of a group that is to be drained: nothing is wanted any more, and nothing but protection holds that up. */
export const toZero = (policy: Policy): Policy => ({
  ...policy,
  ...{ capacity: { min: 0, max: 0 }, rules: [], metrics: {}, paused: false, dryRun: false },
  guards: { maintenance: [], floor: 0 },
});

/** Whether nothing of a deleted group is left to wait for. */
export const isEmptied = (
  { claim, drains, provider: { launched } }: GroupState,
  { workers, ordered }: Description,
): boolean =>
  claim === null && drains.length === 0 && launched.every(({ seen }) => seen) && workers.length === 0 && ordered === 0;

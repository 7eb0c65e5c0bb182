import type { Policy } from '../../policy/index.ts';
import type { Description } from '../../providers/index.ts';
import type { GroupState } from '../../state/index.ts';

/** The policy of a group that drains after its deletion: zero workers, without rules and guards. Protection still applies. */
export const toZero = (policy: Policy): Policy => ({
  ...policy,
  ...{ capacity: { min: 0, max: 0 }, rules: [], metrics: {}, paused: false, dryRun: false },
  guards: { maintenance: [], floor: 0 },
});

/** Whether a deleted group has no workers, no ordered capacity and no activity in progress. */
export const isEmptied = (
  { claim, drains, provider: { launched } }: GroupState,
  { workers, ordered }: Description,
): boolean =>
  claim === null && drains.length === 0 && launched.every(({ seen }) => seen) && workers.length === 0 && ordered === 0;

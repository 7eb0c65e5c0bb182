import type { Policy } from '../../policy/index.ts';
import type { Description } from '../../providers/index.ts';
import type { GroupState } from '../../state/index.ts';

/** The policy of a group that drains after its deletion: zero workers, without rules and guards. Protection still applies. */
export const toZero = (policy: Policy): Policy => ({
  ...policy,
  capacity: { min: 0, max: 0 },
  rules: [],
  metrics: {},
  paused: false,
  dryRun: false,
  guards: { ...policy.guards, maintenance: [], floor: 0, budget: undefined },
});

/** Whether a deleted group has no workers, stopped ones and members of its pool included, no ordered capacity and no activity in progress. */
export const isEmptied = (
  { claim, drains, pool, provider: { launched } }: GroupState,
  { workers, ended, ordered, members = [] }: Description,
): boolean => {
  const gone = new Set(ended.map(({ id }) => id));
  const isAwaited = launched.some(({ id, seen }) => !seen && !gone.has(id));
  // A protected worker is never terminated, so nothing waits for its end.
  const isStopped = ended.some((worker) => worker.isStopped && !worker.protected);
  const isOver = claim === null && drains.length === 0 && !isAwaited;
  return isOver && members.length + pool.members.length === 0 && workers.length === 0 && !isStopped && ordered === 0;
};

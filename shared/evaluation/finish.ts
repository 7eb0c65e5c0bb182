import type { EvaluationDependencies } from './dependencies.ts';
import type { GroupState, ListedWorker } from './model.ts';
import { carryOut, type Settled } from './resize.ts';

/**
 * What earlier evaluations left behind and may be finished now: a claim past its lease (its holder died), and
 * activities whose victims have drained.
 */
export function unfinished(state: GroupState, now: number): string[] {
  const abandoned = state.claim && state.claim.leaseUntil <= now ? [state.claim.activity] : [];
  const drained = state.draining.filter(({ until, activity }) => until <= now && !abandoned.includes(activity));
  return [...abandoned, ...drained.map(({ activity }) => activity)];
}

/**
 * Takes over one unfinished activity and completes it with its own token and parameters, unless `listed` shows that its
 * workers were launched. `null` when somebody else has taken it.
 */
export async function finish(
  group: string,
  id: string,
  state: GroupState,
  listed: readonly ListedWorker[],
  dependencies: EvaluationDependencies,
): Promise<Settled | null> {
  const now = dependencies.clock();
  const { holder, leaseSeconds } = dependencies;
  const leaseUntil = now + leaseSeconds * 1000;
  const claim = await dependencies.claims.resume({
    group,
    activity: id,
    holder,
    seen: state.revision,
    now,
    leaseUntil,
  });
  if (!claim.won) return null;
  const activity = await dependencies.activities.read(group, id);
  if (!activity)
    throw new Error(`activity ${id} of ${group} is claimed, but its record is missing: see docs/operations.md`);
  return carryOut({ ...activity, holder }, state, dependencies, listed);
}

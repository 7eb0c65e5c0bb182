import type { GroupState } from '../../state/index.ts';
import { terminateCalls } from '../capacity/afford.ts';
import type { EvaluationDependencies } from '../dependencies.ts';
import type { ListedWorker } from '../model.ts';
import type { CallBudget } from '../ports.ts';
import { carryOut, doneDraining, type Settled } from '../resize/index.ts';

/**
 * What earlier evaluations left behind and may be finished now: a claim past its lease (its holder died), and
 * activities whose victims have drained, by the clock or by their own word.
 */
export function unfinished(state: GroupState, listed: readonly ListedWorker[], now: number): string[] {
  const abandoned = state.claim && state.claim.leaseUntil <= now ? [state.claim.activity] : [];
  const drained = state.drains.filter(
    (entry) =>
      !abandoned.includes(entry.activity) &&
      (entry.until <= now || entry.workers.length === 0 || doneDraining(entry, listed).length > 0),
  );
  return [...abandoned, ...drained.map(({ activity }) => activity)];
}

/**
 * Takes over one unfinished activity and completes it with its own token and parameters, unless `listed` shows that its
 * workers were launched. `taken`: somebody else has it; `later`: EC2 takes no more calls from this account for now.
 */
export async function finish(
  group: string,
  id: string,
  state: GroupState,
  listed: readonly ListedWorker[],
  dependencies: EvaluationDependencies,
): Promise<Settled | 'taken' | 'later'> {
  const now = dependencies.clock();
  const { holder, leaseSeconds, budget } = dependencies;
  // Read before it is claimed: one without a record can only be let go of, which nothing may stand in the way of.
  const activity = await dependencies.activities.read(group, id);
  if (!activity) throw new Error(`the record of activity ${id} of ${group} is missing: see docs/how-to/runbook.md`);
  const { workers } = state.drains.find(({ activity }) => activity === id) ?? { workers: [] };
  const calls = terminateCalls(workers.length);
  if (!(await takeAll(budget, calls, now))) return 'later';
  const leaseUntil = now + leaseSeconds * 1000;
  const claim = await dependencies.claims.resume({ state, activity: id, holder, now, leaseUntil });
  if (!claim.won) {
    if (calls > 0) await budget.giveBack('terminate-calls', calls);
    return 'taken';
  }
  return carryOut({ ...activity, holder }, state, listed, dependencies);
}

/** Calls to terminate: all of them, or none. */
async function takeAll(budget: CallBudget, calls: number, now: number): Promise<boolean> {
  const granted = calls === 0 ? 0 : await budget.take('terminate-calls', calls, 'usual', now);
  if (granted > 0 && granted < calls) await budget.giveBack('terminate-calls', granted);
  return granted === calls;
}

import type { GroupState } from '../../state/index.ts';
import type { Case } from '../case.ts';
import type { EvaluationDependencies } from '../dependencies.ts';
import type { ListedWorker } from '../model.ts';
import type { Observed } from '../observe.ts';

const STALE_AFTER_SECONDS = 600;

/**
 * Brings target groups and marks in line with the group: workers that run are registered, those that drain are not, and
 * forgotten marks are taken off. Doing it again does no harm, so it needs no claim.
 */
export async function reconcile(
  { policy, state, listed, now }: Case,
  observed: Observed,
  { targets, resizer }: Pick<EvaluationDependencies, 'targets' | 'resizer'>,
): Promise<void> {
  const running = listed.filter((worker) => worker.state === 'running');
  for (const targetGroup of policy.provider?.targetGroups ?? []) {
    const known = observed.targets.get(targetGroup);
    if (!known) continue;
    const strangers = running.filter(({ id, drainingUntil }) => drainingUntil === null && isOut(known.get(id)));
    if (strangers.length > 0) await targets.register([targetGroup], idsOf(strangers));
    const leaving = running.filter(({ id, drainingUntil }) => drainingUntil !== null && isIn(known.get(id)));
    if (leaving.length > 0) await targets.deregister([targetGroup], idsOf(leaving));
  }
  const forgotten = (observed.workers.get(policy.group) ?? []).filter((worker) => isForgotten(worker, state, now));
  if (forgotten.length > 0) await resizer.takeBack(policy.group, idsOf(forgotten));
}

/**
 * Whether a worker carries an old mark that no drain of the group's state stands behind: set by a handler that outlived
 * its lease, after the worker was taken back.
 */
export const isForgotten = (
  { id, drainingUntil }: Pick<ListedWorker, 'id' | 'drainingUntil'>,
  { drains }: Pick<GroupState, 'drains'>,
  now: number,
): boolean =>
  drainingUntil !== null &&
  now - drainingUntil > STALE_AFTER_SECONDS * 1000 &&
  !drains.some(({ workers }) => workers.includes(id));

const idsOf = (workers: readonly { readonly id: string }[]): string[] => workers.map(({ id }) => id);

/** Not registered, or taken out: one that was taken back must be put in again. */
const isOut = (health: string | undefined): boolean => health === undefined || health === 'draining';

/** Whether a target still takes, or may take, new requests. */
const isIn = (health: string | undefined): boolean =>
  health !== undefined && health !== 'draining' && health !== 'unused';

import { type GroupName, STAGE } from './groups.ts';
import { isOfGroup } from './invariants/index.ts';
import type { ChaosStage } from './stage/stage.ts';

/** Adds the members to the state, as if evaluations had filled the pool. Evaluations take unknown members for stopped workers. */
export async function rememberPool(group: GroupName, { store, clock, instances, prepared }: ChaosStage): Promise<void> {
  const of = { stage: STAGE, group };
  const members = instances().filter(({ id, tags }) => prepared.has(id) && isOfGroup(of, tags));
  const state = (await store.states.read([group])).get(group);
  if (!state || members.length === 0) return;
  const known = members.map(({ id, launchedAt }) => ({ id, since: launchedAt }));
  const isDone = await store.states.remember(state, clock.now(), { pool: { members: known } });
  if (!isDone) throw new Error(`The members of ${group} are not in its state.`);
}

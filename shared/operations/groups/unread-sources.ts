import { type EvaluationRecords, isOfSource } from '../../evaluation/index.ts';
import type { Reason } from '../../model/index.ts';
import type { GroupState } from '../../state/index.ts';

export type LatestRecords = Pick<EvaluationRecords, 'latest'>;

/**
 * Why the last evaluations of groups without data could not read sources. You may have permissions that the evaluations
 * lack.
 */
export async function unreadSources(
  states: readonly GroupState[],
  evaluations: LatestRecords | undefined,
  now: number,
): Promise<ReadonlyMap<string, readonly Reason[]>> {
  const blind = states.filter(({ watch }) => watch.conditions.some(({ condition }) => condition === 'no-data'));
  if (!evaluations || blind.length === 0) return new Map();
  const latest = await evaluations.latest(
    blind.map(({ group }) => group),
    now,
  );
  return new Map([...latest].map(([group, { notes }]) => [group, notes.filter(isOfSource)]));
}

import {
  type EvaluationDependencies,
  type EvaluationRecord,
  type EvaluationRecords,
  isOfSource,
  type Preview,
  preview,
} from '../../evaluation/index.ts';
import type { Reason } from '../../model/index.ts';
import type { GroupState } from '../../state/index.ts';

export type LatestRecords = Pick<EvaluationRecords, 'latest'>;

/**
 * Why the last evaluations of groups failed, or could not read the sources of groups without data. You may have permissions
 * that the evaluations lack, so what you find now may be different.
 */
export async function lastFindings(
  states: readonly GroupState[],
  evaluations: LatestRecords | undefined,
  now: number,
): Promise<ReadonlyMap<string, readonly Reason[]>> {
  const troubled = states.filter(
    ({ failures, watch }) => failures > 0 || watch.conditions.some(({ condition }) => condition === 'no-data'),
  );
  if (!evaluations || troubled.length === 0) return new Map();
  const latest = await evaluations.latest(
    troubled.map(({ group }) => group),
    now,
  );
  return new Map([...latest].map(([group, record]) => [group, findingsOf(record)]));
}

const findingsOf = ({ result, reason, notes }: EvaluationRecord): Reason[] => [
  ...(result === 'failed' ? [reason] : []),
  ...notes.filter(isOfSource),
];

/** What an evaluation would decide now, with what the last one found; null for an unknown group. */
export async function explained(
  group: string,
  { evaluation, evaluations }: { readonly evaluation: EvaluationDependencies; readonly evaluations: LatestRecords },
): Promise<Preview | null> {
  const present = await preview(group, evaluation);
  if (!present) return null;
  const found = (await lastFindings([present.state], evaluations, present.at)).get(group) ?? [];
  return { ...present, notes: withFindings(found, present.notes, present.undescribed) };
}

/** What the evaluations found, and what you find now about other metrics. An error that you get, too, is already shown, so it is omitted. */
export const withFindings = (
  found: readonly Reason[],
  notes: readonly Reason[],
  undescribed: Reason | null,
): Reason[] => [
  ...found.filter(({ code }) => code !== undescribed?.code),
  ...notes.filter(({ code, params }) =>
    found.every((each) => each.code !== code || each.params['metric'] !== params['metric']),
  ),
];

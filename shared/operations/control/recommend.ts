import { type EvaluationDependencies, type PolicyRecords, type Preview, previews } from '../../evaluation/index.ts';

export interface Recommending {
  readonly records: Pick<PolicyRecords, 'groups'>;
  readonly evaluation: EvaluationDependencies;
}

/** A group, and what its rules recommend now; the error if it cannot be observed, null if it is unknown. */
export interface Recommended {
  readonly group: string;
  readonly present: Preview | Error | null;
}

/** What the rules of groups recommend now, and what their policies would do; of all groups of the stage without a name. */
export async function recommendations(group: string | undefined, use: Recommending): Promise<Recommended[]> {
  const groups = group === undefined ? (await use.records.groups()).toSorted() : [group];
  if (groups.length === 0) return [];
  const all = await previews(groups, use.evaluation);
  return groups.map((each) => ({ group: each, present: all.get(each) ?? null }));
}

import type { Activities, Activity, EvaluationRecord, EvaluationRecords } from '../../evaluation/index.ts';

/** Groups are evaluated at least every five minutes; a failing one may take longer. */
const AROUND_MS = 900_000;

export interface PastUse {
  readonly evaluations: Pick<EvaluationRecords, 'between'>;
  readonly activities: Pick<Activities, 'list' | 'read'>;
}

/** What a group's evaluation recorded, and the activity that it began. */
export interface PastMoment {
  readonly record: EvaluationRecord;
  readonly activity: Activity | null;
}

/**
 * The last evaluation of a group up to a moment, or else the first one after it; null if none is recorded within 15
 * minutes. An evaluation that lost against another one explains nothing, so it is the answer only if it is alone.
 */
export async function momentOf(group: string, at: number, use: PastUse): Promise<PastMoment | null> {
  const records = await use.evaluations.between(group, at - AROUND_MS, at + AROUND_MS);
  const decided = records.filter(({ result }) => result !== 'lost');
  const some = decided.length > 0 ? decided : records;
  const record = some.findLast((each) => each.at <= at) ?? some[0];
  if (!record) return null;
  return { record, activity: record.activity === null ? null : await use.activities.read(group, record.activity) };
}

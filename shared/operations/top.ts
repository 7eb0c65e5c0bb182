import type { Activity, EvaluationRecord, EvaluationRecords } from '../evaluation/index.ts';
import { inTurns } from '../model/index.ts';
import { spendPerHourOf } from './groups/spending.ts';
import { type GroupOverview, type StatusUse, stageStatus } from './groups/status.ts';

const GROUPS_AT_ONCE = 20;

/** A group with what its evaluations recorded last. */
export interface GroupAtWork extends GroupOverview {
  /** The newest evaluation; null without one in the last minutes. */
  readonly latest: EvaluationRecord | null;
  readonly lastActivity: Activity | null;
  /** What the workers cost per hour in dollars; null if that is not known. */
  readonly spendPerHour: number | null;
}

export interface TopUse extends StatusUse {
  readonly evaluations: Pick<EvaluationRecords, 'latest'>;
}

/** All groups of the stage, with their newest evaluation and activity. */
export async function groupsAtWork(use: TopUse): Promise<GroupAtWork[]> {
  const { evaluation, evaluations } = use;
  const overview = await stageStatus(use);
  const groups = overview.map(({ group }) => group);
  const activities = new Map<string, Activity>();
  const [latest] = await Promise.all([
    evaluations.latest(groups, evaluation.clock()),
    inTurns(groups, GROUPS_AT_ONCE, async (group) => {
      const [newest] = await evaluation.activities.list(group, 1);
      if (newest) activities.set(group, newest);
    }),
  ]);
  return overview.map((each) => ({
    ...each,
    latest: latest.get(each.group) ?? null,
    lastActivity: activities.get(each.group) ?? null,
    spendPerHour: each.state ? spendPerHourOf(each.state) : null,
  }));
}

import type { CostRecords, EvaluationDependencies } from '../../evaluation/index.ts';
import { inTurns } from '../../model/index.ts';
import { type HourCost, hoursOf } from '../../prices/index.ts';
import { type GroupSpending, spendingOf } from './spending.ts';

const GROUPS_AT_ONCE = 20;

/** What a group has cost. */
export interface GroupCost {
  readonly group: string;
  /** The hours of which something is known, oldest first. */
  readonly hours: readonly HourCost[];
  /** What it costs now; null if that is not known. */
  readonly now: GroupSpending | null;
}

export interface CostUse {
  readonly costs: Pick<CostRecords, 'between'>;
  readonly states: Pick<EvaluationDependencies['states'], 'read'>;
}

/** What these groups have cost in the hours that begin between two moments. The newest hours come from the state. */
export async function groupCosts(
  groups: readonly string[],
  { from, to }: { readonly from: number; readonly to: number },
  { costs, states }: CostUse,
): Promise<GroupCost[]> {
  const read = await states.read(groups);
  const usable = new Map(read.usable().map((state) => [state.group, state]));
  return inTurns(groups, GROUPS_AT_ONCE, async (group) => {
    const state = usable.get(group);
    const known = new Map((await costs.between(group, from, to)).map((hour) => [hour.at, hour]));
    for (const hour of state ? hoursOf(state.spending) : []) {
      if (hour.at >= from && hour.at < to && hour.seconds > 0) known.set(hour.at, hour);
    }
    const hours = [...known.values()].toSorted((one, other) => one.at - other.at);
    return { group, hours, now: state ? spendingOf(state) : null };
  });
}

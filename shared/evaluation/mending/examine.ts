import type { GroupState } from '../../state/index.ts';
import type { EvaluationDependencies } from '../dependencies.ts';
import { evaluate } from '../evaluate.ts';
import type { Activity, ListedWorker } from '../model.ts';
import { PolicyCache } from '../policies/policy-cache.ts';
import type { PolicyRecords } from '../ports.ts';
import { type Finding, findings } from './doctor.ts';

const ACTIVITIES_PER_GROUP = 100;

/** Reads a whole stage and tells what is not as it should be. For people: it reads what a tick must not. */
export async function examine(
  records: Pick<PolicyRecords, 'groups'>,
  { states, workers, activities, clock }: EvaluationDependencies,
): Promise<Finding[]> {
  const [named, all] = await Promise.all([records.groups(), workers.all()]);
  const read = await states.read([...new Set([...named, ...all.map(({ group }) => group)])]);
  const recorded = new Map<string, readonly Activity[]>();
  for (const state of read.usable()) {
    const { group } = state;
    const listed = all.filter((worker) => worker.group === group);
    const newest = await activities.list(group, ACTIVITIES_PER_GROUP);
    const known = new Set(newest.map(({ id }) => id));
    const older = namedBy(state, listed).filter((id) => !known.has(id));
    const found: Activity[] = [];
    for (const id of older) {
      const activity = await activities.read(group, id);
      if (activity) found.push(activity);
    }
    recorded.set(group, [...newest, ...found]);
  }
  return findings({ states: read, workers: all, activities: recorded, now: clock() });
}

function namedBy({ claim, drains }: GroupState, listed: readonly ListedWorker[]): string[] {
  const ids = [claim?.activity, ...drains.map(({ activity }) => activity), ...listed.map(({ activity }) => activity)];
  return [...new Set(ids.filter((id): id is string => typeof id === 'string'))];
}

/** Does what a finding's remedy says; `false` when somebody else was at the group, or when it has none. */
export async function mend(finding: Finding, dependencies: EvaluationDependencies): Promise<boolean> {
  const { group, subject, remedy } = finding;
  const { states, claims, resizer, clock } = dependencies;
  if (remedy === 'evaluate') {
    const [report] = await evaluate([group], 'manual', new PolicyCache(), dependencies);
    if (report?.error) throw new Error(`${group}: ${report.error}`);
    return report?.finished?.includes(subject ?? '') ?? false;
  }
  if (remedy === 'take-back' && subject !== null) {
    await resizer.takeBack(group, [subject]);
    return true;
  }
  const state = remedy === 'abandon' ? (await states.read([group])).get(group) : undefined;
  return state && subject !== null ? claims.abandon(state, subject, clock()) : false;
}

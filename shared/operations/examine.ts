import {
  type Activity,
  type EvaluationDependencies,
  evaluate,
  PolicyCache,
  type PolicyRecords,
} from '../evaluation/index.ts';
import { ReasonedError } from '../model/index.ts';
import { NO_PRICES, OPERATING_SYSTEMS } from '../prices/index.ts';
import type { ManagedWorker } from '../providers/index.ts';
import type { GroupState } from '../state/index.ts';
import { findings } from './doctor.ts';
import type { Finding } from './finding.ts';
import { activePolicies, stageWorkers } from './groups/workers.ts';
import { priceFindings } from './old-prices.ts';

const ACTIVITIES_PER_GROUP = 100;

/** Reads a whole stage and returns its problems. Only for people: it reads too much for a tick. */
export async function examine(
  records: Pick<PolicyRecords, 'groups'>,
  dependencies: EvaluationDependencies,
): Promise<Finding[]> {
  const { states, activities, clock } = dependencies;
  const named = await records.groups();
  const { workers: all, ended, members, ephemeral, undescribed, notes } = await stageWorkers(named, dependencies);
  const read = await states.read([...new Set([...named, ...[...all, ...ended, ...members].map(({ group }) => group)])]);
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
  const listed = { workers: all, ended, members, ephemeral, undescribed, notes };
  const found = findings({ states: read, activities: recorded, ...listed, now: clock() });
  const policies = await activePolicies(read.usable(), dependencies);
  const book = (await dependencies.prices?.read(OPERATING_SYSTEMS)) ?? NO_PRICES;
  return [...found, ...priceFindings(policies.values(), all, book, clock())];
}

function namedBy({ claim, drains }: GroupState, listed: readonly ManagedWorker[]): string[] {
  const ids = [claim?.activity, ...drains.map(({ activity }) => activity), ...listed.map(({ activity }) => activity)];
  return [...new Set(ids.filter((id): id is string => typeof id === 'string'))];
}

/** Applies a finding's remedy. Returns `false` when there is no remedy, or on a conflict with another evaluation. Throws a `ReasonedError` when the evaluation fails. */
export async function repair(finding: Finding, dependencies: EvaluationDependencies): Promise<boolean> {
  const { group, subject, remedy } = finding;
  const { states, claims, providers, clock } = dependencies;
  if (remedy === 'evaluate') {
    const [report] = await evaluate([group], 'manual', new PolicyCache(), dependencies);
    if (report?.error) throw new ReasonedError(report.reason, report.error);
    return report?.finished?.includes(subject ?? '') ?? false;
  }
  if (remedy === 'take-back' && subject !== null) {
    // Tries every provider, because only the worker's own provider finds the worker.
    for (const { adapter } of providers.all()) await adapter.cancelDrain(group, [subject]);
    return true;
  }
  const state = remedy === 'abandon' ? (await states.read([group])).get(group) : undefined;
  return state && subject !== null ? claims.abandon(state, subject, clock()) : false;
}

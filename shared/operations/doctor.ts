import { type Activity, isForgotten, LAUNCH_VISIBLE_WITHIN_SECONDS } from '../evaluation/index.ts';
import type { ManagedWorker } from '../providers/index.ts';
import type { GroupState, StatesRead } from '../state/index.ts';

/** Something that is not as it should be. */
export interface Finding {
  readonly kind:
    | 'unknown-group'
    | 'released'
    | 'unknown-activity'
    | 'vanished'
    | 'unfinished'
    | 'missing-record'
    | 'forgotten-mark'
    | 'refused-policy'
    | 'unusable-state';
  readonly group: string;
  /** The worker or activity it is about; null for the group itself. */
  readonly subject: string | null;
  /** One sentence, with what a person can do where there is no remedy. */
  readonly told: string;
  readonly remedy: 'evaluate' | 'abandon' | 'take-back' | null;
}

/** What of a stage was read for an examination. */
export interface Examined {
  readonly states: StatesRead;
  /** All workers of the stage. */
  readonly workers: readonly ManagedWorker[];
  /** The newest activities of every group, with all those that its state names and that there are. */
  readonly activities: ReadonlyMap<string, readonly Activity[]>;
  readonly now: number;
}

/** Activities are kept for 90 days; of an older worker nothing can be said. */
const RECORDS_KEPT_MS = 90 * 86_400_000;
/** Alarms and schedule have finished by then whatever can be finished. */
const OVERDUE_MS = 600_000;

/** All that is found, group by group. Pure. */
export function findings(examined: Examined): Finding[] {
  const groups = new Set([...examined.states.groups(), ...examined.workers.map(({ group }) => group)]);
  const unusable = new Map(examined.states.unusable().map((error) => [error.group, error.message]));
  return [...groups].toSorted().flatMap((group): Finding[] => {
    const fault = unusable.get(group);
    if (fault) return [{ kind: 'unusable-state', group, subject: null, told: fault, remedy: null }];
    const workers = examined.workers.filter((worker) => worker.group === group);
    const state = examined.states.get(group);
    if (!state || state.policy.version === null)
      return [...(state ? policyFindings(state) : []), ...workers.map((worker) => ofNobody(worker, state))];
    const activities = new Map((examined.activities.get(group) ?? []).map((each) => [each.id, each]));
    return [
      ...policyFindings(state),
      ...stateFindings(state, activities, examined.now),
      ...workers.flatMap((worker) => workerFindings(worker, state, activities, examined.now)),
      ...vanishedFindings(group, workers, state, [...activities.values()], examined.now),
    ];
  });
}

function ofNobody({ id, group, drainingUntil }: ManagedWorker, state: GroupState | undefined): Finding {
  const doing = drainingUntil === null ? 'runs' : 'drains';
  if (state) {
    const told = `${id} ${doing}, and nobody resizes it: its group ${group} has no policy in force.`;
    return { kind: 'released', group, subject: id, told, remedy: null };
  }
  const told = `${id} ${doing}, but its group ${group} is unknown: put the group's policy, or terminate the instance.`;
  return { kind: 'unknown-group', group, subject: id, told, remedy: null };
}

function policyFindings({ group, policy: { errors } }: GroupState): Finding[] {
  if (errors.length === 0) return [];
  const told = `The newest policy of ${group} is refused: "headcount status ${group}" shows its faults.`;
  return [{ kind: 'refused-policy', group, subject: null, told, remedy: null }];
}

/** Claims and drains that nobody finishes. */
function stateFindings(
  { group, claim, drains }: GroupState,
  activities: ReadonlyMap<string, Activity>,
  now: number,
): Finding[] {
  const overdue = [
    ...(claim && claim.leaseUntil <= now ? [{ id: claim.activity, since: claim.leaseUntil, what: 'is claimed' }] : []),
    ...drains
      .filter(({ until }) => until <= now - OVERDUE_MS)
      .map(({ activity, until }) => ({ id: activity, since: until, what: 'has drained' })),
  ];
  return overdue.map(({ id, since, what }): Finding => {
    const at = new Date(since).toISOString();
    return activities.has(id)
      ? {
          ...{ kind: 'unfinished', group, subject: id, remedy: 'evaluate' },
          told: `Activity ${id} of ${group} ${what} since ${at}, and is not finished.`,
        }
      : {
          ...{ kind: 'missing-record', group, subject: id, remedy: 'abandon' },
          told: `Activity ${id} of ${group} ${what}, but its record is gone: nobody can finish it.`,
        };
  });
}

function workerFindings(
  worker: ManagedWorker,
  state: GroupState,
  activities: ReadonlyMap<string, Activity>,
  now: number,
): Finding[] {
  const { id, activity, launchedAt } = worker;
  const { group } = state;
  const found: Finding[] = [];
  // Where the provider keeps no record of it, nothing can be said.
  const isRecorded = activity === undefined || (activity !== null && activities.has(activity));
  if (!isRecorded && now - launchedAt < RECORDS_KEPT_MS) {
    const by = activity === null ? 'by no activity' : `by activity ${activity}, which has no record`;
    const told = `${id} carries the tags of ${group}, but was launched ${by}. It counts as a worker all the same.`;
    found.push({ kind: 'unknown-activity', group, subject: id, told, remedy: null });
  }
  if (isForgotten(worker, state, now)) {
    const told = `${id} of ${group} is marked as draining, but nothing drains it.`;
    found.push({ kind: 'forgotten-mark', group, subject: id, told, remedy: 'take-back' });
  }
  return found;
}

/** Launched, never retired by anybody here, and not there. They are replaced already; this tells that it happened. */
function vanishedFindings(
  group: string,
  workers: readonly ManagedWorker[],
  { provider: { launched } }: GroupState,
  activities: readonly Activity[],
  now: number,
): Finding[] {
  const waitedFor = launched.filter(({ seen }) => !seen);
  const known = new Set([...workers, ...waitedFor].map(({ id }) => id));
  for (const { intent, outcome } of activities) {
    if (intent.kind === 'remove') for (const id of intent.workers) known.add(id);
    if (outcome?.kind === 'remove') for (const id of outcome.terminated) known.add(id);
  }
  return activities.flatMap(({ id: activity, outcome, settledAt }) => {
    if (outcome?.kind !== 'launch' || settledAt === null || now - settledAt < LAUNCH_VISIBLE_WITHIN_SECONDS * 1000)
      return [];
    return outcome.launched
      .filter(({ id }) => !known.has(id))
      .map(({ id }): Finding => {
        const told = `${id}, launched by activity ${activity} of ${group}, is gone, and nobody here has ended it.`;
        return { kind: 'vanished', group, subject: id, told, remedy: null };
      });
  });
}

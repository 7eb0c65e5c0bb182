import { type Activity, droppedIn, hasStaleDrainMark, isInProgress } from '../evaluation/index.ts';
import { FAILURES_UNTIL_DEAD_LETTER } from '../names/index.ts';
import type { EndedWorker, ManagedWorker } from '../providers/index.ts';
import type { GroupState } from '../state/index.ts';
import type { Examined, Finding } from './finding.ts';
import { lostMarkFindings } from './lost-marks.ts';
import { because } from './reasons.ts';
import { vanishedFindings } from './vanished.ts';

/** Activities are kept for 90 days, so the record of an older worker may be deleted. */
const RECORDS_KEPT_MS = 90 * 86_400_000;
/** By then, evaluations by alarms and by the schedule have completed every activity that they can complete. */
const OVERDUE_MS = 600_000;
/** Most rollouts take minutes or hours. One that bakes for longer says so in its policy, and is listed nevertheless. */
const ROLLOUT_OLD_MS = 86_400_000;

/** Finds all problems, sorted by group. Pure. */
export function findings(examined: Examined): Finding[] {
  const stopped = examined.ended.filter(({ isStopped }) => isStopped);
  const { members = [] } = examined;
  const listed = [...examined.workers, ...stopped, ...members];
  const groups = new Set([...examined.states.groups(), ...listed.map(({ group }) => group)]);
  const unusable = new Map(examined.states.unusable().map(({ group, reason }) => [group, reason]));
  return [...groups].toSorted().flatMap((group): Finding[] => {
    const cause = unusable.get(group);
    if (cause) {
      const reason = because['doctor-unusable-state']({ group, cause });
      return [{ kind: 'unusable-state', group, subject: null, reason, remedy: null }];
    }
    const workers = examined.workers.filter((worker) => worker.group === group);
    const state = examined.states.get(group);
    const isManaged = state !== undefined && state.policy.version !== null;
    const stoppedHere = stopped
      .filter((worker) => worker.group === group)
      .map((each) => stoppedFinding(each, isManaged));
    if (!isManaged) {
      const unmanaged = workers.map((worker) => unmanagedFinding(worker, state));
      const ofState = state ? [...policyFindings(state), ...eventFindings(state, examined.now)] : [];
      const leaked = members.filter((each) => each.group === group).map(leakedFinding);
      return [...ofState, ...unmanaged, ...stoppedHere, ...leaked];
    }
    const activities = new Map((examined.activities.get(group) ?? []).map((each) => [each.id, each]));
    return [
      ...policyFindings(state),
      ...(examined.undescribed.has(group) ? undescribedFindings(group, examined.undescribed) : failingFindings(state)),
      ...noteFindings(group, examined.notes),
      ...conditionFindings(state),
      ...stateFindings(state, workers, activities, examined.now),
      ...launchFindings(state, examined.now),
      ...overflowFindings(state),
      ...rolloutFindings(state, examined.now),
      ...refillFindings(state),
      ...hibernationFindings(state),
      ...eventFindings(state, examined.now),
      ...lostMarkFindings(state, workers, activities, examined.now),
      ...workers.flatMap((worker) => workerFindings(worker, state, activities, examined.now)),
      ...stoppedHere,
      ...vanishedFindings(state, [...activities.values()], examined),
    ];
  });
}

function undescribedFindings(group: string, undescribed: Examined['undescribed']): Finding[] {
  const cause = undescribed.get(group);
  if (cause === undefined) return [];
  const reason = because['doctor-undescribed']({ group, cause });
  return [{ kind: 'undescribed', group, subject: null, reason, remedy: null }];
}

/** Evaluations may lack permissions that you have, and an error may be in what they do next. */
function failingFindings({ group, failures }: GroupState): Finding[] {
  if (failures < FAILURES_UNTIL_DEAD_LETTER) return [];
  const reason = because['doctor-evaluations-fail']({ group, failures });
  return [{ kind: 'evaluations-fail', group, subject: null, reason, remedy: null }];
}

const noteFindings = (group: string, notes: Examined['notes']): Finding[] =>
  (notes.get(group) ?? []).map((note) => {
    const reason = because['doctor-provider-note']({ group, note });
    return { kind: 'provider-note', group, subject: null, reason, remedy: null };
  });

function unmanagedFinding({ id, group, drainingUntil }: ManagedWorker, state: GroupState | undefined): Finding {
  const worker = { worker: id, group, draining: drainingUntil !== null };
  const common = { group, subject: id, remedy: null };
  return state
    ? { ...common, kind: 'released', reason: because['doctor-released'](worker) }
    : { ...common, kind: 'unknown-group', reason: because['doctor-unknown-group'](worker) };
}

function stoppedFinding({ id, group, reason: cause }: EndedWorker, managed: boolean): Finding {
  const reason = because['doctor-stopped']({ worker: id, group, cause, managed });
  return { kind: 'stopped', group, subject: id, reason, remedy: null };
}

/** Nothing starts it any more, and it costs its volumes. */
function leakedFinding({ id, group }: ManagedWorker): Finding {
  const reason = because['doctor-leaked-member']({ worker: id, group });
  return { kind: 'leaked-member', group, subject: id, reason, remedy: null };
}

/** The warm pool lacks members, because launches for it fail. */
function refillFindings({ group, pool: { backoff } }: GroupState): Finding[] {
  if (backoff === null) return [];
  const { failures, until, because: cause } = backoff;
  const reason = because['doctor-refills-fail']({ group, failures, until: new Date(until).toISOString(), cause });
  return [{ kind: 'refills-fail', group, subject: null, reason, remedy: null }];
}

/** Members that are only stopped, because EC2 refused to hibernate them. */
function hibernationFindings({ group, pool: { members } }: GroupState): Finding[] {
  const stopped = members.filter((member) => member.stopped).length;
  if (stopped === 0) return [];
  const reason = because['doctor-not-hibernated']({ group, stopped, members: members.length });
  return [{ kind: 'not-hibernated', group, subject: null, reason, remedy: null }];
}

/** Events that nothing has published for long, and those that were dropped meanwhile. */
function eventFindings({ group, outbox }: GroupState, now: number): Finding[] {
  const entries = Object.values(outbox);
  const losses = entries.flatMap((entry) => droppedIn(entry) ?? []);
  const dropped = losses.reduce((sum, loss) => sum + loss.entries, 0);
  const oldest = Math.min(...entries.map(({ at }) => at), ...losses.map(({ since }) => Date.parse(since)));
  if (dropped === 0 && !(oldest <= now - OVERDUE_MS)) return [];
  const since = new Date(oldest).toISOString();
  const reason = because['doctor-unpublished-events']({
    group,
    waiting: entries.length - losses.length,
    since,
    dropped,
  });
  return [{ kind: 'unpublished-events', group, subject: null, reason, remedy: null }];
}

/** Launches that fail in a row, until a launched worker is ready. */
function launchFindings({ group, provider: { launchBackoff }, watch }: GroupState, now: number): Finding[] {
  if (launchBackoff === null) return [];
  const { failures, until, because: cause } = launchBackoff;
  const next = { until: new Date(until).toISOString(), isWaiting: until > now };
  const lacking = watch.conditions.find(({ condition, notified }) => condition === 'cannot-launch' && notified);
  const since = lacking && { since: new Date(lacking.since).toISOString() };
  const reason = because['doctor-launches-fail']({ group, failures, ...since, ...next, cause });
  return [{ kind: 'launches-fail', group, subject: null, reason, remedy: null }];
}

/** Another region does not take over what this one cannot launch. */
function overflowFindings({ group, overflow }: GroupState): Finding[] {
  if (!overflow?.failing) return [];
  const { since, because: cause } = overflow.failing;
  const params = { group, region: overflow.region, since: new Date(since).toISOString(), cause };
  return [
    { kind: 'overflow-fails', group, subject: null, reason: because['doctor-overflow-fails'](params), remedy: null },
  ];
}

/** A rollout that has stopped, is paused because it failed, or began so long ago that somebody should look at it. */
function rolloutFindings({ group, rollout }: GroupState, now: number): Finding[] {
  if (!rollout) return [];
  const { status, because: why, started } = rollout;
  const isOld = isInProgress(rollout) && now - started.at > ROLLOUT_OLD_MS;
  const hasFailed =
    status === 'stopped' || (status === 'paused' && why !== undefined && why.code !== 'rollout-by-hand');
  if (!isOld && !hasFailed) return [];
  const params = { group, status, since: new Date(started.at).toISOString(), cause: why ?? null };
  return [
    { kind: 'rollout-stuck', group, subject: null, reason: because['doctor-rollout-stuck'](params), remedy: null },
  ];
}

function policyFindings({ group, policy: { errors } }: GroupState): Finding[] {
  if (errors.length === 0) return [];
  const reason = because['doctor-refused-policy']({ group });
  return [{ kind: 'refused-policy', group, subject: null, reason, remedy: null }];
}

/** Lasting conditions of which somebody was notified. Failing launches are a finding of their own. */
const conditionFindings = ({ group, watch, provider: { launchBackoff } }: GroupState): Finding[] =>
  watch.conditions
    .filter(({ condition, notified }) => notified && (condition !== 'cannot-launch' || launchBackoff === null))
    .map(({ condition, since }) => {
      const reason = because['doctor-condition']({ group, condition, since: new Date(since).toISOString() });
      return { kind: 'condition', group, subject: null, reason, remedy: null };
    });

/** Claims and drains that nothing completes. A drain that waits for busy workers is in order. */
function stateFindings(
  { group, claim, drains }: GroupState,
  workers: readonly ManagedWorker[],
  activities: ReadonlyMap<string, Activity>,
  now: number,
): Finding[] {
  const isBusy = new Set(workers.filter(({ busy }) => busy === true).map(({ id }) => id));
  const overdue = [
    ...(claim && claim.leaseUntil <= now ? [{ id: claim.activity, since: claim.leaseUntil, draining: false }] : []),
    ...drains
      .filter(({ until }) => until <= now - OVERDUE_MS)
      .filter(({ waitForBusy, workers: ids }) => waitForBusy !== true || !ids.every((id) => isBusy.has(id)))
      .map(({ activity, until }) => ({ id: activity, since: until, draining: true })),
  ];
  return overdue.map(({ id, since, draining }): Finding => {
    const activity = { activity: id, group, since: new Date(since).toISOString(), draining };
    const common = { group, subject: id };
    return activities.has(id)
      ? { ...common, kind: 'unfinished', reason: because['doctor-unfinished'](activity), remedy: 'evaluate' }
      : { ...common, kind: 'missing-record', reason: because['doctor-missing-record'](activity), remedy: 'abandon' };
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
  // Some providers do not record which activity launched a worker.
  const isRecorded = activity === undefined || (activity !== null && activities.has(activity));
  if (!isRecorded && now - launchedAt < RECORDS_KEPT_MS) {
    const reason = because['doctor-unknown-activity']({ worker: id, group, activity: activity ?? null });
    found.push({ kind: 'unknown-activity', group, subject: id, reason, remedy: null });
  }
  if (hasStaleDrainMark(worker, state, now)) {
    const reason = because['doctor-forgotten-mark']({ worker: id, group });
    found.push({ kind: 'forgotten-mark', group, subject: id, reason, remedy: 'take-back' });
  }
  for (const cause of worker.reported?.unreadable ?? []) {
    const reason = because['doctor-unreadable-report']({ worker: id, group, cause });
    found.push({ kind: 'unreadable-report', group, subject: id, reason, remedy: null });
  }
  return found;
}

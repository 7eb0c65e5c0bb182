import type { Activity, Preview } from '../../evaluation/index.ts';
import { dueAtOf } from '../../names/index.ts';
import { type GroupDetails, spendingOf } from '../../operations/index.ts';
import { activityDocument } from '../decisions/activity-document.ts';
import { decisionDocument } from '../decisions/decision-document.ts';
import { isoTimes } from '../layout/iso-times.ts';
import { commandDocument as reasonDocument } from '../sentences/command-document.ts';
import { workerDocument } from '../workers/worker-document.ts';
import { countsOf } from './group-status.ts';
import { membershipOf } from './groups-status.ts';
import { manualDocument } from './manual-text.ts';
import { overflowDocument } from './overflow-text.ts';
import { poolDocument } from './pool-text.ts';
import { readyDocument } from './ready-text.ts';
import { rolloutDocument } from './rollout-text.ts';
import { backoffDocument, conditionsDocument, stateDocument } from './state-document.ts';

/** Everything about one group as JSON for people. */
export function groupDocument({
  at,
  state,
  policy,
  observed,
  workers,
  undescribed,
  notes,
  lastActivity,
  rollout,
}: GroupDetails): object {
  const { policy: accepted, decision, drains, notices, provider, failures } = state;
  return isoTimes({
    group: state.group,
    at,
    version: accepted.version,
    faults: accepted.errors,
    retiring: accepted.deleting,
    desired: decision.desired,
    lastOutAt: decision.lastOutAt,
    lastInAt: decision.lastInAt,
    dueAt: dueAtOf(state.group, state.schedule.dueAt, at),
    failures,
    claim: state.claim,
    breaker: backoffDocument(provider.launchBackoff),
    manual: manualDocument(state.manual, at),
    overflow: overflowDocument(state),
    rollout: rolloutDocument(state.rollout, rollout),
    warmPool: poolDocument(state),
    conditions: conditionsDocument(state),
    drains: drains.map(({ activity, until, workers: drained }) => ({ activity, until, workers: drained })),
    notices,
    ...(policy && { ...membershipOf(policy), paused: policy.paused, dryRun: policy.dryRun }),
    unavailable: observed?.unavailable ?? {},
    ...countsOf(workers, state),
    workers: workers?.map(workerDocument) ?? null,
    seen: observed?.decided?.seen.workers ?? null,
    cost: spendingOf(state),
    launchToReady: readyDocument(state),
    tuning: (observed?.tunedRules ?? []).map(({ rule, kind, foundAt, dueAt }) => ({ rule, kind, foundAt, dueAt })),
    lastActivity: lastActivity && activityDocument(lastActivity),
    notes: notes.map(reasonDocument),
    ...(undescribed && { error: reasonDocument(undescribed) }),
  });
}

/** The newest activity, and what an evaluation would decide now, as JSON for people. */
export function explanationDocument(activity: Activity | undefined, present: Preview): object {
  const { at, state, unavailable, decided, notes, undescribed } = present;
  const now = {
    at,
    state: { ...stateDocument(state, at), unavailable },
    ...(decided ? { ...decided, decision: decisionDocument(decided.decision) } : {}),
    notes: notes.map(reasonDocument),
    ...(undescribed && { error: reasonDocument(undescribed) }),
  };
  return isoTimes({ activity: activity ? activityDocument(activity) : null, now });
}

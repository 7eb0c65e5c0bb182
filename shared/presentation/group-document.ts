import type { Activity, Preview } from '../evaluation/index.ts';
import type { GroupDetails } from '../operations/index.ts';
import { activityDocument } from './activity-document.ts';
import { commandDocument as reasonDocument } from './command-document.ts';
import { decisionDocument } from './decision-document.ts';
import { countsOf } from './group-status.ts';
import { stateDocument } from './state-document.ts';
import { workerDocument } from './worker-document.ts';

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
}: GroupDetails): object {
  return {
    ...stateDocument(state, at),
    ...(policy && { paused: policy.paused, dryRun: policy.dryRun }),
    unavailable: observed?.unavailable ?? {},
    ...countsOf(workers),
    workers: workers?.map(workerDocument) ?? null,
    seen: observed?.decided?.seen.workers ?? null,
    // The tuning itself is in the state's `tuned`.
    tuning: (observed?.tunedRules ?? []).map(({ rule, kind, foundAt, dueAt }) => ({ rule, kind, foundAt, dueAt })),
    lastActivity: lastActivity && activityDocument(lastActivity),
    notes: notes.map(reasonDocument),
    ...(undescribed && { error: reasonDocument(undescribed) }),
  };
}

/** The newest activity, and what an evaluation would decide now, as JSON for people. */
export function explanationDocument(activity: Activity | undefined, present: Preview): object {
  const { at, state, unavailable, decided, notes, undescribed } = present;
  const now = {
    ...{ at, state: { ...stateDocument(state, at), unavailable } },
    ...(decided ? { ...decided, decision: decisionDocument(decided.decision) } : {}),
    notes: notes.map(reasonDocument),
    ...(undescribed && { error: reasonDocument(undescribed) }),
  };
  return { activity: activity ? activityDocument(activity) : null, now };
}

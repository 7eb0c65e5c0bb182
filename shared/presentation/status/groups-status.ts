import type { Reason } from '../../model/index.ts';
import type { Policy } from '../../policy/index.ts';
import { emptyState, type GroupState, type StateError, type WatchEntry } from '../../state/index.ts';
import { isoTimes } from '../layout/iso-times.ts';
import { type Cell, table } from '../layout/table.ts';
import { distanceText } from '../layout/times.ts';
import type { View } from '../layout/view.ts';
import { commandDocument as reasonDocument } from '../sentences/command-document.ts';
import { commandSentence as sentence } from '../sentences/command-sentence.ts';
import { CONDITION_TEXT, holds, isUnread, sharedNotes } from './group-facts.ts';
import type { Counts } from './group-status.ts';
import { manualDocument, manualLines } from './manual-text.ts';
import { overflowDocument, overflowLines } from './overflow-text.ts';
import { rolloutDocument, rolloutNote } from './rollout-text.ts';
import { backoffDocument, conditionsDocument } from './state-document.ts';

/** One group of `status`. */
export interface GroupRow extends Counts {
  readonly group: string;
  /** Undefined when nothing has been stored, or when the stored state is unusable. */
  readonly state: GroupState | undefined;
  /** The active policy; undefined if there is none, or if it cannot be read. */
  readonly policy?: Policy | undefined;
  /** Why the stored state is unusable. */
  readonly error: StateError | undefined;
  /** Why the provider cannot describe the group. */
  readonly undescribed: Reason | undefined;
  /** What the provider says about the group. */
  readonly notes: readonly Reason[];
}

/** The cluster and the tier of a group; neither if it is in none. */
export interface Membership {
  readonly cluster?: string;
  readonly tier?: Policy['tier'];
}

export function membershipOf(policy: Policy | undefined): Membership {
  const { cluster, tier } = policy ?? {};
  return cluster === undefined || tier === undefined ? {} : { cluster, tier };
}

export const clusterText = ({ cluster, tier }: Membership): string =>
  cluster === undefined ? '' : `${cluster}, ${tier}`;
export const CLUSTER_COLUMN = { name: 'CLUSTER', rank: 5 };

export function groupsTable(rows: readonly GroupRow[], now: number, view?: View): string {
  const isWeighted = rows.some(({ capacity }) => capacity !== undefined);
  const isClustered = rows.some(({ policy }) => policy?.cluster !== undefined);
  return table(
    [
      'GROUP',
      ...(isClustered ? [CLUSTER_COLUMN] : []),
      { name: 'VERSION', rank: 4 },
      ...['DESIRED', 'WORKERS', ...(isWeighted ? ['CAPACITY'] : [])],
      { name: 'DRAINING', rank: 1 },
      { name: 'LAST OUT', rank: 2 },
      { name: 'LAST IN', rank: 3 },
      'NOTE',
    ],
    rows.map(({ group, state, policy, error, undescribed, notes, live, draining, capacity }) => [
      group,
      ...(isClustered ? [clusterText(membershipOf(policy))] : []),
      state?.policy.version ?? null,
      state?.decision.desired ?? null,
      live,
      ...(isWeighted ? [capacity ?? live] : []),
      draining,
      error ? 'unknown' : distanceText(state?.decision.lastOutAt ?? null, now),
      error ? 'unknown' : distanceText(state?.decision.lastInAt ?? null, now),
      noteCell({ group, state, policy, error, undescribed, notes }, now),
    ]),
    view,
  );
}

/** Problems come first, and in red: why the group is not as it should be. */
export function noteCell(
  { state, policy, error, undescribed, notes }: Omit<GroupRow, keyof Counts>,
  now: number,
): Cell {
  const unusable = error?.reason ?? undescribed;
  if (unusable) return { text: sentence(unusable), tone: 'trouble' };
  const text = notesText(state, policy, notes, now);
  const isTrouble =
    state &&
    (state.failures > 0 ||
      state.policy.errors.length > 0 ||
      state.provider.launchBackoff ||
      state.watch.conditions.length > 0);
  if (isTrouble) return { text, tone: 'trouble' };
  return text === '' || (state?.claim && text === IN_PROGRESS) ? text : { text, tone: 'caution' };
}

export const groupsJson = (rows: readonly GroupRow[], now: number): object[] =>
  isoTimes(
    rows.map(({ group, state = emptyState(group), policy, error, undescribed, notes, live, draining, capacity }) => ({
      group,
      version: state.policy.version,
      desired: state.decision.desired,
      workers: live,
      ...(capacity !== undefined && { capacity }),
      draining,
      faults: state.policy.errors,
      claim: state.claim,
      breaker: backoffDocument(state.provider.launchBackoff),
      retiring: state.policy.deleting,
      ...(policy && { ...membershipOf(policy), paused: policy.paused, dryRun: policy.dryRun }),
      manual: manualDocument(state.manual, now),
      overflow: overflowDocument(state),
      rollout: rolloutDocument(state.rollout, null),
      conditions: conditionsDocument(state),
      notes: notes.map(reasonDocument),
      ...(error && { error: sentence(error.reason), errorReason: error.reason }),
      ...(undescribed && { undescribed: reasonDocument(undescribed) }),
    })),
  );

function notesText(
  state: GroupState | undefined,
  policy: Policy | undefined,
  notes: readonly Reason[],
  now: number,
): string {
  const conditions = (state?.watch.conditions ?? []).filter(({ condition }) => !isSaid(condition, state, notes));
  const byHand = state ? manualLines(state.manual, now) : [];
  const overflow = state ? overflowLines(state, now) : [];
  const failing = [
    ...(state && state.failures > 0 ? [failuresText(state.failures)] : []),
    ...(state?.overflow?.failing ? ['overflow fails'] : []),
  ];
  const all = [
    ...[noteOf(state, now), ...(policy ? holds(policy) : []), ...byHand, ...overflow, ...failing],
    ...[
      (state && rolloutNote(state)) ?? '',
      ...conditions.map(({ condition }) => CONDITION_TEXT[condition]),
      ...sharedNotes(notes).map(sentence),
    ],
  ];
  return all.filter((note) => note !== '').join('\n');
}

/** Whether another part of the note already says what the condition says. */
function isSaid(condition: WatchEntry['condition'], state: GroupState | undefined, notes: readonly Reason[]): boolean {
  if (condition === 'no-data') return notes.some(isUnread);
  if (condition !== 'cannot-launch' || !state) return false;
  return state.provider.launchBackoff !== null && state.claim === null && state.policy.errors.length === 0;
}

const failuresText = (failures: number): string =>
  failures === 1 ? 'the last evaluation failed' : `the last ${failures} evaluations failed`;

const IN_PROGRESS = 'resize in progress';

function noteOf(state: GroupState | undefined, now: number): string {
  if (!state) return 'no accepted policy yet';
  const { claim, policy, provider } = state;
  if (policy.errors.length > 0) return `newest policy rejected: see "npx headcount status ${state.group}"`;
  if (claim) return claim.leaseUntil > now ? IN_PROGRESS : 'unfinished resize, will be resumed';
  const { launchBackoff } = provider;
  if (launchBackoff?.spec) return `new version of the rollout rejected: see "npx headcount status ${state.group}"`;
  if (launchBackoff && launchBackoff.until > now)
    return `launches wait, retry ${distanceText(launchBackoff.until, now)}`;
  if (launchBackoff) return `launches failed: see "npx headcount status ${state.group}"`;
  if (policy.deleting) return 'deleted: scaling in to 0';
  return policy.version === null ? 'no active policy' : '';
}

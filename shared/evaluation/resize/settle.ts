import type { Reason } from '../../model/index.ts';
import { because as ofProvider } from '../../providers/index.ts';
import type { GroupState } from '../../state/index.ts';
import { because } from '../because.ts';
import type { EvaluationDependencies } from '../dependencies.ts';
import { countedIn } from '../events/counting.ts';
import { adding, type Entries, settledEntry } from '../events/outbox.ts';
import type { Activity, LaunchOutcome, Outcome } from '../model.ts';
import type { SettledChange } from '../ports.ts';
import { launchedAgain } from '../watch/launched-again.ts';

export type ResizeDependencies = Pick<
  EvaluationDependencies,
  'claims' | 'states' | 'providers' | 'offerings' | 'clock'
>;

/** The result of carrying out an activity. */
export interface Executed {
  readonly outcome: Outcome | null;
  readonly status: Activity['status'];
  readonly change: SettledChange;
  /** Workers that could not be terminated. */
  readonly kept?: readonly string[];
  /** Why, where the provider says. */
  readonly reasons?: readonly Reason[];
}

export interface Settled {
  readonly activity: Activity;
  /** `false` if the lease was over before anything was done. */
  readonly isBegun: boolean;
  /** `false` if the lease has expired and another holder completes the activity. */
  readonly isOurs: boolean;
  /** What was added to the outbox. */
  readonly entries: Entries;
}

export async function settle(
  activity: Activity,
  state: GroupState,
  { outcome, status, change, kept = [], reasons = [] }: Executed,
  { claims, states, clock }: ResizeDependencies,
): Promise<Settled> {
  const launched = outcome?.kind === 'launch' ? outcome.launched.map(({ id }) => id) : [];
  // If this fails, only events of these workers are not handled at once: the schedule sees the same.
  if (launched.length > 0) await states.noteWorkers(activity.group, launched, clock()).catch(() => {});
  const settled: Activity = {
    ...activity,
    outcome,
    status,
    settledAt: clock(),
    error: errorOf(outcome, kept, reasons),
  };
  const again = launchedAgain(state, settled, change);
  const entries = { ...settledEntry(activity, settled, state, { change, kept }), ...again.entries };
  const reported = {
    ...change,
    ...again.change,
    ...(Object.keys(entries).length > 0 && { outbox: adding(state.outbox, entries) }),
    counters: countedIn(state.counters, activity, settled),
  };
  const isOurs = await claims.settle(settled, reported);
  return { activity: settled, isBegun: true, isOurs, entries: isOurs ? entries : {} };
}

/** A launch may fail for hundreds of offerings: the first few say enough, and an item takes no more. */
const MOST_ERRORS = 3;

/** Null when there was no error. */
export function launchErrors(errors: LaunchOutcome['errors']): Reason | null {
  const distinct = new Map(errors.map((error) => [`${error.code} ${error.message}`, error]));
  const all = [...distinct.values()].map(
    ({ code, message, reason }) => reason ?? ofProvider['launch-error']({ code, message }),
  );
  if (all.length === 0) return null;
  return because['launch-errors']({
    errors: all.slice(0, MOST_ERRORS),
    more: Math.max(0, all.length - MOST_ERRORS),
  });
}

function errorOf(outcome: Outcome | null, kept: readonly string[], reasons: readonly Reason[]): Reason | null {
  if (outcome?.kind === 'launch') return launchErrors(outcome.errors);
  if (outcome?.kind === 'pool') return launchErrors(outcome.errors) ?? reasons[0] ?? null;
  return kept.length === 0 ? null : because['not-terminated']({ workers: kept, reasons });
}

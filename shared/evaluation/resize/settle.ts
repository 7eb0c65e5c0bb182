import type { EvaluationDependencies } from '../dependencies.ts';
import type { Activity, LaunchOutcome, Outcome } from '../model.ts';
import type { SettledChange } from '../ports.ts';

export type ResizeDependencies = Pick<
  EvaluationDependencies,
  'claims' | 'providers' | 'announcements' | 'offerings' | 'clock'
>;

/** What executing an activity came to. */
export interface Executed {
  readonly outcome: Outcome | null;
  readonly status: Activity['status'];
  readonly change: SettledChange;
  /** Workers that could not be terminated. */
  readonly kept?: readonly string[];
}

export interface Settled {
  readonly activity: Activity;
  /** `false` when the lease ran out meanwhile and somebody else completes the activity. */
  readonly isOurs: boolean;
}

export async function settle(
  activity: Activity,
  { outcome, status, change, kept = [] }: Executed,
  { claims, clock }: ResizeDependencies,
): Promise<Settled> {
  const settled: Activity = { ...activity, outcome, status, settledAt: clock(), error: errorOf(outcome, kept) };
  return { activity: settled, isOurs: await claims.settle(settled, change) };
}

/** A launch may fail for hundreds of offerings: the first few say enough, and an item takes no more. */
const MOST_ERRORS = 3;

export function errorsText(errors: LaunchOutcome['errors']): string {
  const all = [...new Set(errors.map(({ code, message }) => `${code}: ${message}`))];
  const more = all.length > MOST_ERRORS ? [`and ${all.length - MOST_ERRORS} more`] : [];
  return [...all.slice(0, MOST_ERRORS), ...more].join('; ');
}

function errorOf(outcome: Outcome | null, kept: readonly string[]): string | null {
  if (outcome?.kind === 'launch') return errorsText(outcome.errors) || null;
  return kept.length === 0 ? null : `Still there: ${kept.join(', ')}. Busy, or protected by its owner or the provider?`;
}

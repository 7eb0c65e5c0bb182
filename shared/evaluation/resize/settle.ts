import type { EvaluationDependencies } from '../dependencies.ts';
import type { Activity, LaunchOutcome, Outcome } from '../model.ts';
import type { SettledChange } from '../ports.ts';

export type ResizeDependencies = Pick<
  EvaluationDependencies,
  'claims' | 'resizer' | 'targets' | 'announcements' | 'offerings' | 'clock'
>;

export interface Settled {
  readonly activity: Activity;
  /** `false` when the lease ran out meanwhile and somebody else finishes the activity. */
  readonly kept: boolean;
}

/** `kept`: victims that EC2 or their owner would not give. */
export async function settle(
  activity: Activity,
  outcome: Outcome | null,
  status: Activity['status'],
  change: SettledChange,
  { claims, clock }: ResizeDependencies,
  kept: readonly string[] = [],
): Promise<Settled> {
  const settled: Activity = { ...activity, outcome, status, settledAt: clock(), error: errorOf(outcome, kept) };
  return { activity: settled, kept: await claims.settle(settled, change) };
}

/** A fleet may fail in hundreds of pools: the first few say enough, and an item takes no more. */
const TOLD_ERRORS = 3;

export function errorsText(errors: LaunchOutcome['errors']): string {
  const all = [...new Set(errors.map(({ code, message }) => `${code}: ${message}`))];
  const more = all.length > TOLD_ERRORS ? [`and ${all.length - TOLD_ERRORS} more`] : [];
  return [...all.slice(0, TOLD_ERRORS), ...more].join('; ');
}

function errorOf(outcome: Outcome | null, kept: readonly string[]): string | null {
  if (outcome?.kind === 'launch') return errorsText(outcome.errors) || null;
  return kept.length === 0 ? null : `Still there: ${kept.join(', ')}. Busy, or protected by its owner or in EC2?`;
}

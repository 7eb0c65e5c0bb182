import { errorsOf, type ValidationError } from '../../model/index.ts';
import type { ReportSettings } from './fields.ts';
import { reasons } from './reasons.ts';

const reportError = errorsOf(reasons);

/** Times that end before the next evaluation, so that Headcount cannot see in time what a healthy worker does. Seconds. */
export function waitWarnings(
  { readiness, heartbeat, bootTimeout }: ReportSettings,
  { evaluateEvery }: { readonly evaluateEvery: number },
): readonly ValidationError[] {
  const waits = { 'readiness.within': readiness?.within, heartbeat, bootTimeout };
  return Object.entries(waits).flatMap(([field, seconds]) =>
    seconds === undefined || seconds >= evaluateEvery
      ? []
      : [reportError(`provider.${field}`, 'shorter-than-evaluation', { seconds, every: evaluateEvery })],
  );
}

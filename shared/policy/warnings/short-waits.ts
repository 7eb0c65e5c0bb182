import { formatOf } from '../../providers/index.ts';
import { warning } from './reasons.ts';
import type { WarningCheck } from './warning-check.ts';

/** Times that the policy allows workers, in seconds. Which of them exist depends on the kind of provider. */
interface Waits {
  readonly readiness?: { readonly within: number } | undefined;
  readonly heartbeat?: number | undefined;
  readonly bootTimeout?: number | undefined;
}

/** Times that end before the next evaluation, so that Headcount cannot see in time what a healthy worker does. */
export const shortWaits: WarningCheck = ({ provider, evaluateEvery, warmup }) => {
  if (!provider) return [];
  const { readiness, heartbeat, bootTimeout } = provider as Waits;
  const waits = { 'readiness.within': readiness?.within, heartbeat, bootTimeout };
  return [
    ...Object.entries(waits).flatMap(([field, seconds]) =>
      seconds === undefined || seconds >= evaluateEvery
        ? []
        : [warning(`provider.${field}`, 'shorter-than-evaluation', { seconds, every: evaluateEvery })],
    ),
    ...(formatOf(provider.kind)?.warnings?.(provider, Math.max(warmup, evaluateEvery)) ?? []),
  ];
};

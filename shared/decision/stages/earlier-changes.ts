import type { Reason } from '../../model/index.ts';
import type { TraceEntry } from '../decision.ts';

/**
 * What a sentence names besides the last change of the number: a size that somebody has set by hand, and the latest change
 * in the other direction. Without the latter, the numbers of the sentence would contradict its reason.
 */
export function earlierChanges(last: Reason, trace: readonly TraceEntry[], asked: number, rules: Reason): Reason[] {
  let size = asked;
  let latest: { readonly reason: Reason; readonly direction: number } | null = null;
  const earlier = new Set<Reason>();
  let opposite: Reason | null = null;
  for (const { stage, proposed, reason } of trace.slice(1 + trace.findIndex(({ stage }) => stage === 'combine'))) {
    if (proposed === null) continue;
    const direction = Math.sign(proposed - size);
    size = proposed;
    if (reason === rules) continue;
    if (stage === 'manual:scale') {
      earlier.add(reason);
      // It replaces everything before it.
      latest = null;
      opposite = null;
    }
    if (direction === 0) continue;
    if (latest && latest.direction !== direction) opposite = latest.reason;
    latest = { reason, direction };
  }
  if (opposite) earlier.add(opposite);
  return [...earlier].filter((reason) => reason !== last);
}

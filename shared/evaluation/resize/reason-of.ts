import type { Reason } from '../../model/index.ts';
import { because } from '../because.ts';
import { type Activity, launchedBy, startedFrom, unitsBy } from '../model.ts';

/** The reason of an activity: what it did, and what limited it. */
export function reasonOf({ intent, outcome, status, decision: { reason: decision }, notes, error }: Activity): Reason {
  if (intent.kind === 'launch') {
    const { cancelDrain, count, inUnits } = intent;
    const amounts = { launched: launchedBy(outcome), asked: count, ...(inUnits && { units: unitsBy(outcome) }) };
    const started = outcome?.kind === 'launch' ? startedFrom(outcome) : 0;
    const open = status === 'claimed' && { open: true as const };
    const more = { canceledDrains: cancelDrain.length, ...(started > 0 && { started }), ...open };
    return because.launched({ decision, ...amounts, ...more, notes, error });
  }
  if (intent.kind === 'pool') {
    const { launched = [], parked = [], dropped = [] } = outcome?.kind === 'pool' ? outcome : {};
    const counts = { launched: launched.length, parked: parked.length, dropped: dropped.length };
    return because['pool-kept']({ decision, ...counts, asked: intent.count, notes, error });
  }
  const { length } = intent.workers;
  const { terminated = [], canceledDrains = 0, returned = [] } = outcome?.kind === 'remove' ? outcome : {};
  if (status === 'draining') {
    const until = new Date(intent.drainUntil).toISOString();
    return because.draining({ decision, workers: length, until, terminated: terminated.length, notes });
  }
  return because.terminated({
    decision,
    terminated: terminated.length,
    asked: length,
    canceledDrains,
    notes,
    error,
    ...(returned.length > 0 && { returned: returned.length }),
  });
}

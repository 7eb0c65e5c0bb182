import type { Reason } from '../../model/index.ts';
import { because } from '../because.ts';
import { type Activity, launchedBy, unitsBy } from '../model.ts';

/** The reason of an activity: what it did, and what limited it. */
export function reasonOf({ intent, outcome, status, decision: { reason: decision }, notes, error }: Activity): Reason {
  if (intent.kind === 'launch') {
    const { cancelDrain, count, inUnits } = intent;
    const amounts = { launched: launchedBy(outcome), asked: count, ...(inUnits && { units: unitsBy(outcome) }) };
    return because.launched({ decision, ...amounts, canceledDrains: cancelDrain.length, notes, error });
  }
  const { length } = intent.workers;
  const { terminated = [], canceledDrains = 0 } = outcome?.kind === 'remove' ? outcome : {};
  if (status === 'draining') {
    const until = new Date(intent.drainUntil).toISOString();
    return because.draining({ decision, workers: length, until, terminated: terminated.length, notes });
  }
  return because.terminated({ decision, terminated: terminated.length, asked: length, canceledDrains, notes, error });
}

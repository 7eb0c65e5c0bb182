import type { Reason } from '../../model/index.ts';
import type { Activity } from '../model.ts';
import { because } from '../reasons.ts';

/** What an activity did, and what kept it from doing all of it. */
export function reasonOf({ intent, outcome, status, decision: { reason: decision }, error }: Activity): Reason {
  if (intent.kind === 'launch') {
    const { takeBack, onDemand, spot } = intent;
    const launched = outcome?.kind === 'launch' ? outcome.launched.length : 0;
    return because.launched({ decision, launched, asked: onDemand + spot, canceledDrains: takeBack.length, error });
  }
  const { length } = intent.victims;
  const { terminated = [], takenBack = 0 } = outcome?.kind === 'retire' ? outcome : {};
  if (status === 'draining') {
    const until = new Date(intent.drainUntil).toISOString();
    return because.draining({ decision, workers: length, until, terminated: terminated.length });
  }
  return because.terminated({
    decision,
    terminated: terminated.length,
    asked: length,
    canceledDrains: takenBack,
    error,
  });
}

import { boundsInForce } from '../../decision/index.ts';
import { formulaOf, type Observation, type Policy } from '../../policy/index.ts';
import { type ManagedWorker, warmPoolOf } from '../../providers/index.ts';
import { liveUnits } from '../model.ts';
import type { WorkersContext } from './group-context.ts';

/** Nothing happens in the group: it has as many workers as it needs, all of them serve, and none reports whether it is busy. */
export function isCalm(context: WorkersContext): boolean {
  const { policy, description, decision, seen, launches, rolled } = context;
  const { pending, warming, draining, unhealthy } = seen.workers;
  const unusual = [context.unhealthy, context.retiring, context.ended, context.members, launches.failed];
  return (
    decision.direction === 'hold' &&
    pending + warming + draining + unhealthy + context.vanished + description.ordered === 0 &&
    unusual.every(({ length }) => length === 0) &&
    launches.firstReady.length === 0 &&
    liveUnits(seen) === decision.desired &&
    rolled === undefined &&
    policy.cluster === undefined &&
    warmPoolOf(policy.provider) === null &&
    // The first report that a worker is busy is no event.
    boundsInForce(policy, context.now).spare === 0 &&
    !readsBusy(policy) &&
    description.workers.every(isSilent) &&
    isAsPlanned(context.observation)
  );
}

const readsBusy = ({ metrics }: Policy): boolean =>
  Object.values(metrics).some((metric) => formulaOf(metric)?.names.includes('busy'));

/** A worker's reports can change, and no event announces such a change. */
const isSilent = ({ busy, drained, reported }: ManagedWorker): boolean =>
  busy === null && !drained && (reported?.aliveAt ?? null) === null && reported?.isAliveUnreadable !== true;

const isAsPlanned = ({ workers }: Observation): boolean =>
  !Array.isArray(workers) || workers.every(({ substitute, outdated }) => substitute !== true && outdated !== true);

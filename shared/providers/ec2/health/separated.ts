import type { ListedWorker } from '../../instances/listed-worker.ts';
import { hasEnded } from './ended.ts';
import { isMember } from './managed.ts';

/** Listed workers, apart: the present ones, those that have ended, and members of the warm pool. */
export function separated(listed: readonly ListedWorker[]) {
  const others = listed.filter((worker) => !isMember(worker));
  return {
    present: others.filter((worker) => !hasEnded(worker)),
    ended: others.filter(hasEnded),
    members: listed.filter(isMember),
  };
}

import type { ListedWorker } from '../../instances/listed-worker.ts';
import { hasEnded } from './ended.ts';
import { isMember } from './managed.ts';

/** Divides listed workers into present ones, ended ones, and members of the warm pool. */
export function separated(listed: readonly ListedWorker[]) {
  const others = listed.filter((worker) => !isMember(worker));
  return {
    present: others.filter((worker) => !hasEnded(worker)),
    ended: others.filter(hasEnded),
    members: listed.filter(isMember),
  };
}

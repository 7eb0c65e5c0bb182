import { lazyModule } from '../../model/index.ts';
import type { Description } from '../../providers/index.ts';
import type { GroupState } from '../../state/index.ts';
import type { EvaluationDependencies } from '../dependencies.ts';
import { unfinished } from './unfinished.ts';

export interface Resumed {
  /** The state afterwards; null if another evaluation has claimed the group. */
  readonly state: GroupState | null;
  readonly finished: readonly string[];
}

/** Few evaluations complete an activity of an earlier one, so a cold start does not read this code. */
const resuming = lazyModule(() => import('./resume.ts'));

/** Completes the unfinished activities of earlier evaluations. */
export async function resumeAll(
  read: GroupState,
  description: Pick<Description, 'workers' | 'members'>,
  now: number,
  dependencies: EvaluationDependencies,
): Promise<Resumed> {
  let state: GroupState | null = read;
  const finished: string[] = [];
  for (const id of unfinished(read, description.workers, now)) {
    // After a pause, the list may lack workers that were launched meanwhile, and EC2 may have forgotten the token.
    if (dependencies.clock() - now >= dependencies.leaseSeconds * 1000) return { state: null, finished };
    const { resume } = await resuming();
    const settled = await resume(read.group, id, state, description, dependencies);
    if (settled === 'later') continue;
    if (settled === 'taken' || !settled.isOurs) return { state: null, finished };
    finished.push(id);
    state = (await dependencies.states.read([read.group])).get(read.group) ?? null;
    // Another evaluation has begun an activity since. It must not be replaced, not even after its lease has expired.
    if (!state || state.claim) return { state: null, finished };
  }
  return { state, finished };
}

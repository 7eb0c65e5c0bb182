import type { GroupState } from '../../state/index.ts';
import type { EvaluationDependencies } from '../dependencies.ts';
import type { ListedWorker } from '../model.ts';
import { finish, unfinished } from './finish.ts';

export interface Finished {
  /** The state afterwards; null when somebody else is at it. */
  readonly state: GroupState | null;
  readonly finished: readonly string[];
  /** Victims of what was finished: they were listed before that, but are no longer capacity. */
  readonly leaving: ReadonlySet<string>;
}

/** Completes what earlier evaluations left behind. */
export async function finishAll(
  read: GroupState,
  listed: readonly ListedWorker[],
  now: number,
  dependencies: EvaluationDependencies,
): Promise<Finished> {
  let state: GroupState | null = read;
  const finished: string[] = [];
  const leaving = new Set<string>();
  for (const id of unfinished(read, listed, now)) {
    const settled = await finish(read.group, id, state, listed, dependencies);
    if (settled === 'later') continue;
    if (settled === 'taken' || !settled.kept) return { state: null, finished, leaving };
    finished.push(id);
    const { outcome } = settled.activity;
    for (const gone of outcome?.kind === 'retire' ? outcome.terminated : []) leaving.add(gone);
    state = (await dependencies.states.read([read.group])).get(read.group) ?? null;
    if (!state) break;
  }
  return { state, finished, leaving };
}

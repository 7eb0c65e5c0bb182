import type { Reason } from '../../model/index.ts';
import type { Terminated } from '../provider-adapter.ts';
import { removalKey } from './removal-key.ts';
import { type DescribedWorker, flagsOf, ownIdIn } from './worker.ts';

/** What the user's code is asked to end. */
export interface TerminateOrder {
  /** The same in each repetition of the order. */
  readonly idempotencyKey: string;
  /** The workers' own ids. */
  readonly workers: readonly string[];
  /** Whether a worker may be ended although it is busy. */
  readonly evenBusy: boolean;
}

/** How many workers stay, and why. */
export interface Kept {
  readonly protected: number;
  readonly busy: number;
  /** Those that the code was asked to end, and that its answer does not list. */
  readonly notEnded: number;
}

interface Ended {
  /** Own ids of the workers that end or are gone. */
  readonly gone: ReadonlySet<string>;
  readonly reasons?: readonly Reason[];
}

/**
 * Removes the workers of a group that may be removed now. `there`: all workers of the group. `keptBecause`: makes the reason
 * for those that stay.
 */
export async function removed(
  { name, ids, evenBusy }: { readonly name: string; readonly ids: readonly string[]; readonly evenBusy: boolean },
  there: readonly DescribedWorker[],
  terminate: (order: TerminateOrder) => Promise<Ended>,
  keptBecause: (kept: Kept) => Reason | null = () => null,
): Promise<Terminated> {
  const known = new Map(there.map((worker) => [worker.id, flagsOf(worker)]));
  const flagsOn = (id: string) => known.get(ownIdIn(id));
  const alive = ids.filter(flagsOn);
  const unprotected = alive.filter((id) => !flagsOn(id)?.protected);
  const removable = unprotected.filter((id) => evenBusy || flagsOn(id)?.busy !== true);
  const goneBefore = ids.filter((id) => !flagsOn(id));

  const workers = removable.map(ownIdIn);
  const order = { idempotencyKey: removalKey(name, there, workers, evenBusy), workers, evenBusy };
  const { gone, reasons = [] } = workers.length === 0 ? { gone: new Set<string>() } : await terminate(order);
  const ended = removable.filter((id) => gone.has(ownIdIn(id)));
  const kept: Kept = {
    protected: alive.length - unprotected.length,
    busy: unprotected.length - removable.length,
    notEnded: removable.length - ended.length,
  };
  const isNoneKept = kept.protected + kept.busy + kept.notEnded === 0;
  const said = isNoneKept ? null : keptBecause(kept);
  return { gone: [...goneBefore, ...ended], reasons: [...(said ? [said] : []), ...reasons] };
}

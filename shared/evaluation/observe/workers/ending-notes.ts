import type { Reason } from '../../../model/index.ts';
import type { EndedWorker } from '../../../providers/index.ts';
import { because } from '../../because.ts';
import type { Launches } from './launched.ts';

export interface Endings {
  readonly launches: Pick<Launches, 'failed'>;
  /** Workers that are stopped now. */
  readonly stopped: readonly EndedWorker[];
  /** Workers that are gone without a failed launch or a stop. */
  readonly others: number;
  /** How many of all that are gone nothing asks for any more. */
  readonly dropped: number;
  readonly isEphemeral: boolean;
  /** Workers have weights: amounts are units of capacity. */
  readonly inUnits: boolean;
}

/** How workers ended since the last decision, for people. */
export function endingNotes({
  launches: { failed },
  stopped,
  others,
  dropped,
  isEphemeral,
  inUnits,
}: Endings): Reason[] {
  const counting = inUnits && { inUnits };
  return [
    ...(failed.length > 0 ? [because['launches-failed'](named(failed))] : []),
    ...(stopped.length > 0 ? [because['workers-stopped'](named(stopped))] : []),
    ...(isEphemeral && others > 0 ? [because['jobs-done']({ workers: others, ...counting })] : []),
    ...(!isEphemeral && dropped > 0 ? [because['not-replaced']({ workers: dropped, ...counting })] : []),
  ];
}

/** An item has room for so many ids and reasons of each kind. */
const NAMED = 3;

const named = (workers: readonly { readonly id: string; readonly reason: Reason | null }[]) => {
  const some = workers.slice(0, NAMED);
  return { workers: some.map(({ id }) => id), why: reasonsOf(some), more: workers.length - some.length };
};

/** The different reasons, each once. */
export function reasonsOf(workers: readonly { readonly reason: Reason | null }[]): Reason[] {
  const known = workers.flatMap(({ reason }) => (reason === null ? [] : [reason]));
  return [...new Map(known.map((reason) => [JSON.stringify(reason), reason])).values()].slice(0, NAMED);
}

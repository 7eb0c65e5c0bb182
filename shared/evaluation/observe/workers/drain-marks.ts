import type { ManagedWorker } from '../../../providers/index.ts';
import type { GroupState } from '../../../state/index.ts';

const STALE_AFTER_SECONDS = 600;

/**
 * Whether a worker has an old drain mark that belongs to no drain in the group's state. An evaluation that ran longer than
 * its lease can set such a mark after the drain was canceled.
 */
export const hasStaleDrainMark = (
  { id, drainingUntil }: Pick<ManagedWorker, 'id' | 'drainingUntil'>,
  { drains }: Pick<GroupState, 'drains'>,
  now: number,
): boolean =>
  drainingUntil !== null &&
  now - drainingUntil > STALE_AFTER_SECONDS * 1000 &&
  !drains.some(({ workers }) => workers.includes(id));

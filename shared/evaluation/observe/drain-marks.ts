import type { ManagedWorker } from '../../providers/index.ts';
import type { GroupState } from '../../state/index.ts';

const STALE_AFTER_SECONDS = 600;

/**
 * Whether a worker carries an old drain mark that no drain of the group's state knows of: set by a handler that outlived
 * its lease, after the drain was canceled.
 */
export const isForgotten = (
  { id, drainingUntil }: Pick<ManagedWorker, 'id' | 'drainingUntil'>,
  { drains }: Pick<GroupState, 'drains'>,
  now: number,
): boolean =>
  drainingUntil !== null &&
  now - drainingUntil > STALE_AFTER_SECONDS * 1000 &&
  !drains.some(({ workers }) => workers.includes(id));

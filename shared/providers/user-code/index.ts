/** Shared by the providers whose workers the user's own code describes, launches and ends: a function, or an extension. */
export { describedInTurns, MOST_MS } from './in-turns.ts';
export { markedBy } from './marks.ts';
export { removed, type TerminateOrder } from './removal.ts';
export { type DescribedWorker, foundWorker, ownIdIn, type UnhealthyReasons, workerOf } from './worker.ts';

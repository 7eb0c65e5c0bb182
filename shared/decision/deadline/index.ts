/** Earliest-deadline control of a queue: how few workers start every task in time, knowing when each will be ready. Pure. */
export type { Measured } from './tasks.ts';
export { type DeadlineFleet, type DeadlineOptions, type DeadlineVote, lookBack, vote } from './vote.ts';

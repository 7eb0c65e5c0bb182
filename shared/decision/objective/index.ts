/**
 * Self-tuning: hundreds of simple policies run in shadow on the demand seen, and the cheapest that would have kept the
 * objective drives the group. Pure; all demand is in workers that it keeps busy.
 */
export { CANDIDATES } from './candidates.ts';
export { strategyReason } from './strategy-reason.ts';
export type { Timing } from './timing.ts';
export { Tournament, type TournamentOptions } from './tournament.ts';
export { lookBack, MOST_LOOK_BACK, type ObjectiveVote, type Sight, vote } from './vote.ts';

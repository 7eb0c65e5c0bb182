/**
 * Self-tuning: hundreds of simple policies run in shadow on the demand seen, and the cheapest that would have kept the
 * objective drives the group. Pure; all demand is in workers that it keeps busy.
 */
export { CANDIDATES, type Candidate } from './candidates.ts';
export type { Timing } from './timing.ts';
export { isDue, Tournament, type TournamentOptions, tournament, type Winner } from './tournament.ts';
export { lookBack, type ObjectiveVote, type Sight, vote } from './vote.ts';

/** From a policy and an observation to a decision: pure. See docs/decisions.md. */
export type { BlockedBy, Decision, Direction, TraceEntry } from './decision.ts';

/** From a policy and an observation to a decision: pure. See docs/decisions.md. */
export { decide } from './decide.ts';
export type { BlockedBy, Decision, Direction, TraceEntry } from './decision.ts';
export { type Bounds, boundsInForce } from './rules/index.ts';

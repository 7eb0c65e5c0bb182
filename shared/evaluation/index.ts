/** Observe → decide → claim → resize → settle, through the ports. See docs/house.md. */
export { type Acceptance, type AcceptDependencies, acceptPolicy } from './accept-policy.ts';
export { boundAlarms, isWatched } from './bound-alarms.ts';
export type { EvaluationDependencies } from './dependencies.ts';
export { QUIET_SECONDS } from './due.ts';
export { evaluate } from './evaluate.ts';
export { queueFollowUps } from './follow-up.ts';
export * from './model.ts';
export { PolicyCache } from './policy-cache.ts';
export * from './ports.ts';
export { queueDue } from './queue-due.ts';
export type { EvaluationReport } from './report.ts';
export { toldOf } from './resize.ts';

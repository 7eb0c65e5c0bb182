/** Observe → decide → plan → admit → claim → execute → settle, through the ports. See docs/architecture.md. */

export type { EvaluationDependencies } from './dependencies.ts';
export { evaluate } from './evaluate.ts';
export { evaluateNow } from './evaluate-now.ts';
export * from './model.ts';
export { hasStaleDrainMark } from './observe/drain-marks.ts';
export { LAUNCH_VISIBLE_WITHIN_SECONDS } from './observe/launched.ts';
export type { TunedRuleStatus } from './observe/tuned-rules.ts';
export { type Acceptance, type AcceptDependencies, acceptPolicy } from './policies/accept-policy.ts';
export { PolicyCache } from './policies/policy-cache.ts';
export { readAccepted } from './policies/read-accepted.ts';
export * from './ports.ts';
export { type Preview, preview } from './preview.ts';
export { because, reasons } from './reasons.ts';
export { becauseOfRecord, recordFault, recordReasons, wrongFields } from './record-reasons.ts';
export { type RecordedCase, writtenObservation } from './recorded-case.ts';
export type { EvaluationReport } from './report.ts';
export { reasonOf } from './resize/reason-of.ts';
export { boundAlarms, isWatched } from './triggers/bound-alarms.ts';
export { STEADY_SECONDS } from './triggers/due.ts';
export { buryFailing, dueAfterFailures, isDeadLetter } from './triggers/failing.ts';
export { queueFollowUps } from './triggers/follow-up.ts';
export { queueDue } from './triggers/queue-due.ts';
export { type HandledEvent, onWorkerEvent, type WorkerEvent, type WorkerEventUse } from './triggers/worker-event.ts';

/** Observe → decide → claim → resize → settle, through the ports. See docs/architecture.md. */

export type { EvaluationDependencies } from './dependencies.ts';
export { evaluate } from './evaluate.ts';
export { evaluateNow } from './evaluate-now.ts';
export type { Finding } from './mending/doctor.ts';
export { examine, mend } from './mending/examine.ts';
export {
  type FailedWork,
  type Redriven,
  type RedriveUse,
  redrive,
  type WaitingMessage,
  type WaitingMessages,
} from './mending/redrive.ts';
export * from './model.ts';
export { type Acceptance, type AcceptDependencies, acceptPolicy } from './policies/accept-policy.ts';
export { PolicyCache } from './policies/policy-cache.ts';
export { readAccepted } from './policies/read-accepted.ts';
export * from './ports.ts';
export { because, reasons } from './reasons.ts';
export { type RecordedCase, writtenObservation } from './recorded-case.ts';
export type { EvaluationReport } from './report.ts';
export { reasonOf } from './resize/index.ts';
export type { TunedRuleStanding } from './tuned-rules.ts';
export { boundAlarms, isWatched } from './waking/bound-alarms.ts';
export { QUIET_SECONDS } from './waking/due.ts';
export { queueFollowUps } from './waking/follow-up.ts';
export { queueDue } from './waking/queue-due.ts';
export {
  type FoundWorker,
  type HandledEvent,
  onWorkerEvent,
  type WorkerEvent,
  type WorkerEventUse,
} from './waking/worker-event.ts';

/** Observe → decide → claim → resize → settle, through the ports. See docs/house.md. */
export { type Acceptance, type AcceptDependencies, acceptPolicy } from './accept-policy.ts';
export { boundAlarms, isWatched } from './bound-alarms.ts';
export type { EvaluationDependencies } from './dependencies.ts';
export type { Finding } from './doctor.ts';
export { QUIET_SECONDS } from './due.ts';
export { evaluate } from './evaluate.ts';
export { evaluateNow } from './evaluate-now.ts';
export { examine, mend } from './examine.ts';
export { queueFollowUps } from './follow-up.ts';
export * from './model.ts';
export { PolicyCache } from './policy-cache.ts';
export * from './ports.ts';
export { queueDue } from './queue-due.ts';
export {
  type FailedWork,
  type Redriven,
  type RedriveUse,
  redrive,
  type WaitingMessage,
  type WaitingMessages,
} from './redrive.ts';
export type { EvaluationReport } from './report.ts';
export { toldOf } from './resize/index.ts';
export {
  type FoundWorker,
  type HandledEvent,
  onWorkerEvent,
  type WorkerEvent,
  type WorkerEventUse,
} from './worker-event.ts';

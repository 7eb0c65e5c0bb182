/** Observe → decide → plan → admit → claim → execute → settle, through the ports. See docs/architecture.md. */

export { because } from './because.ts';
export { memberOf } from './cluster/member.ts';
export type { EvaluationDependencies } from './dependencies.ts';
export { evaluate } from './evaluate.ts';
export { evaluateNow } from './evaluate-now.ts';
export { becauseOfEvent } from './events/because.ts';
export { adding, droppedIn } from './events/outbox.ts';
export * from './model.ts';
export { isOfSource } from './observe/metrics/metric-requests.ts';
export type { TunedRuleStatus } from './observe/metrics/tuned-rules.ts';
export { remembersWorkers } from './observe/remembered/remembers-workers.ts';
export { hasStaleDrainMark } from './observe/workers/drain-marks.ts';
export { LAUNCH_VISIBLE_WITHIN_SECONDS } from './observe/workers/launched.ts';
export { becauseOfOverflow } from './overflow/because.ts';
export {
  type GroupAnswer,
  OVERFLOW_VERSION,
  type OverflowAnswer,
  type OverflowMessage,
  type OverflowRequest,
} from './overflow/message.ts';
export { overflowReasons } from './overflow/reasons.ts';
export { type ReceivingUse, receiveOverflow } from './overflow/receive.ts';
export { clusterFaults } from './policies/accept-cluster.ts';
export { type Acceptance, type AcceptDependencies, acceptPolicy } from './policies/accept-policy.ts';
export { ownedTargetFaults } from './policies/owned-target.ts';
export { PolicyCache } from './policies/policy-cache.ts';
export { acceptedPolicy, readAccepted } from './policies/read-accepted.ts';
export { type PolicyFailures, setAsidePolicy } from './policies/set-aside.ts';
export { becauseOfWrite, writeFault, writeReasons } from './policies/write-reasons.ts';
export * from './ports.ts';
export { type Preview, preview, previews, tryPreview } from './preview.ts';
export { acceptPrices, type PriceUse } from './prices/accept-prices.ts';
export { type Refreshed, type RefreshUse, refreshPrices } from './prices/refresh.ts';
export { pushedGroups } from './push/document.ts';
export { PushMemory } from './push/memory.ts';
export { type Pushed, type PushRequest, type PushUse, push } from './push/push.ts';
export { pushReasons } from './push/reasons.ts';
export { reasons } from './reasons.ts';
export { type RecordedCase, writtenObservation } from './record/recorded-case.ts';
export { becauseOfRecord, recordFault, recordReasons, wrongFields } from './record-reasons.ts';
export { type EvaluationReport, isQuiet } from './report.ts';
export { reasonOf } from './resize/reason-of.ts';
export { sizingMark } from './rightsizing/apply.ts';
export {
  canceled,
  continued,
  held,
  isInProgress,
  newRollout,
  type RolloutRefusal,
  turnedRound,
} from './rollout/control.ts';
export { isRejectedLaunch } from './rollout/failures.ts';
export { rolloutReasons } from './rollout/reasons.ts';
export { queueAfterCooldowns } from './triggers/after-cooldown.ts';
export { boundAlarms, isWatched } from './triggers/bound-alarms.ts';
export { buryFailing } from './triggers/failing.ts';
export { queueFollowUps } from './triggers/follow-up.ts';
export { betweenTicks, queueIntervals } from './triggers/interval.ts';
export { queueDue } from './triggers/queue-due.ts';
export { type HandledEvent, onWorkerEvent, type WorkerEvent, type WorkerEventUse } from './triggers/worker-event.ts';
export { lazyRequests, NO_REQUESTS } from './tuning/lazy.ts';
export { RememberedRequests, type TuningRequests } from './tuning/requests.ts';
export { tuneGroups } from './tuning/tune-groups.ts';

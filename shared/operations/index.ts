/** Operations that people start: control groups by hand, examine and repair a stage, redrive failed work. */
export * from './audit/index.ts';
export { type Candidates, candidatesIn } from './control/candidates.ts';
export type { Controlled, ControlledOne, ControlUse } from './control/change.ts';
export { pause, pauseAll, resume, resumeAll } from './control/pause.ts';
export { controlReasons, isInvalidRequest } from './control/reasons.ts';
export { type Recommended, recommendations } from './control/recommend.ts';
export { type Replaced, type ReplaceUse, replace, steer } from './control/replace.ts';
export {
  type EndScaleRequest,
  endScaleRequest,
  LONGEST_CONTROL_SECONDS,
  type PauseRequest,
  pauseRequest,
  type ReplaceRequest,
  type ResumeRequest,
  type RolloutRequest,
  replaceRequest,
  resumeRequest,
  rolloutRequest,
  type ScaleRequest,
  scaleRequest,
} from './control/requests.ts';
export { endScale, scale } from './control/scale.ts';
export { cursorOf, positionOf } from './cursor.ts';
export { examine, repair } from './examine.ts';
export { type Finding, needsAttention } from './finding.ts';
export { type CostUse, type GroupCost, groupCosts } from './groups/costs.ts';
export { indexedGroups, knownGroups } from './groups/known-groups.ts';
export { explained } from './groups/last-findings.ts';
export { type MeasuredGroup, measuredGroups } from './groups/measured.ts';
export {
  type MeasuredStage,
  type MeasuredStageUse,
  measuredStage,
  type QueueLengths,
} from './groups/measured-stage.ts';
export { type PricedType, type PricedTypes, pricedTypes } from './groups/priced-types.ts';
export { type RolloutProgress, rolloutProgress, versionsIn, type WorkerVersions } from './groups/rollout-progress.ts';
export { sharedTargets, sharedWithActive } from './groups/shared-targets.ts';
export { type GroupSpending, spendingOf, spendPerHourOf } from './groups/spending.ts';
export {
  type GroupDetails,
  type GroupOverview,
  groupDetails,
  groupOverviews,
  type StatusUse,
  stageStatus,
} from './groups/status.ts';
export { healthiestFirst, type WorkerHealth, workersWithHealth } from './groups/worker-health.ts';
export {
  activePolicies,
  providerNotes,
  reportNotes,
  type StageWorkers,
  stageWorkers,
  workersOf,
} from './groups/workers.ts';
export * from './past/index.ts';
export type {
  AccountFacts,
  Concurrency,
  EvaluatingRole,
  Identity,
  Judgement,
  KindChecks,
  ProviderRequest,
  RoleFacts,
  SimulatedCalls,
} from './preflight/ports.ts';
export { accountChecks, groupChecks } from './preflight/preflight.ts';
export { because as becausePreflight } from './preflight/reasons.ts';
export { type RoleRequest, roleChecks } from './preflight/role.ts';
export { because as becauseRedriven, redriveReasons } from './redrive/reasons.ts';
export {
  type FailedWork,
  type Redriven,
  type RedriveUse,
  redrive,
  type WaitingMessage,
  type WaitingMessages,
} from './redrive/redrive.ts';
export {
  type FirstRequest,
  IN_PROGRESS_SECONDS,
  REPEATED_WITHIN_SECONDS,
  type RepeatedRequests,
} from './repeated-requests.ts';
export { type AppliedSizes, applyRightsizing } from './rightsizing/apply.ts';
export { type DailyUse, dueSizings, rightsizeGroups } from './rightsizing/daily.ts';
export { rightsizingReasons } from './rightsizing/reasons.ts';
export { type RightsizeUse, type Rightsizing, rightsize } from './rightsizing/rightsize.ts';
export { type GroupAtWork, groupsAtWork, type TopUse } from './top.ts';
export * from './versions/index.ts';

/** Presents codes and state to people as text and JSON. Pure. */

export { auditDocument } from './actions/audit-document.ts';
export { actionText, auditTable } from './actions/audit-text.ts';
export { controlledDocument, controlledLines, controlledOneDocument } from './actions/controlled-text.ts';
export { type RedrivenMessage, redrivenDocument, redrivenLines, stayingText } from './actions/redriven-text.ts';
export {
  type Examination,
  examinationDocument,
  examinationSummary,
  examinationText,
  leftOf,
} from './checks/examination-text.ts';
export {
  preflightDocument,
  preflightSummary,
  preflightText,
} from './checks/preflight-text.ts';
export { costDocument, costsText, costText, dollarsText } from './costs/cost-text.ts';
export { type RightsizeDocument, rightsizeDocument } from './costs/rightsize-document.ts';
export { hourText, measuredLines, rightsizeText } from './costs/rightsize-text.ts';
export { typesDocument, typesText } from './costs/types-text.ts';
export {
  type ActivityDocument,
  activityDocument,
  intentDocument,
  outcomeDocument,
} from './decisions/activity-document.ts';
export { activityLines, activityReport, sizeText } from './decisions/activity-text.ts';
export { decisionDocument } from './decisions/decision-document.ts';
export { decisionReport, decisionText } from './decisions/decision-text.ts';
export { type DecisionDocument, readDecision } from './decisions/read-decision.ts';
export {
  recommendationsTable,
  recommendedDocument,
  recommendedText,
  unobservedIn,
} from './decisions/recommended-text.ts';
export { momentDocument, seriesDocument } from './decisions/record-document.ts';
export { momentReport } from './decisions/record-text.ts';
export {
  type CaseDocument,
  caseDocument,
  type ReportDocument,
  reportDocument,
} from './decisions/report-document.ts';
export {
  invalidDocument,
  invalidDocuments,
  STANDARD_INPUT,
  titleOf,
  wrongDocument,
} from './errors/invalid-document.ts';
export { notDescribed } from './errors/not-described.ts';
export { unknownGroup } from './errors/unknown-group.ts';
export { unknownSignals } from './errors/unknown-signals.ts';
export { isoTimes } from './layout/iso-times.ts';
export { type Cell, type Column, indented, table } from './layout/table.ts';
export { isoText, momentAt, timeText } from './layout/times.ts';
export { type Tone, type View, WHOLE } from './layout/view.ts';
export { wrapped } from './layout/wrapped.ts';
export { GROUP_METRICS, groupMetrics } from './metrics/group-metrics.ts';
export { type Family, prometheusText, type Sample } from './metrics/prometheus-text.ts';
export { STAGE_METRICS, stageMetrics } from './metrics/stage-metrics.ts';
export { faultsText, policyStatusDocument } from './policies/policies-text.ts';
export {
  changeDocument,
  changeLine,
  comparisonDocument,
  comparisonText,
  historyDocument,
  historyText,
} from './policies/versions-text.ts';
export { commandDocument as reasonDocument } from './sentences/command-document.ts';
export {
  CATALOGS,
  commandPhrase as phrase,
  commandRemedy as remedy,
  commandSentence as sentence,
  unknownCodesIn,
} from './sentences/command-sentence.ts';
export { FUNCTION_CATALOGS, phraseIn, sentencesOf } from './sentences/sentence.ts';
export { explanationDocument, groupDocument } from './status/group-document.ts';
export { countsOf, groupFacts, groupStatus, workersText } from './status/group-status.ts';
export { type GroupRow, groupsJson, groupsTable } from './status/groups-status.ts';
export { replacedDocument, replacedLines, rolloutDocument, rolloutLines } from './status/rollout-text.ts';
export { stateDocument } from './status/state-document.ts';
export { SORTS, type Sort, sortedRows, type TopRow, topDocument, topRow, topTable } from './status/top-text.ts';
export { candidatesDocument, candidatesText } from './workers/candidates-text.ts';
export { membersDocument, membersText } from './workers/members-text.ts';
export { workerHealthDocument, workersHealthText } from './workers/workers-health.ts';

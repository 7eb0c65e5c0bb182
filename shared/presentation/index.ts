/** Presents codes and state to people as text and JSON. Pure. */

export { type ActivityDocument, activityDocument, intentDocument, outcomeDocument } from './activity-document.ts';
export { activityLines, activityReport, sizeText } from './activity-text.ts';
export { auditDocument } from './audit-document.ts';
export { actionText, auditTable } from './audit-text.ts';
export { candidatesDocument, candidatesText } from './candidates-text.ts';
export { commandDocument as reasonDocument } from './command-document.ts';
export {
  CATALOGS,
  commandPhrase as phrase,
  commandRemedy as remedy,
  commandSentence as sentence,
  unknownCodesIn,
} from './command-sentence.ts';
export { controlledDocument, controlledLines, controlledOneDocument } from './controlled-text.ts';
export { costDocument, costsText, costText, dollarsText } from './cost-text.ts';
export { decisionDocument } from './decision-document.ts';
export { decisionReport, decisionText } from './decision-text.ts';
export {
  type Examination,
  examinationDocument,
  examinationSummary,
  examinationText,
  leftOf,
} from './examination-text.ts';
export { explanationDocument, groupDocument } from './group-document.ts';
export { GROUP_METRICS, groupMetrics } from './group-metrics.ts';
export { countsOf, groupFacts, groupStatus, workersText } from './group-status.ts';
export { type GroupRow, groupsJson, groupsTable } from './groups-status.ts';
export { invalidDocument, invalidDocuments, STANDARD_INPUT, titleOf, wrongDocument } from './invalid-document.ts';
export { isoTimes } from './iso-times.ts';
export { membersDocument, membersText } from './members-text.ts';
export { notDescribed } from './not-described.ts';
export { faultsText, policyStatusDocument } from './policies-text.ts';
export {
  preflightDocument,
  preflightSummary,
  preflightText,
} from './preflight-text.ts';
export { type Family, prometheusText, type Sample } from './prometheus-text.ts';
export { type DecisionDocument, readDecision } from './read-decision.ts';
export { recommendationsTable, recommendedDocument, recommendedText, unobservedIn } from './recommended-text.ts';
export { momentDocument, seriesDocument } from './record-document.ts';
export { momentReport } from './record-text.ts';
export { type RedrivenMessage, redrivenDocument, redrivenLines, stayingText } from './redriven-text.ts';
export {
  type CaseDocument,
  caseDocument,
  type ReportDocument,
  reportDocument,
} from './report-document.ts';
export { type RightsizeDocument, rightsizeDocument } from './rightsize-document.ts';
export { hourText, measuredLines, rightsizeText } from './rightsize-text.ts';
export { replacedDocument, replacedLines, rolloutDocument, rolloutLines } from './rollout-text.ts';
export { FUNCTION_CATALOGS, phraseIn, sentencesOf } from './sentence.ts';
export { STAGE_METRICS, stageMetrics } from './stage-metrics.ts';
export { stateDocument } from './state-document.ts';
export { type Cell, type Column, indented, table } from './table.ts';
export { isoText, momentAt, timeText } from './times.ts';
export { SORTS, type Sort, sortedRows, type TopRow, topDocument, topRow, topTable } from './top-text.ts';
export { typesDocument, typesText } from './types-text.ts';
export { unknownGroup } from './unknown-group.ts';
export {
  changeDocument,
  changeLine,
  comparisonDocument,
  comparisonText,
  historyDocument,
  historyText,
} from './versions-text.ts';
export { type Tone, type View, WHOLE } from './view.ts';
export { workerHealthDocument, workersHealthText } from './workers-health.ts';
export { wrapped } from './wrapped.ts';

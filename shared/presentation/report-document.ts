import type { Activity, EvaluationReport, RecordedCase } from '../evaluation/index.ts';
import { type DecisionDocument, decisionDocument } from './decision-document.ts';
import { sentence } from './sentence.ts';

/** An evaluation's report as JSON: its reason, and its decision's, as text, code and parameters. */
export interface ReportDocument extends Omit<EvaluationReport, 'decision' | 'reason'> {
  readonly told: string;
  readonly code: string;
  readonly params: object;
  readonly decision?: DecisionDocument;
}

export function reportDocument({ reason, decision, ...report }: EvaluationReport): ReportDocument {
  return {
    ...report,
    told: sentence(reason),
    ...reason,
    ...(decision ? { decision: decisionDocument(decision) } : {}),
  };
}

/** An activity as JSON for people: its decision with texts. */
export interface ActivityDocument extends Omit<Activity, 'decision'> {
  readonly decision: DecisionDocument;
}

export const activityDocument = (activity: Activity): ActivityDocument => ({
  ...activity,
  decision: decisionDocument(activity.decision),
});

/** A recorded case as a line of JSON: what `decide --cases` reads, and what it answers. */
export interface CaseDocument extends Omit<RecordedCase, 'decision'> {
  readonly decision: DecisionDocument;
}

export const caseDocument = (recorded: RecordedCase): CaseDocument => ({
  ...recorded,
  decision: decisionDocument(recorded.decision),
});

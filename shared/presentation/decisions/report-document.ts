import type { EvaluationReport, RecordedCase } from '../../evaluation/index.ts';
import { type ReasonDocument, reasonDocument } from '../sentences/reason-document.ts';
import { sentence } from '../sentences/sentence.ts';
import { type IntentDocument, intentDocument, type OutcomeDocument, outcomeDocument } from './activity-document.ts';
import { decisionDocument } from './decision-document.ts';
import type { DecisionDocument } from './read-decision.ts';

/** An evaluation's report as JSON: its reason, and its decision's, as text, code and parameters. */
export interface ReportDocument extends Omit<EvaluationReport, 'decision' | 'reason' | 'notes' | 'intent' | 'outcome'> {
  readonly notes?: readonly ReasonDocument[];
  readonly told: string;
  readonly code: string;
  readonly params: object;
  readonly decision?: DecisionDocument;
  readonly intent?: IntentDocument;
  readonly outcome?: OutcomeDocument;
}

export function reportDocument({
  reason,
  decision,
  notes,
  intent,
  outcome,
  ...report
}: EvaluationReport): ReportDocument {
  return {
    ...report,
    told: sentence(reason),
    ...reason,
    ...(decision ? { decision: decisionDocument(decision) } : {}),
    ...(notes ? { notes: notes.map(reasonDocument) } : {}),
    ...(intent ? { intent: intentDocument(intent) } : {}),
    ...(outcome ? { outcome: outcomeDocument(outcome) } : {}),
  };
}

/** A recorded case as a line of JSON: the input of `decide --cases`, and the recorded decision. */
export interface CaseDocument extends Omit<RecordedCase, 'decision'> {
  readonly decision: DecisionDocument;
}

export const caseDocument = (recorded: RecordedCase): CaseDocument => ({
  ...recorded,
  decision: decisionDocument(recorded.decision),
});

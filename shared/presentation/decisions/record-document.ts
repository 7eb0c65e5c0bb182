import type { EvaluationRecord } from '../../evaluation/index.ts';
import type { PastMoment, PastSeries } from '../../operations/index.ts';
import { isoTimes } from '../layout/iso-times.ts';
import { isoText } from '../layout/times.ts';
import { reasonDocument } from '../sentences/reason-document.ts';
import { sentence } from '../sentences/sentence.ts';
import { activityDocument } from './activity-document.ts';
import { decisionDocument } from './decision-document.ts';

/** The record of an evaluation as JSON. */
function recordDocument({ at, metrics, decision, reason, notes, ...record }: EvaluationRecord) {
  const values = Object.entries(metrics).map(([name, latest]) => [
    name,
    latest && { at: isoText(latest.at), value: latest.value },
  ]);
  return {
    ...record,
    at: isoText(at),
    metrics: Object.fromEntries(values),
    decision: decision && decisionDocument(decision),
    reason: sentence(reason),
    ...reason,
    notes: notes.map(reasonDocument),
  };
}

export const momentDocument = ({ record, activity }: PastMoment) => ({
  evaluation: recordDocument(record),
  activity: activity && isoTimes(activityDocument(activity)),
});

export function seriesDocument({ group, from, to, metrics, workers }: PastSeries) {
  const timed = <Point extends { readonly at: number }>({ at, ...point }: Point) => ({ at: isoText(at), ...point });
  const values = Object.entries(metrics).map(([name, points]) => [name, points.map(timed)]);
  return {
    group,
    from: isoText(from),
    to: isoText(to),
    metrics: Object.fromEntries(values),
    workers: workers.map(timed),
  };
}

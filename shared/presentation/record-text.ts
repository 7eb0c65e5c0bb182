import type { EvaluationRecord } from '../evaluation/index.ts';
import type { PastMoment } from '../operations/index.ts';
import { activityReport, TRIGGERS } from './activity-text.ts';
import { decisionReport } from './decision-text.ts';
import { sentence } from './sentence.ts';
import { indented } from './table.ts';
import { timeText } from './times.ts';

/** The evaluation of a past moment as a report. The activity that it began explains all of it. */
export function momentReport({ record, activity }: PastMoment): string {
  if (activity) return activityReport(activity);
  const { group, decision, reason, notes } = record;
  const noted = notes.length > 0 ? ['', 'Notes', ...indented(notes.map(sentence))] : [];
  if (!decision) return [`${group}: ${sentence(reason)}`, occasionOf(record), ...noted].join('\n');
  const ages = Object.entries(record.metrics).map(([name, latest]) => [
    name,
    latest?.at ? record.at - latest.at : null,
  ]);
  const report = decisionReport(decision, {
    occasion: occasionOf(record),
    ...(record.workers ? { seen: seenIn(record, record.workers), ages: Object.fromEntries(ages) } : {}),
    ...(reason.code === decision.reason.code ? {} : { happened: [sentence(reason)] }),
  });
  return [report, ...noted].join('\n');
}

const occasionOf = ({ at, trigger, version, result }: EvaluationRecord): string =>
  `evaluation of ${timeText(at)} UTC, triggered by ${TRIGGERS[trigger]}${version === null ? '' : `, policy version ${version}`}: ${RESULTS[result]}`;

const RESULTS: Readonly<Record<EvaluationRecord['result'], string>> = {
  held: 'nothing was changed',
  resized: 'the group was resized',
  lost: 'another evaluation was in progress',
  'dry-run': 'nothing was changed, because dryRun is set',
  skipped: 'no decision was made',
  failed: 'the evaluation failed',
};

const seenIn = ({ metrics, decision }: EvaluationRecord, workers: NonNullable<EvaluationRecord['workers']>) => ({
  desired: decision?.current ?? 0,
  workers,
  metrics: Object.fromEntries(Object.entries(metrics).map(([name, latest]) => [name, latest?.value ?? null])),
});

import type { EvaluationRecord } from '../../evaluation/index.ts';
import type { PastMoment } from '../../operations/index.ts';
import { indented } from '../layout/table.ts';
import { momentAt } from '../layout/times.ts';
import { type View, WHOLE } from '../layout/view.ts';
import { wrapped } from '../layout/wrapped.ts';
import { sentence } from '../sentences/sentence.ts';
import { activityReport, TRIGGERS } from './activity-text.ts';
import { decisionReport } from './decision-text.ts';

/** The evaluation of a past moment as a report. The activity that it began explains all of it. */
export function momentReport({ record, activity }: PastMoment, view: View = WHOLE): string {
  if (activity) return activityReport(activity, view);
  const { group, decision, reason, notes } = record;
  const noted = notes.length > 0 ? ['', 'Notes', ...indented(notes.map(sentence))] : [];
  if (!decision) return wrapped([`${group}: ${sentence(reason)}`, occasionOf(record), ...noted].join('\n'), view);
  const ages = Object.entries(record.metrics).map(([name, latest]) => [
    name,
    latest?.at ? record.at - latest.at : null,
  ]);
  const surroundings = {
    occasion: occasionOf(record),
    ...(record.workers ? { seen: seenIn(record, record.workers), ages: Object.fromEntries(ages) } : {}),
    ...(reason.code === decision.reason.code ? {} : { happened: [sentence(reason)] }),
  };
  const report = decisionReport(decision, surroundings, view);
  return wrapped([report, ...noted].join('\n'), view);
}

const occasionOf = ({ at, trigger, version, result }: EvaluationRecord): string =>
  `evaluation of ${momentAt(at)}, triggered by ${TRIGGERS[trigger]}${version === null ? '' : `, policy version ${version}`}: ${RESULTS[result]}`;

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

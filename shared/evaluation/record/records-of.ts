import { because } from '../because.ts';
import type { DecidedContext, WorkersContext } from '../observe/group-context.ts';
import type { EvaluationCounts, EvaluationRecord, LatestValue, NewRecord } from '../ports.ts';
import type { EvaluationReport } from '../report.ts';
import type { RecordedCase } from './recorded-case.ts';
import { workersAfter } from './workers-after.ts';

/** What one evaluation of many groups leaves behind. */
export interface Evaluated {
  readonly reports: readonly EvaluationReport[];
  /** Of the groups that decided. */
  readonly contexts: ReadonlyMap<string, WorkersContext>;
  readonly cases: ReadonlyMap<string, RecordedCase>;
}

/** How long a record is kept of an evaluation that ended before it read the policy. */
const USUAL_KEEP_SECONDS = 14 * 86_400;
const UNKNOWN_GROUP = because['unknown-group']({}).code;

/** How many evaluations had which result. */
export function countsOf({ reports }: Pick<Evaluated, 'reports'>): EvaluationCounts {
  const counts: Record<string, number> = {};
  for (const { result } of reports) counts[result] = (counts[result] ?? 0) + 1;
  return counts;
}

/** What is kept of an evaluation. */
export function recordsOf({ reports, contexts, cases }: Evaluated): NewRecord[] {
  return reports.flatMap((report) => {
    const context = contexts.get(report.group);
    const keep = context?.policy.history.keep ?? USUAL_KEEP_SECONDS;
    if (keep === 'none' || report.reason.code === UNKNOWN_GROUP) return [];
    return [{ record: recordOf(report, context), keep, recordedCase: cases.get(report.group) ?? null }];
  });
}

function recordOf(report: EvaluationReport, context: WorkersContext | undefined): EvaluationRecord {
  const { group, at, trigger, result, reason, notes = [], activity = null, decision = null } = report;
  return {
    group,
    at,
    trigger,
    result,
    reason,
    notes,
    activity,
    decision,
    version: context?.state.policy.version ?? null,
    workers: context?.seen.workers ?? null,
    metrics: context ? latestValues(context) : {},
    ...(context && report.result === 'resized' && { workersAfter: workersAfter(context, report) }),
  };
}

function latestValues({ seen, observation }: DecidedContext): EvaluationRecord['metrics'] {
  const values = Object.entries(seen.metrics).map(([name, value]): [string, LatestValue | null] => [
    name,
    value === null ? null : { at: observation.metrics[name]?.at(-1)?.at ?? null, value },
  ]);
  return Object.fromEntries(values);
}

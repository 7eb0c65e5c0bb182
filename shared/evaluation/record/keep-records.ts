import type { EvaluationDependencies } from '../dependencies.ts';
import type { GroupContext } from '../observe/context.ts';
import type { EvaluationRecord, LatestValue, NewRecord } from '../ports.ts';
import { because } from '../reasons.ts';
import type { RecordedCase } from '../recorded-case.ts';
import type { EvaluationReport } from '../report.ts';

/** How long a record is kept of an evaluation that ended before it read the policy. */
const USUAL_KEEP_SECONDS = 14 * 86_400;
/** The groups are resized already, so that nothing waits for records except the end of the function. */
const WRITE_WITHIN_MS = 3000;

/** What one evaluation of many groups leaves behind. */
export interface Evaluated {
  readonly reports: readonly EvaluationReport[];
  /** Of the groups that decided. */
  readonly contexts: ReadonlyMap<string, GroupContext>;
  readonly cases: ReadonlyMap<string, RecordedCase>;
}

/** Stores the records of an evaluation. Best effort: it neither throws nor waits for long. */
export async function keepRecords(
  evaluated: Evaluated,
  { evaluations, warn = () => {} }: Pick<EvaluationDependencies, 'evaluations' | 'warn'>,
): Promise<void> {
  const records = recordsOf(evaluated);
  if (!evaluations || records.length === 0) return;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not written within ${WRITE_WITHIN_MS} ms`)), WRITE_WITHIN_MS);
  });
  try {
    await Promise.race([evaluations.append(records), late]);
  } catch (cause) {
    warn('the evaluations are not recorded', cause);
  } finally {
    clearTimeout(timer);
  }
}

const UNKNOWN_GROUP = because['unknown-group']({}).code;

function recordsOf({ reports, contexts, cases }: Evaluated): NewRecord[] {
  return reports.flatMap((report) => {
    const context = contexts.get(report.group);
    const keep = context?.policy.history.keep ?? USUAL_KEEP_SECONDS;
    if (keep === 'none' || report.reason.code === UNKNOWN_GROUP) return [];
    return [{ record: recordOf(report, context), keep, recordedCase: cases.get(report.group) ?? null }];
  });
}

function recordOf(report: EvaluationReport, context: GroupContext | undefined): EvaluationRecord {
  const { group, at, trigger, result, reason, notes = [], activity = null, decision = null } = report;
  return {
    ...{ group, at, trigger, result, reason, notes, activity, decision },
    version: context?.state.policy.version ?? null,
    workers: context?.seen.workers ?? null,
    metrics: context ? latestValues(context) : {},
  };
}

function latestValues({ seen, observation }: GroupContext): EvaluationRecord['metrics'] {
  const values = Object.entries(seen.metrics).map(([name, value]): [string, LatestValue | null] => [
    name,
    value === null ? null : { at: observation.metrics[name]?.at(-1)?.at ?? null, value },
  ]);
  return Object.fromEntries(values);
}

/** Adds the cases of groups whose policy asks for them to `cases`. */
export function withCases(
  { policy }: GroupContext,
  dependencies: EvaluationDependencies,
  cases: Map<string, RecordedCase>,
): EvaluationDependencies {
  const { keep, detail } = policy.history;
  if (keep === 'none' || detail !== 'full' || !dependencies.evaluations) return dependencies;
  return {
    ...dependencies,
    record(recorded) {
      cases.set(policy.group, recorded);
      dependencies.record?.(recorded);
    },
  };
}

import type { Activity, EvaluationRecord, GroupStates } from '../../evaluation/index.ts';
import type { Reason } from '../../model/index.ts';
import { inTurns } from '../../model/index.ts';
import { type LaunchToReady, launchToReady } from '../../state/index.ts';
import type { PastUse } from './moment.ts';
import { workersIn } from './series.ts';

/** The most activities of a group that a report lists. */
const MOST_ACTIVITIES = 1000;
const AT_ONCE = 4;
/** Between two evaluations that are further apart, nothing is known. */
export const KNOWN_FOR_MS = 600_000;

/** What happened to a group, oldest first. */
export interface PastGroup {
  readonly group: string;
  readonly records: readonly EvaluationRecord[];
  readonly activities: readonly PastActivity[];
  /** Workers that were interrupted, ended or failed, and what could not be read; equal ones in a row are one. */
  readonly incidents: readonly Incident[];
  readonly totals: PastTotals;
  /** Of the latest launches until now, as `status` shows it; null without launches. */
  readonly launchToReady: LaunchToReady | null;
  /** When workers were renewed, by a rollout or because of their age; ms since the epoch. */
  readonly renewals: readonly Span[];
}

export interface Span {
  readonly from: number;
  readonly until: number;
}

export interface PastActivity {
  readonly activity: Activity;
  /** Seconds from its start to the first evaluation that found no worker starting; null if it launched none, or if the time is not known. */
  readonly settledAfter: number | null;
}

export interface Incident {
  readonly from: number;
  readonly until: number;
  readonly times: number;
  readonly reason: Reason;
}

export interface PastTotals {
  readonly evaluations: number;
  readonly failed: number;
  /** Of all workers, as far as the records go. */
  readonly workerHours: number;
  readonly launched: number;
  readonly terminated: number;
  /** Activities that failed or did only a part. */
  readonly unfinished: number;
}

export interface PastReport {
  readonly from: number;
  readonly to: number;
  readonly groups: readonly PastGroup[];
}

export interface PastReportUse extends PastUse {
  readonly states: Pick<GroupStates, 'read'>;
}

/** What really happened to groups between two moments. */
export async function pastReport(
  groups: readonly string[],
  { from, to }: { readonly from: number; readonly to: number },
  use: PastReportUse,
): Promise<PastReport> {
  const states = await use.states.read(groups);
  const found = await inTurns(groups, AT_ONCE, async (group): Promise<PastGroup> => {
    const [records, newest] = await Promise.all([
      use.evaluations.between(group, from, to),
      use.activities.list(group, MOST_ACTIVITIES),
    ]);
    const activities = newest
      .filter(({ startedAt }) => startedAt >= from && startedAt <= to)
      .map((activity) => ({ activity, settledAfter: settledAfter(activity, records) }))
      .reverse();
    const totals = totalsOf(records, activities);
    const { readyTimes } = states.get(group)?.counters ?? {};
    return {
      group,
      records,
      activities,
      totals,
      incidents: incidentsIn(records),
      renewals: renewalsIn(records),
      launchToReady: (readyTimes && launchToReady(readyTimes)) ?? null,
    };
  });
  return { from, to, groups: found };
}

function settledAfter({ startedAt, outcome }: Activity, records: readonly EvaluationRecord[]): number | null {
  if (outcome?.kind !== 'launch' || outcome.launched.length === 0) return null;
  const later = records.filter(({ at, workers }) => at > startedAt && workers !== null);
  const ready = later.find(({ workers }) => workers && workers.ready > 0 && workers.pending + workers.warming === 0);
  return ready ? (ready.at - startedAt) / 1000 : null;
}

/** Codes of notes about something that went wrong. */
const INCIDENTS: ReadonlySet<string> = new Set([
  ...['unhealthy-replaced', 'launches-failed', 'workers-stopped', 'terminated-externally', 'not-terminated'],
  ...['replacements-held-back', 'source-unavailable', 'source-failed', 'evaluation-failed'],
]);

function incidentsIn(records: readonly EvaluationRecord[]): Incident[] {
  const incidents = new Map<string, Incident>();
  const ended: Incident[] = [];
  for (const { at, result, notes, reason } of records) {
    const reasons = (result === 'failed' ? [reason, ...notes] : notes).filter(
      ({ code }) => INCIDENTS.has(code) || result === 'failed',
    );
    for (const each of reasons) {
      const key = JSON.stringify(each);
      const known = incidents.get(key);
      if (known && at - known.until <= KNOWN_FOR_MS) {
        incidents.set(key, { ...known, until: at, times: known.times + 1 });
      } else {
        if (known) ended.push(known);
        incidents.set(key, { from: at, until: at, times: 1, reason: each });
      }
    }
  }
  return [...ended, ...incidents.values()].sort((one, other) => one.from - other.from);
}

/** What the notes of each evaluation say; a gap that is too short to be known does not end a rollout. */
function renewalsIn(records: readonly EvaluationRecord[]): Span[] {
  const spans: Span[] = [];
  for (const { at, notes } of records) {
    if (!notes.some(({ code }) => code === 'workers-renewed' || code.startsWith('rollout-'))) continue;
    const last = spans.at(-1);
    if (last && at - last.until <= KNOWN_FOR_MS) spans[spans.length - 1] = { from: last.from, until: at };
    else spans.push({ from: at, until: at });
  }
  return spans;
}

function totalsOf(records: readonly EvaluationRecord[], activities: readonly PastActivity[]): PastTotals {
  const known = records.flatMap(workersIn);
  const workerMs = known.reduce((sum, { at, pending, warming, ready, draining, unhealthy }, index) => {
    const next = known[index + 1]?.at ?? at;
    return sum + (pending + warming + ready + draining + unhealthy) * Math.min(next - at, KNOWN_FOR_MS);
  }, 0);
  const outcomes = activities.flatMap(({ activity }) => activity.outcome ?? []);
  return {
    evaluations: records.length,
    failed: records.filter(({ result }) => result === 'failed').length,
    workerHours: workerMs / 3_600_000,
    launched: outcomes.reduce((sum, each) => sum + (each.kind === 'launch' ? each.launched.length : 0), 0),
    terminated: outcomes.reduce((sum, each) => sum + (each.kind === 'remove' ? each.terminated.length : 0), 0),
    unfinished: activities.filter(({ activity: { status } }) => status === 'failed' || status === 'partial').length,
  };
}

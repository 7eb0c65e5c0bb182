import { type Row, rounded } from '../comparison/index.ts';
import { HOUR_MS, type HourCost } from '../prices/index.ts';
import type { DerivedField, RecordedDemand, RecordedWorkers, Scenario } from '../simulation/index.ts';
import type { Candidate } from './policies.ts';

/** The result of a backtest. */
export interface Backtest {
  readonly group: string;
  readonly candidates: readonly Candidate[];
  readonly demand: RecordedDemand;
  readonly scenario: Scenario;
  /** Fields of the scenario that were derived, because the file does not have them. */
  readonly taken: readonly DerivedField[];
  readonly recorded: Reality | null;
  readonly rows: readonly Row[];
  /** Hours that were scored. */
  readonly hours: number;
  /** Dollars of a worker-hour on average, in the replay of the first policy; 0 without prices. */
  readonly usdPerHour: number;
  readonly notes: readonly string[];
}

/** What was recorded of the real group. */
export interface Reality {
  readonly workerHours: number;
  readonly actions: number | null;
  readonly launches: number | null;
  readonly usd: number;
}

/** The first and the last moment of the replay. */
export function extentOf({ points, period }: RecordedDemand): { readonly start: number; readonly end: number } {
  return { start: points[0]?.at ?? 0, end: (points.at(-1)?.at ?? 0) + period * 1000 };
}

/** `hours`: what is stored of the group's costs. What they do not cover costs as much per worker-hour, or `usdPerHour`. */
export function realityOf(
  workers: RecordedWorkers | null,
  demand: RecordedDemand,
  scenario: Scenario,
  { hours, usdPerHour }: { readonly hours: readonly HourCost[]; readonly usdPerHour: number },
): Reality | null {
  if (!workers) return null;
  const { start, end } = extentOf(demand);
  const from = Math.min(end, start + scenario.burnIn * 1000);
  const workerHours = rounded(workers.workerHours(from, end));
  const { actions, launches } = workers.changes(from, end) ?? { actions: null, launches: null };
  const stored = storedIn(hours, from, end);
  const price = stored.workerHours > 0 ? stored.usd / stored.workerHours : usdPerHour;
  const usd = stored.usd + Math.max(0, workerHours - stored.workerHours) * price;
  return { workerHours, actions, launches, usd: rounded(usd) };
}

/** What is stored of a time. An hour that is only partly in it counts in part. */
function storedIn(hours: readonly HourCost[], from: number, end: number): { usd: number; workerHours: number } {
  let [usd, workerHours] = [0, 0];
  for (const hour of hours) {
    const part = Math.max(0, Math.min(end, hour.at + HOUR_MS) - Math.max(from, hour.at)) / HOUR_MS;
    usd += part * hour.usd;
    workerHours += (part * hour.seconds) / 3600;
  }
  return { usd, workerHours };
}

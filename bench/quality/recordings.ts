import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import {
  type DemandPoint,
  demandOfPattern,
  PATTERNS,
  type Pattern,
  parseRecording,
} from '../../shared/simulation/index.ts';

export interface Recorded {
  readonly name: string;
  readonly kind: 'interactive' | 'queue';
  readonly points: readonly DemandPoint[];
  /** Seconds. */
  readonly period: number;
  /** Seconds. */
  readonly length: number;
}

const START = Date.UTC(2026, 0, 5);
const DAYS = 6;
const SEEDS: Readonly<Record<Pattern, number>> = { diurnal: 11, flash: 12, ramp: 13, jobs: 14, noise: 15, outage: 16 };

/** Reads the CSV files of a folder. Files with "jobs" in their name are recordings of queues, the others of requests. */
export function recordingsIn(folder: string): Recorded[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.csv'));
  return files.toSorted().map((file) => {
    const points = parseRecording(readFileSync(join(folder, file), 'utf8'));
    return recorded(basename(file, '.csv'), [...points]);
  });
}

/** One synthetic recording per pattern. */
export const generated = (): Recorded[] =>
  PATTERNS.map((pattern) => {
    const options = { start: START, days: DAYS, stepSeconds: 60, peak: 100, seed: SEEDS[pattern] };
    return recorded(pattern, demandOfPattern(pattern, options));
  });

function recorded(name: string, points: readonly DemandPoint[]): Recorded {
  const [first, second] = points;
  const last = points.at(-1);
  if (!first || !second || !last) throw new Error(`${name} has fewer than two datapoints`);
  const period = (second.at - first.at) / 1000;
  const kind = name.includes('jobs') ? 'queue' : 'interactive';
  return { name, kind, points, period, length: (last.at - first.at) / 1000 + period };
}

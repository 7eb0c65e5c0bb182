import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type DemandPoint, parseRecording } from '../../shared/simulation/index.ts';

export interface Recorded {
  readonly name: string;
  readonly kind: 'interactive' | 'queue';
  readonly points: readonly DemandPoint[];
  /** Seconds. */
  readonly period: number;
  /** Seconds. */
  readonly length: number;
}

/** A recording that is shorter is also played as a cold start, without a past. */
const COLD_BELOW = 2 * 3600;

/** Reads the CSV files of a folder. Files with "jobs" in their name are recordings of queues, the others of requests. */
export function recordingsIn(folder: string): Recorded[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.csv'));
  return files.toSorted().map((file) => {
    const points = parseRecording(readFileSync(join(folder, file), 'utf8'));
    return recorded(basename(file, '.csv'), [...points]);
  });
}

export function recorded(name: string, points: readonly DemandPoint[]): Recorded {
  const [first, second] = points;
  const last = points.at(-1);
  if (!first || !second || !last) throw new Error(`${name} has fewer than two datapoints`);
  const period = (second.at - first.at) / 1000;
  const kind = name.includes('jobs') ? 'queue' : 'interactive';
  return { name, kind, points, period, length: (last.at - first.at) / 1000 + period };
}

export const isCold = ({ kind, length }: Recorded): boolean => kind === 'interactive' && length < COLD_BELOW;

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type DemandPoint, parseRecording, RecordingError, resampled } from '../../shared/simulation/index.ts';

/** The number of workers that the recording's peak needs, so that any recording fits the demo's group. */
const PEAK_WORKERS = 9;
/** A recording may end at its peak; the demo then lets the demand fall to this share of the peak, to show a scale-in. */
const TAIL_SHARE = 0.15;

export interface DemoDemand {
  /** Demand of every step, in work units per second. */
  readonly steps: readonly number[];
  /** Target of the policy: work units per second per worker. */
  readonly requestsPerWorker: number;
}

const SHIPPED = new URL('./day.csv', import.meta.url);

/** Throws a {@link RecordingError} that names file and line when the file is unreadable or not a recording. */
export async function readDemand(demanded: string | undefined, steps: number, tailSteps: number): Promise<DemoDemand> {
  const path = demanded ?? fileURLToPath(SHIPPED);
  const values = resampled(await readRecording(path), steps);
  const peak = Math.max(...values);
  if (peak === 0) throw new RecordingError(`${path}: there is no demand in this recording: every value is 0.`);
  const tail = Array<number>(tailSteps).fill(Math.min(peak * TAIL_SHARE, ...values));
  return { steps: [...values, ...tail], requestsPerWorker: peak / PEAK_WORKERS };
}

async function readRecording(path: string): Promise<DemandPoint[]> {
  try {
    return parseRecording(await readFile(path, 'utf8'));
  } catch (cause) {
    if (cause instanceof RecordingError) throw new RecordingError(`${path}, ${cause.message}.`, { cause });
    const { code } = cause as NodeJS.ErrnoException;
    const why = { ENOENT: 'there is no such file', EISDIR: 'it is a folder' }[code ?? ''] ?? code;
    throw new RecordingError(`${path} cannot be read: ${why}.`, { cause });
  }
}

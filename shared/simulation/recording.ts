import { InvalidInputError } from '../model/index.ts';
import type { DemandPoint } from './demand.ts';

/** A recording that cannot be read; the message says where and what would be right. */
export class RecordingFault extends InvalidInputError {}

const HEADER = 'timestamp,value';
const GREATEST = 1e15;

/**
 * Demand from CSV text: a header `timestamp,value`, then ISO times in ascending order and work units a second.
 * Throws {@link RecordingFault} with the line at fault.
 */
export function parseRecording(text: string): DemandPoint[] {
  const points = [...readRecording(text.split(/\r?\n/))];
  if (points.length < 2) throw new RecordingFault('a recording must have at least two datapoints');
  return points;
}

/** The same, line by line, for recordings that are not to be held as a whole. */
export function* readRecording(lines: Iterable<string>): Generator<DemandPoint> {
  let number = 0;
  let previous = -Infinity;
  for (const line of lines) {
    number += 1;
    if (number === 1) {
      const header = line
        .replace(/^\uFEFF/, '')
        .trim()
        .toLowerCase();
      if (header !== HEADER) throw new RecordingFault(`line 1: the header must be "${HEADER}"`);
    } else if (line.trim() !== '') {
      const point = parseLine(line, number, previous);
      previous = point.at;
      yield point;
    }
  }
}

function parseLine(line: string, number: number, previous: number): DemandPoint {
  const [time = '', figure = '', ...rest] = line.split(',');
  const at = Date.parse(hasZone(time) ? time : `${time}Z`);
  if (rest.length > 0 || Number.isNaN(at)) {
    throw new RecordingFault(`line ${number}: must be a time such as 2026-11-21T12:00:00Z, a comma and a number`);
  }
  const value = figure.trim() === '' ? Number.NaN : Number(figure);
  if (!(value >= 0 && value <= GREATEST)) {
    throw new RecordingFault(`line ${number}: ${JSON.stringify(figure)} is not a number from 0 to 1e15`);
  }
  if (at <= previous) throw new RecordingFault(`line ${number}: its time is not after the line before it`);
  return { at, value };
}

/** A time without a zone is taken as UTC, on every machine. */
const hasZone = (time: string): boolean => /(Z|[+-]\d\d:?\d\d)\s*$/i.test(time);

export const recordingText = (points: readonly DemandPoint[]): string =>
  [HEADER, ...points.map(({ at, value }) => `${new Date(at).toISOString().replace('.000Z', 'Z')},${value}`), ''].join(
    '\n',
  );

/** The mean demand in each of `count` equal slices of the recording's time; an empty slice keeps the one before. */
export function resampled(points: readonly DemandPoint[], count: number): number[] {
  const first = points[0]?.at ?? 0;
  const span = (points.at(-1)?.at ?? 0) - first + 1;
  const slices = Array.from({ length: count }, (): number[] => []);
  for (const { at, value } of points) slices[Math.floor(((at - first) / span) * count)]?.push(value);
  let last = points[0]?.value ?? 0;
  return slices.map((slice) => {
    if (slice.length > 0) last = slice.reduce((sum, value) => sum + value, 0) / slice.length;
    return last;
  });
}

import { InvalidInputError, looseTimeOf } from '../model/index.ts';
import type { DemandPoint } from './demand.ts';

/** A recording is invalid. The message names the line and the expected format. */
export class RecordingError extends InvalidInputError {}

const HEADER = 'timestamp,value';
const MAX_VALUE = 1e15;
/** A time that is further from the first one is misspelled, and its replay would take hours. */
const MOST_YEARS = 10;
const YEAR_MS = 366 * 86_400_000;

/**
 * Demand from CSV text: a header `timestamp,value`, then ISO times in ascending order and work units per second.
 * Throws {@link RecordingError} with the number of the invalid line.
 */
export function parseRecording(text: string): DemandPoint[] {
  const points = [...readRecording(text.split(/\r?\n/))];
  if (points.length < 2) throw new RecordingError('a recording must have at least two datapoints');
  return points;
}

/** As {@link parseRecording}, but line by line, so that large recordings need not fit into memory. */
export function* readRecording(lines: Iterable<string>): Generator<DemandPoint> {
  let number = 0;
  let previous = -Infinity;
  let first: number | undefined;
  for (const line of lines) {
    number += 1;
    if (number === 1) {
      checkHeader(line.replace(/^\uFEFF/, ''));
    } else if (line.trim() !== '') {
      const point = parseLine(line, number, previous);
      first ??= point.at;
      if (point.at - first > MOST_YEARS * YEAR_MS)
        throw new RecordingError(
          `line ${number}: the time is more than ${MOST_YEARS} years after that of the first value. Check both years`,
        );
      previous = point.at;
      yield point;
    }
  }
}

function checkHeader(line: string): void {
  if (csvCells(line).join(',').toLowerCase() === HEADER) return;
  const [separator] = /[;\t]/.exec(line) ?? [];
  const found =
    separator === undefined
      ? ''
      : `; separate the columns with commas, not ${separator === ';' ? 'semicolons' : 'tabs'}`;
  throw new RecordingError(`line 1: the header must be "${HEADER}", and each value is work units per second${found}`);
}

/** The cells of a line of CSV. Spreadsheets quote them, but neither a time nor a number contains a comma. */
export const csvCells = (line: string): string[] =>
  line.split(',').map((cell) =>
    cell
      .trim()
      .replace(/^"(.*)"$/, '$1')
      .trim(),
  );

function parseLine(line: string, number: number, previous: number): DemandPoint {
  const [time = '', figure = '', ...rest] = csvCells(line);
  const at = looseTimeOf(time);
  if (rest.length > 0 || at === undefined) {
    throw new RecordingError(`line ${number}: must be a time such as 2026-11-21T12:00:00Z, a comma and a number`);
  }
  const value = figure === '' ? Number.NaN : Number(figure);
  if (!(value >= 0 && value <= MAX_VALUE)) {
    throw new RecordingError(`line ${number}: ${JSON.stringify(figure)} is not a number from 0 to 1e15`);
  }
  if (at <= previous) throw new RecordingError(`line ${number}: the time must be after that of the previous line`);
  return { at, value };
}

export const recordingText = (points: readonly DemandPoint[]): string =>
  [HEADER, ...points.map(({ at, value }) => `${new Date(at).toISOString().replace('.000Z', 'Z')},${value}`), ''].join(
    '\n',
  );

/** Mean demand in `count` equal slices of the recording's time. An empty slice repeats the previous mean. */
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

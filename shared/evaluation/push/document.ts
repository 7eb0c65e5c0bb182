import { closeTo, isMap, timeOf, type ValidationError, valueError } from '../../model/index.ts';
import { pushError } from './reasons.ts';

/** An event of EventBridge holds about as many, and a push of 10,000 groups has one value of each. */
const MOST_VALUES = 10_000;
const WORKER = /^i-[0-9a-f]{8,17}$/;
const MOST_SHOWN = 40;
/** Beyond it, arithmetic is not exact. */
const GREATEST = 1e15;

/** One value as it was written, and where. */
export interface WrittenValue {
  readonly path: string;
  /** Where its group, its worker and its time are written. */
  readonly of: { readonly group: string; readonly worker: string; readonly at: string };
  readonly group: string;
  readonly metric: string;
  readonly worker: string | null;
  readonly at: number;
  readonly value: number;
}

interface Defaults {
  /** The group of a document that names none. */
  readonly group?: string | undefined;
  readonly worker?: string | undefined;
  /** The time of values without one; ms since the epoch. */
  readonly at: number;
}

interface Read {
  readonly values: WrittenValue[];
  readonly faults: ValidationError[];
}

/**
 * Reads a push: `{ group, values: { name: 12 } }`, with `worker` and `at` if there are any, or several of these in a list
 * or under `pushes`. A value is a number, or a list of `{ at, value }`. Returns all that can be read, and every fault.
 */
export function readPush(written: unknown, defaults: Defaults): Read {
  const count = countValues(written);
  if (count > MOST_VALUES) {
    return { values: [], faults: [pushError('', 'push-too-many', { values: count, most: MOST_VALUES })] };
  }
  const read: Read = { values: [], faults: [] };
  for (const [prefix, document] of documentsOf(written)) readDocument(document, prefix, defaults, read);
  if (count === 0 && read.faults.length === 0) read.faults.push(pushError('', 'push-empty', {}));
  return read;
}

/** The groups that a push names, valid or not. */
export const pushedGroups = (written: unknown): string[] => [
  ...new Set(readPush(written, { at: 0 }).values.map(({ group }) => group)),
];

function documentsOf(written: unknown): [prefix: string, document: unknown][] {
  if (Array.isArray(written)) return written.map((each, index) => [`[${index}].`, each]);
  if (!isMap(written) || !Object.hasOwn(written, 'pushes')) return [['', written]];
  const { pushes, ...rest } = written;
  if (Object.keys(rest).length > 0 || !Array.isArray(pushes)) return [['', written]];
  return pushes.map((each, index) => [`pushes[${index}].`, each]);
}

/** Counts before anything is built, so that a million values cost no memory. */
const countValues = (written: unknown): number =>
  documentsOf(written).reduce((sum, [, document]) => {
    const values = isMap(document) ? document['values'] : undefined;
    if (!isMap(values)) return sum;
    return sum + Object.values(values).reduce<number>((of, each) => of + (Array.isArray(each) ? each.length : 1), 0);
  }, 0);

const FIELDS = ['group', 'values', 'worker', 'at'];

function readDocument(document: unknown, prefix: string, defaults: Defaults, { values, faults }: Read): void {
  if (!isMap(document)) {
    faults.push(valueError(prefix.replace(/\.$/, ''), 'wrong-type', { expected: 'map' }));
    return;
  }
  for (const name of Object.keys(document)) {
    if (FIELDS.includes(name)) continue;
    const close = closeTo(name, FIELDS);
    faults.push(valueError(`${prefix}${name}`, 'unknown-field', close === null ? {} : { close }));
  }
  const of = { group: `${prefix}group`, worker: `${prefix}worker`, at: `${prefix}at` };
  const { group = defaults.group, worker = defaults.worker, at: time, values: written } = document;
  if (group === undefined) faults.push(valueError(of.group, 'required', {}));
  else if (typeof group !== 'string') faults.push(valueError(of.group, 'wrong-type', { expected: 'text' }));
  const isWorker = worker === undefined || worker === null || (typeof worker === 'string' && WORKER.test(worker));
  if (!isWorker) faults.push(pushError(of.worker, 'push-invalid-worker', { written: shown(worker) }));
  const at = time === undefined ? defaults.at : readTime(time, of.at, faults);
  if (written === undefined) faults.push(valueError(`${prefix}values`, 'required', {}));
  else if (!isMap(written)) faults.push(valueError(`${prefix}values`, 'wrong-type', { expected: 'map' }));
  else if (Object.keys(written).length === 0) faults.push(pushError(`${prefix}values`, 'push-empty', {}));
  if (!isMap(written)) return;
  const isOf = typeof group === 'string' && isWorker;
  const common = { of, group: String(group), worker: typeof worker === 'string' ? worker : null };
  for (const [metric, each] of Object.entries(written)) {
    const path = `${prefix}values.${metric}`;
    for (const point of pointsOf(each, path, at, of.at, faults)) {
      if (isOf) values.push({ ...common, metric, ...point, of: { ...of, at: point.of } });
    }
  }
}

interface Point {
  readonly path: string;
  readonly of: string;
  readonly at: number;
  readonly value: number;
}

function pointsOf(
  written: unknown,
  path: string,
  usual: number | null,
  usualPath: string,
  faults: ValidationError[],
): Point[] {
  if (!Array.isArray(written)) {
    const value = figureOf(written, path, faults);
    return value === null || usual === null ? [] : [{ path, of: usualPath, at: usual, value }];
  }
  return written.flatMap((each: unknown, index): Point[] => {
    const place = `${path}[${index}]`;
    if (!isMap(each)) {
      faults.push(valueError(place, 'wrong-type', { expected: 'map' }));
      return [];
    }
    for (const name of Object.keys(each)) {
      if (name !== 'at' && name !== 'value') faults.push(valueError(`${place}.${name}`, 'unknown-field', {}));
    }
    const value = figureOf(each['value'], `${place}.value`, faults);
    const isTimed = each['at'] !== undefined;
    const at = isTimed ? readTime(each['at'], `${place}.at`, faults) : usual;
    return value === null || at === null ? [] : [{ path: place, of: isTimed ? `${place}.at` : usualPath, at, value }];
  });
}

function figureOf(written: unknown, path: string, faults: ValidationError[]): number | null {
  if (typeof written === 'number' && Math.abs(written) <= GREATEST) return written;
  if (written === undefined) faults.push(valueError(path, 'required', {}));
  else faults.push(pushError(path, 'push-not-a-number', { written: shown(written) }));
  return null;
}

function readTime(written: unknown, path: string, faults: ValidationError[]): number | null {
  // A YAML file may have a date instead of a text.
  const at = written instanceof Date ? written.getTime() : timeOf(String(written));
  if (at !== undefined && !Number.isNaN(at)) return at;
  faults.push(valueError(path, 'invalid-time', {}));
  return null;
}

/** Maps and lists are only named, because they may have any size and depth. */
function shown(written: unknown): string {
  if (isMap(written)) return 'a map';
  if (Array.isArray(written)) return 'a list';
  const text = typeof written === 'number' ? String(written) : (JSON.stringify(written) ?? String(written));
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
}

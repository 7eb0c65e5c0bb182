import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import type { EvaluationRecord, LatestValue } from '../../../evaluation/index.ts';

/** Raised when the form of a line changes its meaning. */
export const FRAME_VERSION = 1;

/** A tenth smaller than deflate, at the same speed; a higher quality takes ten times as long for a hundredth. */
const COMPRESSION = { params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_LGWIN]: 18 } };

export const compressed = (text: string): Uint8Array => brotliCompressSync(text, COMPRESSION);
export const expanded = (bytes: Uint8Array): string => brotliDecompressSync(bytes).toString('utf8');

/** The time of a frame: that of its newest record. */
export const frameTime = (records: readonly EvaluationRecord[]): number => Math.max(...records.map(({ at }) => at));

/** Records as a text with a line for each. */
export const frameOf = (records: readonly EvaluationRecord[]): string => {
  const at = frameTime(records);
  return records.map((record) => JSON.stringify(lineOf(record, at), rounded)).join('\n');
};

const STATES = ['pending', 'warming', 'ready', 'draining', 'unhealthy'] as const;

const lineOf = (record: EvaluationRecord, frame: number): unknown[] => {
  const { group, at, trigger, result, version, workers, metrics, decision, reason, notes, activity } = record;
  const { workersAfter: after } = record;
  const { group: _, ...decided } = decision ?? { group };
  return [
    ...[group, frame - at, trigger, result, version],
    workers && countsIn(workers),
    Object.entries(metrics).map(([name, latest]) =>
      latest ? [name, latest.value, latest.at === null ? null : at - latest.at] : [name],
    ),
    ...[decision && decided, isSame(decision?.reason, reason) ? 0 : reason, notes, activity],
    ...(after ? [countsIn(after)] : []),
  ];
};

const countsIn = (workers: NonNullable<EvaluationRecord['workers']>): number[] => STATES.map((state) => workers[state]);

const isSame = (one: unknown, other: unknown): boolean =>
  one === other || JSON.stringify(one) === JSON.stringify(other);

type Line = readonly [
  ...[string, number, EvaluationRecord['trigger'], EvaluationRecord['result'], number | null],
  readonly number[] | null,
  readonly (readonly [string, number?, (number | null)?])[],
  ...[Omit<NonNullable<EvaluationRecord['decision']>, 'group'> | null, EvaluationRecord['reason'] | 0],
  ...[EvaluationRecord['notes'], string | null, (readonly number[])?],
];

/** The records of a frame, of those groups that `wants`. Lines of other groups are not parsed. */
export function recordsIn(text: string, frame: number, wants: (group: string) => boolean): EvaluationRecord[] {
  return text.split('\n').flatMap((line) => {
    const group = line.slice(2, line.indexOf('"', 2));
    return wants(group) ? [recordOf(JSON.parse(line), frame)] : [];
  });
}

function recordOf(line: Line, frame: number): EvaluationRecord {
  const [group, before, trigger, result, version, counts, values, decided, why, notes, activity, after] = line;
  const at = frame - before;
  const decision = decided && { group, ...decided };
  const metrics = values.map(([name, value, age]): [string, LatestValue | null] => [
    name,
    value === undefined ? null : { value, at: age === undefined || age === null ? null : at - age },
  ]);
  return {
    group,
    at,
    trigger,
    result,
    version,
    decision,
    notes,
    activity,
    workers: counts && workersOf(counts),
    ...(after && { workersAfter: workersOf(after) }),
    metrics: Object.fromEntries(metrics),
    reason: why || (decision?.reason ?? UNKNOWN),
  };
}

const UNKNOWN = { code: 'hold', params: {} };

const workersOf = ([pending = 0, warming = 0, ready = 0, draining = 0, unhealthy = 0]: readonly number[]) => ({
  pending,
  warming,
  ready,
  draining,
  unhealthy,
});

/** Seven digits are more than anybody reads, and half as long. */
const rounded = (_: string, value: unknown): unknown =>
  typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(7)) : value;

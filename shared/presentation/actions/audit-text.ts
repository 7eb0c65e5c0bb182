import type { AuditEntry } from '../../operations/index.ts';
import { type Cell, table } from '../layout/table.ts';
import { timeText } from '../layout/times.ts';
import type { View } from '../layout/view.ts';
import { commandPhrase as phrase } from '../sentences/command-sentence.ts';

/** Entries of the audit trail, one line each. */
export const auditTable = (entries: readonly AuditEntry[], view?: View): string =>
  table(
    [
      ...['TIME (UTC)', 'BY'],
      ...[{ name: 'THROUGH', rank: 3 }, { name: 'GROUP', rank: 1 }, 'ACTION', { name: 'BECAUSE', rank: 2 }],
      // The last one, because it may be the reason of a decision, and only the last column is wrapped.
      'OUTCOME',
    ],
    entries.map((entry) => [
      ...[timeText(entry.at), entry.by, entry.through, entry.group],
      ...[actionText(entry), entry.because, outcomeCell(entry)],
    ]),
    view,
  );

function outcomeCell({ outcome: { result, reason } }: AuditEntry): Cell {
  return result === 'failed' ? { text: `failed: ${phrase(reason)}`, tone: 'trouble' } : phrase(reason);
}

/** What was done, with what was set: `scale to 8 for 1h`, `pause in for 2h, all groups`, `policy-rollback to 3`. */
export function actionText({ action, params }: Pick<AuditEntry, 'action' | 'params'>): string {
  const { workers, direction, for: seconds, force, end, all, to, from, ...others } = params;
  const words = [
    action,
    ...(end === true ? ['ended'] : []),
    ...(typeof workers === 'number' ? [`to ${workers}`] : []),
    ...(typeof direction === 'string' ? [direction] : []),
    ...(typeof seconds === 'number' ? [`for ${durationText(seconds)}`] : []),
    ...(from === undefined ? [] : [`from ${plain(from)}`]),
    ...(to === undefined ? [] : [`to ${plain(to)}`]),
    ...(force === true ? ['beyond bounds'] : []),
  ];
  const rest = Object.entries(others).flatMap(([name, value]) => (value === null ? [] : [`${name} ${plain(value)}`]));
  return [words.join(' '), ...(all === true ? ['all groups'] : []), ...rest].join(', ');
}

const plain = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value));

const UNITS = [
  [86_400, 'd'],
  [3600, 'h'],
  [60, 'm'],
] as const;

/** As a person writes it: `90m`, `1d`. */
function durationText(seconds: number): string {
  const [size, unit] = UNITS.find(([each]) => seconds > 0 && seconds % each === 0) ?? [1, 's'];
  return `${seconds / size}${unit}`;
}

import Table from 'cli-table3';
import { type Tone, type View, WHOLE } from './view.ts';

/** A column of a table. On a narrow terminal, columns with the highest rank are left out first; without a rank, none is. */
export interface Column {
  readonly name: string;
  readonly rank?: number;
}

type Plain = string | number | null;
/** `null` shows as a dash. */
export type Cell = Plain | { readonly text: Plain; readonly tone: Tone };

/** A text in the last column is not made narrower than this. */
const LEAST_TEXT = 24;
const GAP = 2;

/**
 * A table without borders. On a terminal that is too narrow, the last column is wrapped, and columns are left out; a line
 * says which.
 */
export function table(
  head: readonly (string | Column)[],
  rows: readonly (readonly Cell[])[],
  view: View = WHOLE,
): string {
  const columns = head.map((column): Column => (typeof column === 'string' ? { name: column } : column));
  const texts = rows.map((row) => row.map((cell) => textOf(cell)));
  const widths = widthsOf(columns, texts);
  const { shown, last } = fitted(columns, widths, view.width);
  const picked = (all: readonly string[]): string[] => shown.map((index) => all[index] ?? '');
  const made = new Table({
    ...LAYOUT,
    head: columns.length === 0 ? [] : picked(columns.map(({ name }) => name)),
    ...(last === null ? {} : { colWidths: [...shown.slice(1).map(() => null), last], wordWrap: true }),
  });
  made.push(
    ...rows.map((row) =>
      shown.map((index) => {
        const cell = row[index] ?? null;
        const text = textOf(cell);
        return cell !== null && typeof cell === 'object' && cell.text !== null ? view.paint(cell.tone, text) : text;
      }),
    ),
  );
  const lines = made
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
  const hidden = columns.filter((_, index) => !shown.includes(index)).map(({ name }) => name);
  if (hidden.length > 0) lines.push(`(${cut(hidden)} hidden: ${hidden.join(', ')}. -o wide shows everything.)`);
  return lines.join('\n');
}

const cut = ({ length }: readonly string[]): string => `${length} ${length === 1 ? 'column' : 'columns'}`;

const textOf = (cell: Cell): string => {
  const plain = cell !== null && typeof cell === 'object' ? cell.text : cell;
  return plain === null ? '–' : String(plain);
};

function widthsOf(columns: readonly Column[], rows: readonly (readonly string[])[]): number[] {
  const count = Math.max(columns.length, ...rows.map(({ length }) => length));
  const longest = (text: string): number => Math.max(...text.split('\n').map((line) => [...line].length));
  return Array.from({ length: count }, (_, index) =>
    Math.max((columns[index]?.name ?? '').length, ...rows.map((row) => longest(row[index] ?? ''))),
  );
}

/** The columns to show, and the width of the last one; null if it has room. */
function fitted(
  columns: readonly Column[],
  widths: readonly number[],
  room: number | null,
): { readonly shown: readonly number[]; readonly last: number | null } {
  let shown = widths.map((_, index) => index);
  if (room === null) return { shown, last: null };
  const before = () => shown.slice(0, -1).reduce((sum, index) => sum + (widths[index] ?? 0) + GAP, 0);
  const needed = () => before() + Math.min(LEAST_TEXT, widths.at(-1) ?? 0);
  while (needed() > room) {
    const ranked = shown.filter((index) => columns[index]?.rank !== undefined);
    const [least] = ranked.toSorted((a, b) => (columns[b]?.rank ?? 0) - (columns[a]?.rank ?? 0));
    if (least === undefined) break;
    shown = shown.filter((index) => index !== least);
  }
  const left = room - before();
  const isTight = shown.at(-1) === widths.length - 1 && (widths.at(-1) ?? 0) > left;
  return { shown, last: isTight ? Math.max(LEAST_TEXT, left) : null };
}

const SIDES = ['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right'];
const LAYOUT = {
  chars: {
    ...Object.fromEntries(
      [...SIDES, 'left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid'].map((name) => [name, '']),
    ),
    middle: ' '.repeat(GAP),
  },
  style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
};

export const indented = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);

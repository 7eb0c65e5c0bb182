import Table from 'cli-table3';
import { type Tone, type View, WHOLE } from './view.ts';

/**
 * A column of a table. A terminal that is too narrow shows the short names closer to each other. If that is not enough,
 * columns with the highest rank are left out first; without a rank, none is.
 */
export interface Column {
  readonly name: string;
  readonly short?: string;
  readonly rank?: number;
  /** Of the last column: a text without room is cut to one line instead of wrapped. */
  readonly isCut?: boolean;
}

type Plain = string | number | null;
/** `null` shows as a dash. */
export type Cell = Plain | { readonly text: Plain; readonly tone: Tone };

/** A text in the last column is not made narrower than this. */
const LEAST_TEXT = 24;
const GAP = 2;
const NARROW_GAP = 1;

/**
 * A table without borders. On a terminal that is too narrow, the last column is wrapped or cut, and columns are left out; a
 * line says which.
 */
export function table(
  head: readonly (string | Column)[],
  rows: readonly (readonly Cell[])[],
  view: View = WHOLE,
): string {
  const columns = head.map((column): Column => (typeof column === 'string' ? { name: column } : column));
  const texts = rows.map((row) => row.map((cell) => textOf(cell)));
  const { shown, last, gap, names } = fitted(columns, texts, view.width);
  const picked = (all: readonly string[]): string[] => shown.map((index) => all[index] ?? '');
  const made = new Table({
    ...layoutWith(gap),
    head: columns.length === 0 ? [] : picked(names),
    ...(last === null
      ? {}
      : { colWidths: [...shown.slice(1).map(() => null), last], wordWrap: columns.at(-1)?.isCut !== true }),
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

function widthsOf(names: readonly string[], rows: readonly (readonly string[])[]): number[] {
  const count = Math.max(names.length, ...rows.map(({ length }) => length));
  const longest = (text: string): number => Math.max(...text.split('\n').map((line) => [...line].length));
  return Array.from({ length: count }, (_, index) =>
    Math.max((names[index] ?? '').length, ...rows.map((row) => longest(row[index] ?? ''))),
  );
}

interface Fitted {
  /** The columns to show. */
  readonly shown: readonly number[];
  /** The width of the last one; null if it has room. */
  readonly last: number | null;
  readonly gap: number;
  readonly names: readonly string[];
}

function fitted(columns: readonly Column[], rows: readonly (readonly string[])[], room: number | null): Fitted {
  const full = columns.map(({ name }) => name);
  let [names, gap, widths] = [full, GAP, widthsOf(full, rows)];
  let shown = widths.map((_, index) => index);
  if (room === null) return { shown, last: null, gap, names };
  const before = () => shown.slice(0, -1).reduce((sum, index) => sum + (widths[index] ?? 0) + gap, 0);
  const needed = () => before() + Math.min(LEAST_TEXT, widths.at(-1) ?? 0);
  if (needed() > room && columns.some(({ short }) => short !== undefined)) {
    names = columns.map(({ name, short = name }) => short);
    [gap, widths] = [NARROW_GAP, widthsOf(names, rows)];
  }
  while (needed() > room) {
    const ranked = shown.filter((index) => columns[index]?.rank !== undefined);
    const [least] = ranked.toSorted((a, b) => (columns[b]?.rank ?? 0) - (columns[a]?.rank ?? 0));
    if (least === undefined) break;
    shown = shown.filter((index) => index !== least);
  }
  const left = room - before();
  const isTight = shown.at(-1) === widths.length - 1 && (widths.at(-1) ?? 0) > left;
  return { shown, last: isTight ? Math.max(LEAST_TEXT, left) : null, gap, names };
}

const SIDES = ['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right'];
const layoutWith = (gap: number) => ({
  chars: {
    ...Object.fromEntries(
      [...SIDES, 'left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid'].map((name) => [name, '']),
    ),
    middle: ' '.repeat(gap),
  },
  style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
});

const INDENTATION = '  ';
export const indented = (lines: readonly string[]): string[] => lines.map((line) => `${INDENTATION}${line}`);
/** The view of a table whose lines are indented. */
export const insideOf = (view: View): View =>
  view.width === null ? view : { ...view, width: view.width - INDENTATION.length };

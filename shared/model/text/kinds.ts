import { inSeries } from './format.ts';

/** The edit distance of two words: inserted, deleted and replaced characters, and neighbors that are swapped. */
function distance(one: string, other: string): number {
  let before: number[] = [];
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      const isSwapped = one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      const swapped = isSwapped ? (before[j - 2] ?? Infinity) + 1 : Infinity;
      next.push(Math.min(replaced, swapped, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    [before, row] = [row, next];
  }
  return row.at(-1) ?? 0;
}

const LONGEST = 40;

/** The name that was probably meant; null when none is close. */
export function closeTo(written: string, names: readonly string[]): string | null {
  if (written.length > LONGEST) return null;
  const lower = written.toLowerCase();
  const [closest] = names
    .map((name) => ({ name, edits: distance(lower, name.toLowerCase()) }))
    .filter(({ name, edits }) => edits <= Math.max(1, Math.floor(name.length / 3)))
    .toSorted((a, b) => a.edits - b.edits);
  return closest?.name ?? null;
}

/** Ends a sentence about a name that does not exist: `; did you mean web?`, or `otherwise` if no name is close. */
export const meantText = (close: string | null | undefined, otherwise = ''): string =>
  close === null || close === undefined ? otherwise : `; did you mean ${close}?`;

/** Says that a group does not exist. `table`: where it was looked for; `close`: the group that was probably meant. */
export const noGroupText = ({ group, table, close }: NoGroup): string =>
  `There is no group ${group}${table === undefined ? '' : ` in the table ${table}`}${meantText(close)}`;
export const NO_GROUP_REMEDY =
  '"npx headcount policy list" shows the groups that exist, and "npx headcount policy apply FILE" adds one.';
export type NoGroup = { readonly group: string; readonly table?: string; readonly close?: string };

interface UnknownKind {
  /** Null when none is written. */
  readonly kind: string | null;
  readonly kinds: readonly string[];
  readonly close: string | null;
}

/** `must be target or step, not targt; did you mean target?` */
export function kindsText({ kind, kinds, close }: UnknownKind): string {
  const written = kind === null ? '' : `, not ${kind}`;
  return `must be ${inSeries(kinds, 'or')}${written}${meantText(close)}`;
}

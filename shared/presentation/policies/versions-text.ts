import { cutTo } from '../../model/index.ts';
import type { PastVersion, PolicyChange, PolicyComparison, PolicyHistory } from '../../operations/index.ts';
import { indented, table } from '../layout/table.ts';
import { isoText, timeText } from '../layout/times.ts';
import type { View } from '../layout/view.ts';
import { commandDocument } from '../sentences/command-document.ts';
import { commandPhrase } from '../sentences/command-sentence.ts';

const MOST_CHANGES = 2;
const LONGEST_VALUE = 60;
const UNKNOWN = 'unknown';

/** `capacity.max 50 → 60: the group may scale out to 60`. */
export const changeLine = (change: PolicyChange): string => `${shortChange(change)}: ${commandPhrase(change.effect)}`;

function shortChange({ path, before, after, isDuration }: PolicyChange): string {
  const text = (value: unknown) => valueText(value, isDuration);
  return `${path} ${text(before)} → ${text(after)}`;
}

function valueText(value: unknown, isDuration: boolean): string {
  if (value === null) return 'not set';
  if (isDuration && typeof value === 'number') return `${value} s`;
  return cutTo(typeof value === 'string' ? value : JSON.stringify(value), LONGEST_VALUE);
}

export const changeDocument = ({ path, before, after, effect }: PolicyChange) => ({
  path,
  before,
  after,
  effect: commandDocument(effect),
});

/** `what`: the name of a document that is not in the table. */
export function comparisonText({ group, from, to, changes }: PolicyComparison, what: string): string {
  const after = to === null ? what : `version ${to}`;
  if (from === null) return `${group}: not in the table; ${what} would be its first policy.`;
  if (changes.length === 0) return `${group}: version ${from} and ${after} do not differ.`;
  return [`${group}: version ${from} → ${after}`, ...indented(changes.map(changeLine))].join('\n');
}

export const comparisonDocument = ({ group, from, to, changes }: PolicyComparison, file: string | null) => ({
  group,
  from,
  to,
  file,
  isNew: from === null,
  changes: changes.map(changeDocument),
});

export const historyText = ({ versions }: PolicyHistory, view: View): string =>
  table(
    ['VERSION', 'ACCEPTED (UTC)', 'BY', { name: 'THROUGH', rank: 2 }, { name: 'BECAUSE', rank: 1 }, 'CHANGES'],
    versions.map(row),
    view,
  );

const row = ({ version, at, by, through, because, isActive, changes }: PastVersion): (string | null)[] => [
  isActive ? `${version} (active)` : String(version),
  ...[timeText(at), by ?? UNKNOWN, through ?? UNKNOWN, because],
  changesText(changes),
];

function changesText(changes: PastVersion['changes']): string | null {
  if (changes === null) return null;
  if (changes.length === 0) return 'none by meaning';
  const more = changes.length > MOST_CHANGES ? [`and ${changes.length - MOST_CHANGES} more`] : [];
  return [...changes.slice(0, MOST_CHANGES).map(shortChange), ...more].join('\n');
}

export const historyDocument = ({ group, active, versions, cursor }: PolicyHistory) => ({
  group,
  active,
  versions: versions.map(({ at, changes, isActive, group: _, through = UNKNOWN, version, ...rest }) => ({
    version,
    active: isActive,
    at: isoText(at),
    through,
    ...rest,
    changes: changes === null ? null : changes.map(changeDocument),
  })),
  cursor,
});

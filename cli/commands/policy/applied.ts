import type { Check, Reason } from '../../../shared/model/index.ts';
import type { ValidationError } from '../../../shared/policy/index.ts';
import { invalidDocuments, reasonDocument, sentence, titleOf } from '../../../shared/presentation/index.ts';
import type { CheckedPolicy } from '../../files/checked-policies.ts';
import { problemText } from '../../preflight.ts';

/** What is known about an applied policy besides its version. */
export interface Remarks {
  /** The warnings of the document. */
  readonly warnings: readonly ValidationError[];
  /** What the provider reports about the group. */
  readonly notes: readonly Reason[];
  /** What the account lacks. */
  readonly problems: readonly Check[];
}

export const appliedDocument = (
  applied: { readonly group: string; readonly version: number | null },
  { warnings, notes, problems }: Remarks,
): object => ({
  ...applied,
  warnings,
  notes: [
    ...notes.map((note) => ({ ...reasonDocument(note), remedy: null })),
    ...problems.map(({ verdict, reason, remedy }) => ({
      ...reasonDocument(reason),
      verdict,
      remedy: remedy && reasonDocument(remedy),
    })),
  ],
});

/** With `--strict`, a blocker is an error, as a warning of the document is: the group can't work in this account. */
export function rejectBlocked(checked: readonly CheckedPolicy[], problems: readonly Check[]): void {
  const blockers = problems.filter(({ verdict }) => verdict === 'blocker');
  const [first, ...others] = checked.flatMap(({ file, group }) => {
    const own = blockers.filter((check) => check.group === group);
    const faults = own.map((check) => ({ path: '', message: problemText(check), ...check.reason }));
    const text = (lines: readonly string[]) => [`${file} can't work in this account:`, ...lines].join('\n');
    return faults.length > 0 ? [{ what: titleOf('policy', file), faults, text }] : [];
  });
  if (first) throw invalidDocuments([first, ...others]);
}

export const noteText = (group: string, note: Reason): string => `${group}: warning: ${sentence(note)}`;

import type { Check, Reason } from '../../../shared/model/index.ts';
import { invalidDocuments, reasonDocument, sentence, titleOf } from '../../../shared/presentation/index.ts';
import type { CheckedPolicy } from '../../files/checked-policies.ts';
import { problemText } from '../../preflight.ts';

export interface Applied {
  readonly group: string;
  /** Null if the command did not wait until it was active. */
  readonly version: number | null;
}

/** What is known about applied policies besides their versions. */
interface Remarks {
  /** The documents, with their warnings. */
  readonly checked: readonly CheckedPolicy[];
  /** What the provider reports about each group. */
  readonly notes: ReadonlyMap<string, readonly Reason[]>;
  /** What the account lacks. */
  readonly problems: readonly Check[];
}

export const appliedDocuments = (applied: readonly Applied[], { checked, notes, problems }: Remarks): object[] =>
  applied.map(({ group, version }) => ({
    group,
    version,
    warnings: checked.find((each) => each.group === group)?.warnings ?? [],
    notes: [
      ...(notes.get(group) ?? []).map((note) => ({ ...reasonDocument(note), remedy: null })),
      ...problems
        .filter((problem) => problem.group === group)
        .map(({ verdict, reason, remedy }) => ({
          ...reasonDocument(reason),
          verdict,
          remedy: remedy && reasonDocument(remedy),
        })),
    ],
  }));

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

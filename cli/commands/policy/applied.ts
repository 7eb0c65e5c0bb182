import type { Check, Reason } from '../../../shared/model/index.ts';
import type { ValidationError } from '../../../shared/policy/index.ts';
import { reasonDocument, sentence } from '../../../shared/presentation/index.ts';
import type { CheckedPolicy } from '../../files/checked-policies.ts';
import { problemText } from '../../preflight.ts';

/** What is known about an applied policy beside its version. */
export interface Remarks {
  /** Of the document. */
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
      ...{ ...reasonDocument(reason), verdict },
      remedy: remedy && reasonDocument(remedy),
    })),
  ],
});

/** With `--strict`, what keeps the group from working is an error of the document, as its warnings are. */
export const withBlockers = (checked: readonly CheckedPolicy[], problems: readonly Check[]): CheckedPolicy[] =>
  checked.map((policy) => {
    const own = problems.filter(({ group, verdict }) => group === policy.group && verdict === 'blocker');
    const faults = own.map((check) => ({ path: '', message: problemText(check), ...check.reason }));
    return { ...policy, faults: [...policy.faults, ...faults] };
  });

export const noteText = (group: string, note: Reason): string => `${group}: warning: ${sentence(note)}`;

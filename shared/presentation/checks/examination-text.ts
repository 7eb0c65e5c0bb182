import { type Finding, needsAttention } from '../../operations/index.ts';
import type { View } from '../layout/view.ts';
import { wrapped } from '../layout/wrapped.ts';
import { commandSentence as sentence } from '../sentences/command-sentence.ts';

/** A finding of `doctor`, and whether it was repaired. */
export type Examination = Finding & { readonly mended: boolean };

export const examinationDocument = ({ reason, kind, group, subject, ...rest }: Examination): object => ({
  kind,
  group,
  subject,
  told: sentence(reason),
  ...reason,
  ...rest,
});

export const examinationText = (examined: readonly Examination[], view?: View): string =>
  examined.length === 0
    ? 'Nothing needs attention.'
    : wrapped(
        examined.map(({ reason, mended }) => (mended ? `${sentence(reason)} Repaired.` : sentence(reason))).join('\n'),
        view,
      );

export const leftOf = (examined: readonly Examination[]): readonly Examination[] =>
  examined.filter((finding) => !finding.mended && needsAttention(finding));

/** `3 found, 1 repaired, 1 needs attention.` The remaining finding is informational. */
export function examinationSummary(examined: readonly Examination[]): string {
  const repairedCount = examined.filter((finding) => finding.mended).length;
  const left = leftOf(examined).length;
  const parts = [
    `${examined.length} found`,
    ...(repairedCount > 0 ? [`${repairedCount} repaired`] : []),
    `${left === 0 ? 'none' : left} ${left === 1 ? 'needs' : 'need'} attention`,
  ];
  return `${parts.join(', ')}.`;
}

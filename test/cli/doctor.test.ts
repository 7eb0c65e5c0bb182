import { expect, test } from 'vitest';
import { type Examination, summaryOf } from '../../cli/commands/doctor.ts';

const finding = (kind: Examination['kind'], mended = false): Examination => ({
  ...{ kind, group: 'ci', subject: 'i-1', told: 'Something is so.', remedy: null, mended },
});

test.each<[string, Examination[]]>([
  ['1 found, 1 to be looked at.', [finding('unknown-group')]],
  ['3 found, 1 to be looked at.', [finding('vanished'), finding('released'), finding('refused-policy')]],
  ['2 found, none to be looked at.', [finding('vanished'), finding('released')]],
  ['3 found, 1 mended, 1 to be looked at.', [finding('unfinished', true), finding('vanished'), finding('unfinished')]],
  ['1 found, 1 mended, none to be looked at.', [finding('forgotten-mark', true)]],
])('doctor counts: %s', (summary, found) => {
  expect(summaryOf(found)).toBe(summary);
});

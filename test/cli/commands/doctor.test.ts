import { expect, test } from 'vitest';
import { type Examination, examinationSummary } from '../../../shared/presentation/index.ts';

const finding = (kind: Examination['kind'], mended = false): Examination => ({
  ...{ kind, group: 'ci', subject: 'i-1', reason: { code: 'doctor-released', params: {} }, remedy: null, mended },
});

test.each<[string, Examination[]]>([
  ['1 found, 1 needs attention.', [finding('unknown-group')]],
  ['3 found, 1 needs attention.', [finding('vanished'), finding('released'), finding('refused-policy')]],
  ['2 found, none need attention.', [finding('vanished'), finding('released')]],
  [
    '3 found, 1 repaired, 1 needs attention.',
    [finding('unfinished', true), finding('vanished'), finding('unfinished')],
  ],
  ['1 found, 1 repaired, none need attention.', [finding('forgotten-mark', true)]],
])('doctor counts: %s', (summary, found) => {
  expect(examinationSummary(found)).toBe(summary);
});

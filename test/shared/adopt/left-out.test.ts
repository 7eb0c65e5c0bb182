import { expect, test } from 'vitest';
import { because } from '../../../shared/adopt/reasons.ts';
import { sentence } from '../../../shared/presentation/index.ts';

test('what is left out says why, as a reason of its own', () => {
  const cause = because['adopt-lasts-differently']({});
  expect(sentence(because['adopt-scheduled-action-left-out']({ action: 'evening', cause }))).toBe(
    'Scheduled action evening was left out: the time until the next action is not the same every time, but a window of a schedule rule always lasts equally long. Write a window for each length.',
  );
  expect(
    sentence(
      because['adopt-policy-left-out']({ policy: 'p', type: 'StepScaling', cause: because['adopt-no-alarm']({}) }),
    ),
  ).toBe('Scaling policy p (StepScaling) was left out: no alarm triggers it.');
});

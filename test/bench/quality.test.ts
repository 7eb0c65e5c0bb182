import { expect, test } from 'vitest';
import { generatedCrowds } from '../../bench/quality/generated.ts';
import type { Result } from '../../bench/quality/play.ts';
import { brokenOf, requirementsOf } from '../../bench/quality/requirements.ts';
import { BURSTS, CROWDS, WEB } from '../../bench/quality/scenarios.ts';
import { measuredOf } from '../../bench/quality/standings.ts';

const result = (more: Partial<Result>): Result => ({
  ...{ recording: 'a', hours: 48, entrant: 'objective', isOurs: true, costRatio: 1.1, equalLossRatio: 1.1 },
  ...{ latePercent: 0.5, actionsPerDay: 100, seconds: 1 },
  ...more,
});

test('a requirement that is not met is listed, with the figure and the limit', () => {
  const measured = [
    measuredOf(WEB.fresh, [result({ equalLossRatio: 1.3 }), result({ equalLossRatio: 1.2, hours: 1, latePercent: 5 })]),
    measuredOf(BURSTS, [result({ equalLossRatio: null, latePercent: 0.11 })]),
  ];
  expect(brokenOf(requirementsOf(measured, true))).toEqual([
    'interactive, metrics 15 s old: × equal loss 1.249, at most 1.200',
    `${BURSTS.name}: worst share of late tasks 0.110 %, at most 0.100 %`,
  ]);
  // The cost on generated demand has no limit, and an hour of a recording is too short for one of its loss.
  expect(brokenOf(requirementsOf(measured, false))).toHaveLength(1);
});

test('the first of our entrants counts, and no other autoscaler', () => {
  const results = [
    result({ isOurs: false, entrant: 'other', latePercent: 9 }),
    result({}),
    result({ entrant: 'pool', latePercent: 8 }),
  ];
  expect(requirementsOf([measuredOf(CROWDS.fresh, results)], true)).toMatchObject([{ measured: 0.5, required: 0.9 }]);
});

test('a generated crowd is the only one in four days, and multiplies the demand', () => {
  for (const { name, points } of generatedCrowds()) {
    const size = Number(/\d/.exec(name)?.[0]);
    const halves = [points.slice(0, points.length / 2), points.slice(points.length / 2)];
    const [before = 0, after = 0] = halves.map((half) => Math.max(...half.map(({ value }) => value)));
    expect(before).toBeLessThan(130);
    expect(after).toBeGreaterThan(before);
    expect(after).toBeLessThan(before * size);
  }
});

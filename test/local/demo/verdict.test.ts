import { expect, test } from 'vitest';
import { type DemoOutcome, shortcomings } from '../../../local/demo/verdict.ts';

const GOOD: DemoOutcome = {
  evaluations: { schedule: 3, alarm: 5 },
  activities: 8,
  peak: 9,
  final: 2,
  min: 1,
  max: 12,
  startWorkers: 1,
  desired: 2,
};

test('a demo in which the group followed the demand meets all expectations', () => {
  expect(shortcomings(GOOD)).toEqual([]);
});

test.each<[string, Partial<DemoOutcome>, string]>([
  ['the schedule set nothing off', { evaluations: { schedule: 0, alarm: 5 } }, 'the schedule caused no evaluation'],
  ['no alarm set anything off', { evaluations: { schedule: 3, alarm: 0 } }, 'no alarm caused an evaluation'],
  ['the group did not scale out', { startWorkers: 9 }, 'it started with 9 and peaked at 9'],
  ['the group did not scale in', { final: 9, desired: 9 }, 'it peaked at 9 and ended with 9'],
  ['workers and desired capacity differ', { desired: 3 }, 'counted by tag (2) are not the desired capacity (3)'],
  ['nothing was decided', { desired: null }, 'are not the desired capacity (null)'],
  ['the group passed its maximum', { peak: 13 }, 'the group left its bounds 1 to 12'],
  ['the group fell below its minimum', { final: 0, desired: 0 }, 'the group left its bounds 1 to 12'],
])('a demo does not meet its expectations when %s', (_, outcome, told) => {
  expect(shortcomings({ ...GOOD, ...outcome })).toEqual([expect.stringContaining(told)]);
});

test('all unmet expectations are reported', () => {
  expect(shortcomings({ ...GOOD, evaluations: { schedule: 0, alarm: 0 }, desired: 7 })).toHaveLength(3);
});

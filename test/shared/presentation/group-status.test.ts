import { expect, test } from 'vitest';
import { dueAtPace } from '../../../shared/names/index.ts';
import { parsePolicy } from '../../../shared/policy/index.ts';
import { groupStatus } from '../../../shared/presentation/index.ts';
import { emptyState } from '../../../shared/state/index.ts';
import { MINUTE, NOON } from '../../contracts/examples.ts';

const NOTHING = { seen: null, tunedRules: [], unavailable: {}, notes: [] };
const evaluation = (failures: number, dueAt: number | null): string | undefined =>
  groupStatus({ ...emptyState('ci'), failures, schedule: { dueAt } }, NOTHING, undefined, NOON)
    .split('\n')
    .find((line) => line.startsWith('evaluation'))
    ?.replace(/^evaluation\s+/, '');

test.each([
  [0, null, 'not scheduled'],
  [0, NOON, 'every minute'],
  [0, NOON + 5 * MINUTE, 'on an alarm, at the latest in 5 min'],
  [0, dueAtPace({ age: 70, state: 'trying' }), 'about every minute, until it is known when the metrics come'],
  [0, dueAtPace({ age: 70, state: 'known' }), 'every minute, next in 10 s'],
  [1, NOON, 'every minute; the last one failed'],
  [7, NOON + 5 * MINUTE, 'again in 5 min; the last 7 failed'],
])('after %i failures, due at %s', (failures, dueAt, expected) => {
  expect(evaluation(failures, dueAt)).toBe(expected);
});

test('a condition without data names the metrics that rules lack', () => {
  const conditions = [{ condition: 'no-data' as const, since: NOON, notified: true }];
  const state = { ...emptyState('ci'), watch: { conditions } };
  const lacks = (metric: string) => ({ code: 'no-data', params: { metric } });
  const fallback = { code: 'fallback', params: { cause: lacks('jobs'), evaluations: 4, capacity: 2 } };
  const reasons = [lacks('queued'), lacks('queued'), fallback, { code: 'paused', params: {} }];
  const trace = reasons.map((reason, index) => ({ stage: `rule:${index}`, proposed: null, reason }));
  expect(groupStatus(state, { ...NOTHING, trace }, undefined, NOON)).toMatch(
    /^condition +no data for queued, jobs since .+, reported$/m,
  );
  expect(groupStatus(state, NOTHING, undefined, NOON)).toMatch(/^condition +no data since .+, reported$/m);
});

test('an interval that does not divide a minute is shown as it is', () => {
  const parsed = parsePolicy({ group: 'ci', capacity: { min: 0, max: 1 }, evaluateEvery: '25s', rules: [] });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  const observed = { ...NOTHING, policy: parsed.value };
  const state = { ...emptyState('ci'), schedule: { dueAt: NOON } };
  expect(groupStatus(state, observed, undefined, NOON)).toMatch(/^evaluation +every 20 s$/m);
});

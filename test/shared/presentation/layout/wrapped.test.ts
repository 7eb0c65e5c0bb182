import { describe, expect, test } from 'vitest';
import { scale } from '../../../../shared/operations/index.ts';
import { decisionReport, examinationText, WHOLE, wrapped } from '../../../../shared/presentation/index.ts';
import { policyOf, settled } from '../../evaluation/setting.ts';
import { controlIn } from '../../operations/control/control.ts';

const narrow = { ...WHOLE, width: 60 };
const longest = (text: string) => Math.max(...text.split('\n').map((line) => [...line].length));

test('a line is broken at spaces, and goes on under its beginning', () => {
  expect(wrapped('  ✓ one two three four five six', { ...WHOLE, width: 20 })).toBe(
    '  ✓ one two three\n  four five six',
  );
  expect(wrapped('x'.repeat(100), narrow)).toBe('x'.repeat(100));
  expect(wrapped('one two')).toBe('one two');
});

describe('a size set by hand', () => {
  test.each([
    [30, 5, 'at-min'],
    [90, 5, 'at-max'],
  ])('is what holds a group whose queue has %d, not a bound of its policy', async (waiting, workers, code) => {
    const world = await settled(5, policyOf({ capacity: { min: 0, max: 20 } }));
    const request = { workers, for: 3600, because: 'load test', force: false };
    await scale('ci', request, { by: 'ann', through: 'command' }, controlIn(world));
    world.queues.set('jobs', { waiting });
    const { decision } = await world.evaluate();
    if (!decision) throw new Error('no decision');
    expect(decision.blockedBy).toBe(code);
    const report = decisionReport(decision);
    expect(report).toContain('held back by the size that ann has set until 2026-11-21 13:00:00 UTC');
    expect(report).not.toContain(code);
    expect(longest(decisionReport(decision, {}, narrow))).toBeLessThanOrEqual(60);
  });
});

test('findings fit the terminal', () => {
  const reason = { code: 'audit-failed', params: { error: 'word '.repeat(40).trim() } };
  const finding = { group: 'ci', kind: 'launches-fail', subject: null, reason, remedy: null, mended: false };
  expect(longest(examinationText([finding as never], narrow))).toBeLessThanOrEqual(60);
});

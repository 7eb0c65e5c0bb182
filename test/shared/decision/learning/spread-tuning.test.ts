import { expect, test } from 'vitest';
import { isLearning, learningDueAt, spreadLearningDueAt } from '../../../../shared/decision/index.ts';
import type { Learned } from '../../../../shared/rules/index.ts';
import { NOW, policyOf, type WrittenPolicy } from '../builders.ts';
import { TWICE, tunedBy } from '../tuned.ts';

const HOUR = 3_600_000;
const WRITTEN: WrittenPolicy = { rules: [{ kind: 'objective', metric: 'demand', perWorker: 10, name: 'demand' }] };

/** A rule with a tuning that has seen so many seconds. */
function tunedObjective(seen: number) {
  const policy = policyOf(WRITTEN);
  const [rule] = policy.rules;
  const found = tunedBy(WRITTEN, { winner: { ...TWICE, seen } })['demand'];
  if (!rule || !isLearning(rule) || !found) throw new Error('the rule does not tune itself');
  return { rule, policy, tuned: { ...found, at: Date.parse(NOW) } as Learned };
}

test('what is learned every hour is due at the same moment of each hour, at most half an hour away from its time', () => {
  for (const phase of [0, 0.25, 0.6, 0.99]) {
    const { rule, policy, tuned } = tunedObjective(48 * 3600);
    const plain = learningDueAt(rule, policy, tuned) ?? 0;
    const spread = spreadLearningDueAt(rule, policy, tuned, phase) ?? 0;
    expect(spread % HOUR).toBeCloseTo(phase * HOUR, 3);
    expect(Math.abs(spread - plain)).toBeLessThanOrEqual(HOUR / 2);
    // The next tuning follows a little later, and is due again after an hour.
    const next = { ...tuned, at: tuned.at + (spread - plain) + HOUR };
    expect(spreadLearningDueAt(rule, policy, next, phase)).toBeCloseTo(spread + HOUR, 3);
  }
});

test('what is learned more often, or not at all yet, is due as without a stage', () => {
  const { rule, policy, tuned } = tunedObjective(3600);
  expect(spreadLearningDueAt(rule, policy, tuned, 0.5)).toBe(learningDueAt(rule, policy, tuned));
  expect(spreadLearningDueAt(rule, policy, null, 0.5)).toBeNull();
});

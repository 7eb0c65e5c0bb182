import { describe, expect, it } from 'vitest';
import { completedPolicy, faultText, parsePolicy, readCompletedPolicy } from '../../../shared/policy/index.ts';

const policy = (steps: readonly object[]) => ({
  group: 'web',
  capacity: { min: 1, max: 9 },
  rules: [{ kind: 'step', metric: 'cpu', threshold: 60, steps }],
});
const faults = (steps: readonly object[]): string[] => {
  const parsed = parsePolicy(policy(steps));
  return parsed.ok ? [] : parsed.faults.map(({ path, code }) => `${path} ${code}`);
};

describe('the steps of a rule', () => {
  it.each([
    ['a single growing step that ends', [{ from: 0, to: 10, add: 1 }], ['rules[0].steps[0].to outermost-step-closed']],
    [
      'a single shrinking step that ends',
      [{ from: -20, to: -10, add: -1 }],
      ['rules[0].steps[0].from outermost-step-closed'],
    ],
    [
      'a hole above',
      [
        { from: 0, to: 10, add: 1 },
        { from: 15, add: 2 },
      ],
      ['rules[0].steps[1] steps-leave-hole'],
    ],
    [
      'a hole below, in any order',
      [
        { to: -30, add: -2 },
        { from: -20, to: 0, add: -1 },
      ],
      ['rules[0].steps[0] steps-leave-hole'],
    ],
    ['a step that is open on both sides', [{ add: 1 }], ['rules[0].steps[0] step-open-on-both-sides']],
    [
      'faults on both sides',
      [
        { from: 0, to: 10, add: 1 },
        { from: -10, to: 0, add: -1 },
      ],
      ['rules[0].steps[0].to outermost-step-closed', 'rules[0].steps[1].from outermost-step-closed'],
    ],
    [
      'a step across the threshold that ends above',
      [{ to: 5, add: -1 }],
      ['rules[0].steps[0].to outermost-step-closed'],
    ],
  ])('are refused: %s', (_, steps, expected) => {
    expect(faults(steps)).toEqual(expected);
  });

  it.each([
    [
      [
        { from: 0, to: 10, add: 1 },
        { from: 15, add: 2 },
      ],
      'rules[0].steps[1]: leaves a gap: no step applies from 10 to 15. Extend a step to close it',
    ],
    [
      [
        { to: -30, add: -2 },
        { from: -20, to: 0, add: -1 },
      ],
      'rules[0].steps[0]: leaves a gap: no step applies from -30 to -20. Extend a step to close it',
    ],
    [[{ from: 0, to: 10, add: 1 }], 'rules[0].steps[0].to: must be left out: otherwise no step applies beyond 10'],
    [[{ from: -10, to: 0, add: -1 }], 'rules[0].steps[0].from: must be left out: otherwise no step applies beyond -10'],
    [[{ add: 1 }], 'rules[0].steps[0]: must have from or to: a step that is open on both sides applies at any value'],
  ])('have a fault that says where: %j', (steps, expected) => {
    const parsed = parsePolicy(policy(steps));
    expect(parsed.ok ? [] : parsed.faults.map(faultText)).toEqual([expected]);
  });

  it.each([
    ['one that grows', [{ from: 0, add: 1 }]],
    [
      'nothing near the threshold',
      [
        { from: 10, to: 20, add: 1 },
        { from: 20, add: 2 },
        { to: -20, add: -1 },
      ],
    ],
    [
      'both sides',
      [
        { from: 0, add: 1 },
        { to: 0, add: -1 },
      ],
    ],
    [
      'one across the threshold',
      [
        { from: -5, to: 5, add: 0 },
        { from: 5, add: 1 },
        { to: -5, add: -1 },
      ],
    ],
  ])('are accepted: %s', (_, steps) => {
    expect(faults(steps)).toEqual([]);
  });

  it('of a policy that was accepted earlier are kept', () => {
    const parsed = parsePolicy(
      policy([
        { from: 0, to: 10, add: 1 },
        { from: 10, add: 2 },
      ]),
    );
    if (!parsed.ok) throw new Error('the policy is valid');
    const [rule] = parsed.value.rules;
    const earlier = { ...parsed.value, rules: [{ ...rule, steps: [{ from: 0, to: 10, add: 1 }] }] };
    expect(readCompletedPolicy(completedPolicy(earlier as never))).toMatchObject({ ok: true });
  });
});

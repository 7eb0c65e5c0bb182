import { expect, test } from 'vitest';
import { because } from '../../../../shared/evaluation/because.ts';
import type { UnhealthyWorker } from '../../../../shared/evaluation/observe/workers/workers.ts';
import { replacedReason, replacementsOf } from '../../../../shared/evaluation/plan/replacements.ts';
import { phrase } from '../../../../shared/presentation/index.ts';
import { because as ec2 } from '../../../../shared/providers/ec2/because.ts';
import { NOON } from '../../../contracts/examples.ts';

const REASONS = {
  interruption: because['interruption-announced']({}),
  rebalance: because['rebalance-recommended']({}),
  'status-check': ec2['status-check-failed']({}),
  boot: ec2['boot-timeout']({}),
  'target-health': ec2['target-unhealthy']({}),
} as const;
type Wrong = keyof typeof REASONS;

const unhealthy = (
  id: string,
  wrong: Wrong = 'status-check',
  also: Partial<UnhealthyWorker> = {},
): UnhealthyWorker => ({
  ...{ id, reason: REASONS[wrong], launchedAt: NOON, protected: false },
  ...{ isTaken: wrong === 'interruption', isAtRisk: wrong === 'rebalance', isBusy: false },
  ...also,
});
const workers = { pending: 0, warming: 0, ready: 10, draining: 0, unhealthy: 2 };
const seen = (also: Partial<typeof workers> = {}) => ({ desired: 12, metrics: {}, workers: { ...workers, ...also } });

test.each<[string, readonly UnhealthyWorker[], number, Parameters<typeof seen>[0], number, string[]]>([
  [
    'one at once, the oldest',
    [unhealthy('i-2'), unhealthy('i-1', 'boot', { launchedAt: NOON - 1 })],
    1,
    {},
    0,
    ['i-1'],
  ],
  [
    'as many as the policy says',
    ['i-3', 'i-1', 'i-2', 'i-4'].map((id) => unhealthy(id)),
    3,
    {},
    0,
    ['i-1', 'i-2', 'i-3'],
  ],
  ['less those whose predecessors drain', [unhealthy('i-1'), unhealthy('i-2')], 3, {}, 2, ['i-1']],
  [
    'less those that have yet to prove themselves',
    [unhealthy('i-1'), unhealthy('i-2')],
    3,
    { pending: 1, warming: 1 },
    0,
    ['i-1'],
  ],
  ['none while as many are under way', [unhealthy('i-1')], 1, { pending: 5 }, 0, []],
  [
    'all that AWS takes, whatever is under way, and not those that it may take',
    [unhealthy('i-1', 'interruption'), unhealthy('i-2', 'rebalance'), unhealthy('i-3')],
    1,
    { pending: 5 },
    1,
    ['i-1'],
  ],
  ['none where the policy says none', [unhealthy('i-1')], 0, {}, 0, []],
  [
    'a protected one stays, and needs no company',
    [unhealthy('i-1', 'boot', { protected: true }), unhealthy('i-2')],
    1,
    {},
    0,
    ['i-2'],
  ],
  [
    'a protected one that AWS takes needs a replacement',
    [unhealthy('i-1', 'interruption', { protected: true })],
    1,
    {},
    0,
    ['i-1'],
  ],
])('unhealthy workers that are replaced: %s', (_, all, atOnce, counts, illDraining, expected) => {
  expect(replacementsOf(all, atOnce, seen(counts), { draining: illDraining, launched: 0 }).map(({ id }) => id)).toEqual(
    expected,
  );
});

test('the sentence names three and counts the rest', () => {
  const all = [
    unhealthy('i-1', 'interruption'),
    unhealthy('i-2'),
    unhealthy('i-3', 'target-health'),
    unhealthy('i-4'),
    unhealthy('i-5'),
  ];
  expect(phrase(replacedReason(all.slice(0, 1)))).toBe('i-1 is about to be interrupted: replaced');
  expect(phrase(replacedReason(all))).toBe(
    'i-1 is about to be interrupted, i-2 fails an EC2 status check, i-3 is not healthy in its target group and 2 more: replaced',
  );
});

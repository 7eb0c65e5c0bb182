import { expect, test } from 'vitest';
import { type Health, type HealthReadouts, healthOf } from '../../../shared/evaluation/health/health.ts';
import { type IllWorker, replacedReason, replacementsOf } from '../../../shared/evaluation/health/replacements.ts';
import type { ListedWorker } from '../../../shared/evaluation/model.ts';
import type { TargetHealth } from '../../../shared/evaluation/ports.ts';
import { type Ec2Provider, type Policy, type PolicyDocument, parsePolicy } from '../../../shared/policy/index.ts';
import { phrase } from '../../../shared/presentation/index.ts';
import type { InterruptionNotice } from '../../../shared/state/index.ts';
import { NOON } from '../../contracts/examples.ts';
import { policyOf } from './setting.ts';

const TARGETS = 'arn:aws:elasticloadbalancing:us-east-1:000000000000:targetgroup/web/0123456789abcdef';
const PROVIDER = policyOf().provider as NonNullable<PolicyDocument['provider']>;

function policy(provider: Partial<Ec2Provider> = {}, also: Partial<PolicyDocument> = {}): Policy {
  const parsed = parsePolicy(policyOf({ ...also, provider: { ...PROVIDER, ...provider } as typeof PROVIDER }));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.value;
}

interface Told {
  readonly ageSeconds?: number;
  readonly state?: ListedWorker['state'];
  readonly impaired?: boolean;
  readonly target?: TargetHealth;
  readonly warned?: InterruptionNotice['kind'];
  readonly isUnread?: boolean;
}

function healthWith(provider: Partial<Ec2Provider>, told: Told): Health {
  const worker = { id: 'i-1', state: told.state ?? 'running', launchedAt: NOON - (told.ageSeconds ?? 3600) * 1000 };
  const targets = new Map(told.isUnread ? [] : [[TARGETS, new Map(told.target ? [['i-1', told.target]] : [])]]);
  const readouts: HealthReadouts = { impaired: new Set(told.impaired ? ['i-1'] : []), targets };
  const warned = told.warned ? [{ id: 'i-1', at: NOON, kind: told.warned }] : [];
  return healthOf(worker as ListedWorker, policy(provider).provider, warned, readouts, NOON);
}

const served = { targetGroups: [TARGETS], bootTimeout: 600 };

test.each<[string, Partial<Ec2Provider>, Told, Health['illness'], boolean]>([
  ['a running worker is well', {}, {}, null, false],
  ['a young pending one boots', {}, { state: 'pending', ageSeconds: 899 }, null, true],
  ['a pending one past bootTimeout did not come up', {}, { state: 'pending', ageSeconds: 900 }, 'boot', false],
  ['a failed status check is an illness', {}, { impaired: true }, 'status-check', false],
  ['unless the policy does not look at them', { statusChecks: false }, { impaired: true }, null, false],
  ['a young one that its target group does not know yet boots', served, { ageSeconds: 599 }, null, true],
  ['a young one that fails its health check boots still', served, { ageSeconds: 599, target: 'unhealthy' }, null, true],
  ['an old one that fails it is ill', served, { ageSeconds: 600, target: 'unhealthy' }, 'target-health', false],
  ['an old one that is registered again boots', served, { target: 'draining' }, null, true],
  ['an old one that is not registered yet boots', served, {}, null, true],
  ['a healthy one is well', served, { target: 'healthy' }, null, false],
  ['one that is not checked is well', served, { target: 'unavailable' }, null, false],
  ['a target group that no listener uses says nothing', served, { target: 'unused' }, null, false],
  ['a target group that cannot be read says nothing', served, { isUnread: true }, null, false],
  ['a warned worker will be gone', {}, { warned: 'interruption' }, 'interruption', false],
  ['a worker at risk is worth replacing', {}, { warned: 'rebalance' }, 'rebalance', false],
])('%s', (_, provider, told, illness, isBooting) => {
  expect(healthWith(provider, told)).toEqual({ illness, isBooting });
});

const ill = (id: string, illness: IllWorker['illness'] = 'status-check', also: Partial<IllWorker> = {}): IllWorker => ({
  ...{ id, illness, launchedAt: NOON, protected: false },
  ...also,
});
const workers = { pending: 0, warming: 0, ready: 10, draining: 0, unhealthy: 2 };
const seen = (also: Partial<typeof workers> = {}) => ({ desired: 12, metrics: {}, workers: { ...workers, ...also } });
const three = { maxUnhealthyReplaced: 3 };

test.each<[string, readonly IllWorker[], Policy, Parameters<typeof seen>[0], number, string[]]>([
  ['one at once, the oldest', [ill('i-2'), ill('i-1', 'boot', { launchedAt: NOON - 1 })], policy(), {}, 0, ['i-1']],
  [
    'as many as the policy says',
    ['i-3', 'i-1', 'i-2', 'i-4'].map((id) => ill(id)),
    policy(three),
    {},
    0,
    ['i-1', 'i-2', 'i-3'],
  ],
  ['less those whose predecessors drain', [ill('i-1'), ill('i-2')], policy(three), {}, 2, ['i-1']],
  [
    'less those that have yet to prove themselves',
    [ill('i-1'), ill('i-2')],
    policy(three),
    { pending: 1, warming: 1 },
    0,
    ['i-1'],
  ],
  ['none while as many are under way', [ill('i-1')], policy(), { pending: 5 }, 0, []],
  [
    'all that AWS takes, whatever is under way',
    [ill('i-1', 'interruption'), ill('i-2', 'rebalance'), ill('i-3')],
    policy(),
    { pending: 5 },
    1,
    ['i-1', 'i-2'],
  ],
  ['none where the policy says none', [ill('i-1')], policy({ maxUnhealthyReplaced: 0 }), {}, 0, []],
  ['none of a paused group', [ill('i-1', 'interruption')], policy({}, { paused: 'in' }), {}, 0, []],
  [
    'a protected one stays, and needs no company',
    [ill('i-1', 'boot', { protected: true }), ill('i-2')],
    policy(),
    {},
    0,
    ['i-2'],
  ],
  [
    'a protected one that AWS takes needs a replacement',
    [ill('i-1', 'interruption', { protected: true })],
    policy(),
    {},
    0,
    ['i-1'],
  ],
])('of the ill workers are replaced: %s', (_, sick, accepted, counts, illDraining, expected) => {
  expect(replacementsOf(sick, accepted, seen(counts), illDraining).map(({ id }) => id)).toEqual(expected);
});

test('the sentence names three and counts the rest', () => {
  const sick = [ill('i-1', 'interruption'), ill('i-2'), ill('i-3', 'target-health'), ill('i-4'), ill('i-5')];
  expect(phrase(replacedReason(sick.slice(0, 1)))).toBe('i-1 is about to be interrupted by EC2: replaced');
  expect(phrase(replacedReason(sick))).toBe(
    'i-1 is about to be interrupted by EC2, i-2 fails a status check of EC2, i-3 is not healthy in its target group and 2 more: replaced',
  );
});

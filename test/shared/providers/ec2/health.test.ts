import { expect, test } from 'vitest';
import { healthOf } from '../../../../shared/providers/ec2/health.ts';
import type { ListedWorker, TargetHealth } from '../../../../shared/providers/ec2/ports.ts';
import { type Ec2Config, schema } from '../../../../shared/providers/ec2/schema.ts';
import { NOON } from '../../../contracts/examples.ts';

const TARGETS = 'arn:aws:elasticloadbalancing:us-east-1:000000000000:targetgroup/web/0123456789abcdef';
const CONFIG = schema.parse({
  kind: 'ec2',
  launchTemplate: { name: 'web' },
  instanceTypes: ['c7g.large'],
  subnets: ['subnet-a'],
});

interface Reported {
  readonly ageSeconds?: number;
  readonly state?: ListedWorker['state'];
  readonly impaired?: boolean;
  readonly target?: TargetHealth;
  readonly isUnread?: boolean;
}

function healthWith(change: Partial<Ec2Config>, reported: Reported) {
  const worker = {
    id: 'i-1',
    state: reported.state ?? 'running',
    launchedAt: NOON - (reported.ageSeconds ?? 3600) * 1000,
  };
  const targets = new Map(
    reported.isUnread ? [] : [[TARGETS, new Map(reported.target ? [['i-1', reported.target]] : [])]],
  );
  const readouts = { impaired: new Set(reported.impaired ? ['i-1'] : []), targets };
  const { unhealthy, serving } = healthOf(worker, { ...CONFIG, ...change }, readouts, NOON);
  return { illness: unhealthy?.code ?? null, isBooting: unhealthy === null && !serving };
}

const served = { targetGroups: [TARGETS], bootTimeout: 600 };

test.each<[string, Partial<Ec2Config>, Reported, string | null, boolean]>([
  ['a running worker is well', {}, {}, null, false],
  ['a young pending one boots', {}, { state: 'pending', ageSeconds: 899 }, null, true],
  ['a pending one past bootTimeout did not come up', {}, { state: 'pending', ageSeconds: 900 }, 'boot-timeout', false],
  ['a failed status check is an illness', {}, { impaired: true }, 'status-check-failed', false],
  ['unless the policy does not look at them', { statusChecks: false }, { impaired: true }, null, false],
  ['a young one that its target group does not know yet boots', served, { ageSeconds: 599 }, null, true],
  ['a young one that fails its health check boots still', served, { ageSeconds: 599, target: 'unhealthy' }, null, true],
  [
    'an old one that fails it is unhealthy',
    served,
    { ageSeconds: 600, target: 'unhealthy' },
    'target-unhealthy',
    false,
  ],
  ['an old one that is registered again boots', served, { target: 'draining' }, null, true],
  ['an old one that is not registered yet boots', served, {}, null, true],
  ['a healthy one is well', served, { target: 'healthy' }, null, false],
  ['one that is not checked is well', served, { target: 'unavailable' }, null, false],
  ['a target group that no listener uses says nothing', served, { target: 'unused' }, null, false],
  ['a target group that cannot be read says nothing', served, { isUnread: true }, null, false],
])('%s', (_, provider, reported, illness, isBooting) => {
  expect(healthWith(provider, reported)).toEqual({ illness, isBooting });
});

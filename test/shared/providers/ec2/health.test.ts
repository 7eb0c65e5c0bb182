import { describe, expect, test } from 'vitest';
import { sentence } from '../../../../shared/presentation/index.ts';
import { type Ec2Config, schema } from '../../../../shared/providers/ec2/format/config.ts';
import { healthOf, unusedTargets } from '../../../../shared/providers/ec2/health/health.ts';
import { managed } from '../../../../shared/providers/ec2/health/managed.ts';
import type { SeenTarget, TargetHealth } from '../../../../shared/providers/ec2/ports.ts';
import type { ListedWorker } from '../../../../shared/providers/instances/listed-worker.ts';
import { reportsOf } from '../../../../shared/providers/reports/index.ts';
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
  readonly ready?: boolean;
  /** Seconds since its last report; text: what the tag contains instead. */
  readonly aliveAgo?: number | string;
}

function healthWith(change: Partial<Ec2Config>, reported: Reported) {
  const { aliveAgo, ready = false } = reported;
  const alive = typeof aliveAgo === 'number' ? new Date(NOON - aliveAgo * 1000).toISOString() : (aliveAgo ?? null);
  const worker = {
    id: 'i-1',
    reported: reportsOf({ ready, retire: false, alive }, NOON),
    state: reported.state ?? 'running',
    launchedAt: NOON - (reported.ageSeconds ?? 3600) * 1000,
  };
  const targets = new Map(
    reported.isUnread ? [] : [[TARGETS, new Map(reported.target ? [['i-1', { health: reported.target }]] : [])]],
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

const readied = { readiness: { within: 300 } };
const beating = { heartbeat: 120 };

test.each<[string, Partial<Ec2Config>, Reported, string | null, boolean]>([
  ['a young one that has not reported ready boots', readied, { ageSeconds: 299 }, null, true],
  ['one that has reported ready is well', readied, { ageSeconds: 10, ready: true }, null, false],
  ['one that does not report ready in time is unhealthy', readied, { ageSeconds: 300 }, 'not-ready-in-time', false],
  ['one that reports ready late is well again', readied, { ready: true }, null, false],
  ['one that is ready and unknown to its target group boots', { ...readied, ...served }, { ready: true }, null, true],
  ['without readiness the report changes nothing', {}, { ready: false }, null, false],
  ['one that reported a moment ago is well', beating, { aliveAgo: 119 }, null, false],
  ['one that is silent for too long is unhealthy', beating, { aliveAgo: 120 }, 'no-heartbeat', false],
  ['one that never reported has the time to boot', beating, { ageSeconds: 899 }, null, false],
  ['one that never reported is unhealthy after that', beating, { ageSeconds: 900 }, 'no-heartbeat', false],
  ['a report of before its start does not count', beating, { ageSeconds: 60, aliveAgo: 600 }, null, false],
  ['a time that cannot be read is no silence', beating, { aliveAgo: 'yesterday' }, null, false],
  ['a time in the future is no silence', beating, { aliveAgo: -301 }, null, false],
  ['a clock that is a little ahead is no fault', beating, { aliveAgo: -299 }, null, false],
  ['without heartbeat silence changes nothing', {}, { aliveAgo: 86_400 }, null, false],
])('%s', (_, provider, reported, illness, isBooting) => {
  expect(healthWith(provider, reported).illness).toBe(illness);
  expect(healthWith(provider, reported).isBooting).toBe(isBooting && illness === null);
});

test.each([
  ['yesterday', 'alive-not-a-time'],
  ['', 'alive-not-a-time'],
  ['2027-01-01T00:00:00Z', 'alive-in-the-future'],
])('the time %j is reported as unreadable', (alive, code) => {
  const { aliveAt, unreadable } = reportsOf({ ready: true, retire: false, alive }, NOON);
  expect([aliveAt, unreadable.map((reason) => reason.code)]).toEqual([null, [code]]);
});

test('a worker that is unused where others are healthy serves nobody, is not replaced, and is reported', () => {
  const config = { ...CONFIG, targetGroups: [TARGETS] };
  const worker = (id: string, zone: string) => ({
    ...{ id, zone, state: 'running' as const, launchedAt: NOON - 3_600_000 },
    reported: reportsOf({ ready: true, retire: false, alive: null }, NOON),
  });
  const workers = [worker('i-1', 'us-east-1a'), worker('i-2', 'us-east-1b'), worker('i-3', 'us-east-1b')];
  const targetsWith = (first: TargetHealth) => ({
    impaired: new Set<string>(),
    targets: new Map([
      [
        TARGETS,
        new Map<string, SeenTarget>([
          ['i-1', { health: first }],
          ['i-2', { health: 'unused' }],
          ['i-3', { health: 'unused' }],
        ]),
      ],
    ]),
  });
  const judged = (first: TargetHealth) =>
    workers.map((each) => {
      const { unhealthy, serving } = healthOf(each, config, targetsWith(first), NOON);
      return [unhealthy, serving];
    });
  expect(judged('healthy')).toEqual([
    [null, true],
    [null, false],
    [null, false],
  ]);
  expect(unusedTargets(workers, config, targetsWith('healthy'))).toEqual([
    { code: 'zone-not-enabled', params: { targetGroup: TARGETS, zones: ['us-east-1b'], workers: ['i-2', 'i-3'] } },
  ]);
  // No listener uses the target group: that says nothing about the workers.
  expect(judged('unused')).toEqual([
    [null, true],
    [null, true],
    [null, true],
  ]);
  expect(unusedTargets(workers, config, targetsWith('unused'))).toEqual([]);
});

describe('a running worker that a target group does not have in service', () => {
  const FAILED = 'Health checks failed with these codes: [502]';
  const judged = (ageSeconds: number, target?: SeenTarget) => {
    const reported = reportsOf({ ready: true, retire: false, alive: null }, NOON);
    const worker = { id: 'i-1', reported, state: 'running' as const, launchedAt: NOON - ageSeconds * 1000 };
    const targets = new Map([[TARGETS, new Map(target ? [['i-1', target]] : [])]]);
    return healthOf(worker, { ...CONFIG, ...served }, { impaired: new Set(), targets }, NOON);
  };

  test.each([
    ['with the cause', { health: 'unhealthy', cause: FAILED }, `unhealthy in the target group web (${FAILED})`],
    ['without one', { health: 'initial' }, 'initial in the target group web'],
    ['if it is not registered', undefined, 'not registered in the target group web'],
  ] as [string, SeenTarget | undefined, string][])('is described %s', (_, target, text) => {
    const { awaited, unhealthy } = judged(60, target);
    expect(unhealthy).toBeNull();
    expect(awaited && sentence(awaited)).toBe(`${text}.`);
  });

  test('has the cause in its description', () => {
    const listed: ListedWorker = {
      ...{
        id: 'i-1',
        group: 'web',
        launchedAt: NOON - 60_000,
        zone: 'us-east-1a',
        state: 'running',
        stateReason: null,
      },
      ...{ instanceType: 'c7g.large', market: 'on-demand', drainingUntil: null, protected: false, busy: null },
      ...{ drained: false, activity: null },
    };
    const targets = new Map([[TARGETS, new Map([['i-1', { health: 'unhealthy' as const, cause: FAILED }]])]]);
    const { awaited } = managed(listed, { ...CONFIG, ...served }, { impaired: new Set(), targets }, NOON);
    expect(awaited).toMatchObject({ code: 'target-awaited', params: { targetGroup: 'web', cause: FAILED } });
  });

  test('has no cause once it is in service', () => expect(judged(60, { health: 'healthy' }).awaited).toBeUndefined());

  test('has the cause also when it is replaced', () => {
    const { unhealthy } = judged(700, { health: 'unhealthy', cause: FAILED });
    expect(unhealthy && sentence(unhealthy)).toBe(`is not healthy in its target group (${FAILED}).`);
  });
});

import { describe, expect, test } from 'vitest';
import {
  type DescribedGroup,
  type GroupMember,
  orderedBy,
} from '../../../../shared/providers/auto-scaling-group/described/group.ts';
import { notesOn, workersOf } from '../../../../shared/providers/auto-scaling-group/described/workers.ts';
import { schema } from '../../../../shared/providers/auto-scaling-group/format/config.ts';
import { planToAdd, planToRemove } from '../../../../shared/providers/auto-scaling-group/plan.ts';
import { isOpen, planSchema } from '../../../../shared/providers/sized/index.ts';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const member = (id: string, lifecycle = 'InService', more: Partial<GroupMember> = {}): GroupMember => ({
  id,
  template: null,
  instanceType: 'm7g.large',
  zone: 'us-east-1a',
  lifecycle,
  healthy: true,
  protected: false,
  ...more,
});
const OWNER = { group: 'my-web', bootTimeout: 900 };
const group = (more: Partial<DescribedGroup> = {}): DescribedGroup => ({
  name: 'web',
  arn: 'arn',
  min: 1,
  max: 5,
  desired: 2,
  deleting: false,
  template: null,
  mixed: false,
  weighted: false,
  cooldown: 300,
  warmup: null,
  protectsNew: false,
  suspended: [],
  tags: {},
  members: [],
  ...more,
});
const instance = (id: string, tags: Record<string, string> = {}) => ({
  id,
  state: 'running',
  instanceType: 'm7g.large',
  zone: 'us-east-1a',
  launchedAt: NOW - 60_000,
  lifecycle: 'spot',
  tags,
});

describe('workers', () => {
  test.each([
    ['Pending', false],
    ['Pending:Wait', false],
    ['Pending:Proceed', false],
    ['InService', true],
  ])('%s is a worker; serving: %s', (lifecycle, serving) => {
    const described = group({ members: [member('i-1', lifecycle)] });
    expect(workersOf(OWNER, described, new Map(), NOW)).toMatchObject([
      { id: 'i-1', group: 'my-web', serving, unhealthy: null, details: { lifecycle } },
    ]);
    expect(orderedBy(described)).toBe(1);
  });

  test.each([
    'Standby',
    'EnteringStandby',
    'Detaching',
    'Detached',
    'Quarantined',
    'Terminating',
    'Terminating:Wait',
    'Terminating:Proceed',
    'Terminated',
    'Warmed:Stopped',
    'Warmed:Pending:Wait',
  ])('%s is not capacity', (lifecycle) => {
    const described = group({ members: [member('i-1', lifecycle)] });
    expect([workersOf(OWNER, described, new Map(), NOW), orderedBy(described)]).toEqual([[], 2]);
  });

  test('EC2 knows the launch time, the purchase option and the tags', () => {
    const tags = {
      'headcount:busy': 'true',
      'headcount:draining-until': '2026-11-21T12:05:00.000Z',
      'headcount:drained': 'false',
    };
    const described = group({ members: [member('i-1'), member('i-2')] });
    expect(workersOf(OWNER, described, new Map([['i-1', instance('i-1', tags)]]), NOW)).toMatchObject([
      {
        launchedAt: NOW - 60_000,
        details: { instanceType: 'm7g.large', market: 'spot' },
        busy: true,
        drained: false,
        drainingUntil: NOW + 300_000,
      },
      { launchedAt: NOW, details: { market: 'on-demand' }, busy: null, drained: false, drainingUntil: null },
    ]);
  });

  test('with readiness, a worker in service is pending until it reports that it is ready, and then unhealthy', () => {
    const owner = { ...OWNER, readiness: { within: 300 } };
    const described = group({ members: [member('i-1')] });
    const at = (now: number, tags: Record<string, string> = {}) =>
      workersOf(owner, described, new Map([['i-1', instance('i-1', tags)]]), now)[0];
    expect(at(NOW)).toMatchObject({ serving: false, unhealthy: null });
    expect(at(NOW, { 'headcount:ready': 'true' })).toMatchObject({ serving: true, reported: { ready: true } });
    expect(at(NOW + 240_000)).toMatchObject({ serving: false, unhealthy: { code: 'not-ready-in-time' } });
    expect(at(NOW + 240_000, { 'headcount:ready': 'true' })).toMatchObject({ serving: true, unhealthy: null });
  });

  test('with heartbeat, a worker in service that reports nothing for longer is unhealthy', () => {
    const owner = { ...OWNER, heartbeat: 60 };
    const alive = (at: number) => ({ 'headcount:alive': new Date(at).toISOString() });
    const at = (now: number, tags: Record<string, string>, lifecycle = 'InService') =>
      workersOf(
        owner,
        group({ members: [member('i-1', lifecycle)] }),
        new Map([['i-1', instance('i-1', tags)]]),
        now,
      )[0];
    expect(at(NOW + 59_000, alive(NOW))).toMatchObject({ serving: true, unhealthy: null });
    expect(at(NOW + 60_000, alive(NOW))).toMatchObject({ serving: false, unhealthy: { code: 'no-heartbeat' } });
    expect(at(NOW + 60_000, alive(NOW), 'Pending')).toMatchObject({ unhealthy: null });
    expect(at(NOW + 60_000, {})).toMatchObject({ unhealthy: null });
    expect(at(NOW + 60_000, { 'headcount:alive': 'soon' })).toMatchObject({
      ...{ unhealthy: null, reported: { aliveAt: null, unreadable: [{ code: 'alive-not-a-time' }] } },
    });
  });

  test('a worker asks for its end', () => {
    const instances = new Map([['i-1', instance('i-1', { 'headcount:retire': 'true' })]]);
    const [worker] = workersOf(OWNER, group({ members: [member('i-1')] }), instances, NOW);
    expect(worker?.reported).toMatchObject({ retire: true, ready: false });
  });

  test.each([
    [
      'the group finds it unhealthy',
      member('i-1', 'InService', { healthy: false }),
      'running',
      'group-member-unhealthy',
    ],
    ['its instance has ended', member('i-1'), 'terminated', 'group-member-ended'],
  ])('a worker is unhealthy when %s', (_why, one, state, code) => {
    const found = { ...instance('i-1'), state };
    const workers = workersOf(OWNER, group({ members: [one] }), new Map([['i-1', found]]), NOW);
    expect(workers).toMatchObject([{ serving: false, unhealthy: { code } }]);
  });

  test('a worker is unhealthy when it takes longer than bootTimeout to come into service', () => {
    const seen = (seconds: number) => new Map([['i-1', { ...instance('i-1'), launchedAt: NOW - seconds * 1000 }]]);
    const codes = (lifecycle: string, seconds: number) =>
      workersOf(OWNER, group({ members: [member('i-1', lifecycle)] }), seen(seconds), NOW).map(
        ({ unhealthy }) => unhealthy?.code ?? null,
      );
    expect(codes('Pending:Wait', 899)).toEqual([null]);
    expect(codes('Pending:Wait', 900)).toEqual(['group-boot-timeout']);
    expect(codes('InService', 900)).toEqual([null]);
  });

  test.each([
    [member('i-1', 'InService', { protected: true }), {}],
    [member('i-1'), { 'headcount:protected': '' }],
  ])('a worker is protected by the group or by its tag', (one, tags) => {
    const [worker] = workersOf(OWNER, group({ members: [one] }), new Map([['i-1', instance('i-1', tags)]]), NOW);
    expect(worker?.protected).toBe(true);
  });

  test('reasons that prevent a resize are noted', () => {
    const codes = (more: Partial<DescribedGroup>) => notesOn(group(more)).map(({ code }) => code);
    expect(codes({})).toEqual([]);
    expect(codes({ deleting: true, weighted: true, suspended: ['Launch'] })).toEqual([
      'group-deleting',
      'group-counts-units',
      'group-launch-suspended',
    ]);
  });

  test('a group with surplus capacity has no ordered capacity', () => {
    expect(orderedBy(group({ desired: 1, members: [member('i-1'), member('i-2')] }))).toBe(0);
  });
});

describe('plans', () => {
  test("the target is the group's desired capacity plus the requested workers", () => {
    expect(planToAdd(group({ desired: 2 }), 3)).toEqual({
      plan: { name: 'web', from: 2, target: 5 },
      count: 3,
      deferred: 0,
      reasons: [],
    });
  });

  test("the group's own maximum limits a launch, with a reason", () => {
    expect(planToAdd(group({ desired: 4 }), 3)).toMatchObject({
      plan: { target: 5 },
      count: 1,
      deferred: 2,
      reasons: [{ code: 'group-at-max', params: { max: 5, wanted: 7 } }],
    });
    expect(planToAdd(group({ desired: 5 }), 1)).toMatchObject({ plan: null, count: 0, deferred: 1 });
    expect(planToAdd(group({ desired: 9 }), 1)).toMatchObject({ plan: null, count: 0 });
  });

  test.each([
    [{ deleting: true }, 'group-deleting'],
    [{ weighted: true }, 'group-counts-units'],
    [{ suspended: ['Launch'] }, 'group-launch-suspended'],
  ])('a group that is %o gets no plan', (more, code) => {
    expect(planToAdd(group(more), 1)).toMatchObject({ plan: null, count: 0, deferred: 1, reasons: [{ code }] });
  });

  test("the group's own minimum limits a removal, with a reason", () => {
    expect(planToRemove(group({ desired: 3, min: 1 }), ['i-1', 'i-2'], 0)).toEqual({
      workers: ['i-1', 'i-2'],
      plan: { name: 'web' },
      reasons: [],
    });
    expect(planToRemove(group({ desired: 3, min: 1 }), ['i-1', 'i-2', 'i-3'], 0)).toMatchObject({
      workers: ['i-1', 'i-2'],
      reasons: [{ code: 'group-at-min', params: { min: 1, wanted: 0 } }],
    });
    expect(planToRemove(group({ desired: 1, min: 1 }), ['i-1'], 0)).toMatchObject({ workers: [], plan: null });
    expect(planToRemove(group({ weighted: true }), ['i-1'], 0)).toMatchObject({ workers: [], plan: null });
  });

  test('a group with more than its desired capacity keeps the required capacity while it replaces instances', () => {
    expect(planToRemove(group({ desired: 3 }), ['i-1', 'i-2'], 3)).toMatchObject({
      workers: [],
      plan: null,
      reasons: [{ code: 'group-replaces', params: { desired: 3 } }],
    });
    expect(planToRemove(group({ desired: 3 }), ['i-1', 'i-2'], 2)).toMatchObject({ workers: ['i-1'] });
  });

  test('a plan is done when the group has its target, and void when the desired capacity is lower than at its start', () => {
    const plan = { name: 'web', from: 2, target: 4 };
    expect(isOpen(plan, group({ desired: 1 }))).toBe(false);
    expect(isOpen(plan, group({ desired: 3 }))).toBe(true);
    expect(isOpen(plan, group({ desired: 4 }))).toBe(false);
    expect(isOpen(plan, group({ desired: 5 }))).toBe(false);
  });

  test('a plan that was changed is rejected', () => {
    expect(planSchema.safeParse({ name: 'web', from: 2, target: 4 }).success).toBe(true);
    expect(planSchema.safeParse({ name: 'web', from: 2, target: -1 }).success).toBe(false);
    expect(planSchema.safeParse({ name: 'web', from: 2, target: 4, force: true }).success).toBe(false);
  });
});

describe('a policy names its group', () => {
  const faults = (name: string) => {
    const read = schema.safeParse({ kind: 'auto-scaling-group', name });
    return read.success ? [] : read.error.issues.map(({ message }) => message);
  };

  test('with any name that AWS allows', () => {
    expect(faults('Team/A_(1)')).toEqual([]);
  });

  test('never with an ARN, which may belong to another account', () => {
    expect(faults('arn:aws:autoscaling:eu-west-1:111122223333:autoScalingGroup:x:autoScalingGroupName/web')).toEqual([
      "must be the group's name, not its ARN: Headcount manages groups of its own account and region",
    ]);
    expect(faults('a b')).toHaveLength(1);
    expect(faults('')).toHaveLength(1);
  });
});

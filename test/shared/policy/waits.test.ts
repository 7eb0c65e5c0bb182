import { describe, expect, it } from 'vitest';
import { faultText, type Policy, parsePolicy } from '../../../shared/policy/index.ts';

const accepted = (written: object): Policy => {
  const parsed = parsePolicy({ group: 'fleet', capacity: { min: 1, max: 10 }, ...written });
  if (!parsed.ok) throw new Error(parsed.faults.map(faultText).join('\n'));
  return parsed.value;
};
const target = { kind: 'target', metric: 'cpu', value: 60 };
const forecast = { kind: 'forecast', metric: 'cpu', value: 60 };
const objective = { kind: 'objective', metric: 'demand', perWorker: 10 };
const deadline = { kind: 'deadline', metric: 'waiting', taskSeconds: 30, startWithin: '5m' };
const schedule = { kind: 'schedule', windows: [{ cron: '0 8 * * *', lasts: '8h', min: 3 }] };

const NONE = { cooldown: 0, stabilization: 0, limits: [], select: 'max' };
const WITHOUT = {
  out: { ...NONE, boot: 'measured', shortPeaks: 'follow' },
  in: { ...NONE, drain: 120, drainBusy: 'wait', idle: expect.any(String), whileBooting: 'proceed' },
};

describe('the delays of a profile', () => {
  it.each<[string, object]>([
    ['an objective', { rules: [objective] }],
    ['a deadline', { rules: [deadline] }],
    ['both, and windows that move the bounds', { rules: [schedule, objective, deadline] }],
    ['an objective of an application', { rules: [objective], tier: 'application' }],
    ['an objective of the platform', { rules: [objective], tier: 'platform' }],
  ])('are not added for %s', (_, written) => {
    expect(accepted(written).behavior).toEqual(WITHOUT);
    expect(accepted(written).profile).toBe('balanced');
  });

  it.each<[string, object]>([
    ['an objective beside a target', { rules: [objective, target] }],
    ['a deadline beside a forecast', { rules: [deadline, forecast] }],
    ['a forecast', { rules: [forecast] }],
    ['windows alone', { rules: [schedule] }],
    ['no rules', {}],
    ['an objective, where the profile is written', { rules: [objective], profile: 'balanced' }],
  ])('are added for %s', (_, written) => {
    expect(accepted(written).behavior).toEqual(accepted({ rules: [target] }).behavior);
  });

  it('are those of the configured profile', () => {
    const written = { rules: [objective], profile: 'conservative', tier: 'application' };
    expect(accepted(written).behavior).toEqual(accepted({ ...written, rules: [target] }).behavior);
  });

  it('do not replace configured ones', () => {
    const behavior = {
      out: { cooldown: 45, limits: [{ workers: 2, every: 60 }] },
      in: { stabilization: '3m', select: 'min', drain: '10m' },
    };
    expect(accepted({ rules: [objective], behavior }).behavior).toEqual({
      out: { ...WITHOUT.out, cooldown: 45, limits: [{ workers: 2, every: 60 }] },
      in: { ...WITHOUT.in, stabilization: 180, select: 'min', drain: 600, idle: 'limited' },
    });
  });

  it('are the same when the accepted policy is read again', () => {
    const { profile, ...policy } = accepted({ rules: [objective] });
    expect(accepted({ ...policy, profile }).behavior).toEqual(WITHOUT);
  });
});

describe('the scale-in of a group whose rules are all on queues', () => {
  const backlog = { kind: 'backlog', metric: 'waiting', perWorker: 10 };
  const of = (written: object) => accepted({ rules: [backlog], ...written }).behavior;

  it('has no limits, but the waits of its profile', () => {
    expect(of({}).in).toMatchObject({ cooldown: 300, stabilization: 300, limits: [], whileBooting: 'wait' });
    expect(of({ profile: 'aggressive' }).in).toMatchObject({ cooldown: 120, stabilization: 120, limits: [] });
    expect(of({ rules: [backlog, deadline, schedule] }).in).toMatchObject({ limits: [] });
  });

  it('halves the group at most where a worker boots for longer than the stabilization window', () => {
    expect(of({ warmup: '5m' }).in.limits).toEqual([]);
    expect(of({ warmup: '6m' }).in.limits).toEqual([{ percent: 50, every: 60 }]);
    expect(of({ warmup: '5m', tier: 'application' }).in.limits).toEqual([{ percent: 50, every: 60 }]);
  });

  it('is as for other rules in the conservative profile, beside them, and where it is written', () => {
    const steps = [{ percent: 25, every: 60 }];
    expect(of({ profile: 'conservative' }).in.limits).toEqual([{ percent: 10, every: 60 }]);
    expect(of({ rules: [backlog, target] }).in.limits).toEqual(steps);
    expect(of({ behavior: { in: { limits: steps } } }).in.limits).toEqual(steps);
  });
});

describe('short peaks', () => {
  const backlog = { kind: 'backlog', metric: 'waiting', perWorker: 10 };
  const of = (written: object) => accepted(written).behavior.out.shortPeaks;

  it('are ignored by default only where all rules are on queues and none weighs time itself', () => {
    expect(of({ rules: [backlog, schedule] })).toBe('ignore');
    for (const rules of [[target], [backlog, target], [backlog, deadline], [deadline], [schedule], []]) {
      expect(of({ rules })).toBe('follow');
    }
  });

  it('are followed where a stabilization window is written', () => {
    expect(of({ rules: [backlog], behavior: { out: { stabilization: 0 } } })).toBe('follow');
    expect(of({ rules: [target], behavior: { out: { shortPeaks: 'ignore' } } })).toBe('ignore');
  });
});

describe('workers that boot', () => {
  const of = (written: object) => accepted({ rules: [target], ...written }).behavior.in.whileBooting;

  it('are waited for, unless a stabilization window is written', () => {
    expect(of({})).toBe('wait');
    expect(of({ behavior: { in: { stabilization: '5m' } } })).toBe('proceed');
    expect(of({ behavior: { in: { stabilization: '5m', whileBooting: 'wait' } } })).toBe('wait');
  });
});

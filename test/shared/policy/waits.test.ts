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
const WITHOUT = { out: NONE, in: { ...NONE, drain: 120, drainBusy: 'wait', idle: expect.any(String) } };

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
      out: { ...NONE, cooldown: 45, limits: [{ workers: 2, every: 60 }] },
      in: { ...NONE, stabilization: 180, select: 'min', drain: 600, drainBusy: 'wait', idle: 'limited' },
    });
  });

  it('are the same when the accepted policy is read again', () => {
    const { profile, ...policy } = accepted({ rules: [objective] });
    expect(accepted({ ...policy, profile }).behavior).toEqual(WITHOUT);
  });
});

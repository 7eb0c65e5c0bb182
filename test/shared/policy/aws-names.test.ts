import { describe, expect, it } from 'vitest';
import { faultText, parsePolicy } from '../../../shared/policy/index.ts';

const faultsOf = (more: object): string[] => {
  const parsed = parsePolicy({ group: 'fleet', capacity: { min: 1, max: 10 }, ...more });
  return parsed.ok ? [] : parsed.faults.map(faultText);
};
const cloudwatch = (change: object, more: object = {}) =>
  faultsOf({ metrics: { cpu: { cloudwatch: { namespace: 'AWS/EC2', name: 'Cpu', ...change }, ...more } } });

describe('names that CloudWatch would reject, which fails the whole batch, are errors', () => {
  it.each([
    [{ namespace: ':bad' }, /^metrics\.cpu\.cloudwatch\.namespace: /],
    [{ namespace: ' ' }, /^metrics\.cpu\.cloudwatch\.namespace: /],
    [{ namespace: 'Größe' }, /^metrics\.cpu\.cloudwatch\.namespace: /],
    [{ name: '  ' }, /^metrics\.cpu\.cloudwatch\.name: /],
    [{ name: 'a\nb' }, /^metrics\.cpu\.cloudwatch\.name: /],
    [{ dimensions: { ':Group': 'ci' } }, /^metrics\.cpu\.cloudwatch\.dimensions/],
    [{ dimensions: { ' ': 'ci' } }, /^metrics\.cpu\.cloudwatch\.dimensions/],
    [{ dimensions: { Größe: 'ci' } }, /^metrics\.cpu\.cloudwatch\.dimensions/],
    [{ dimensions: { Group: ' ' } }, /^metrics\.cpu\.cloudwatch\.dimensions\.Group: /],
    [{ dimensions: { Group: 'groß' } }, /^metrics\.cpu\.cloudwatch\.dimensions\.Group: /],
    [{ dimensions: { Group: 'a\tb' } }, /^metrics\.cpu\.cloudwatch\.dimensions\.Group: /],
  ])('%o', (change, expected) => {
    const faults = cloudwatch(change);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(expected);
  });

  it('names that CloudWatch accepts are valid', () => {
    expect(
      cloudwatch({ namespace: 'My App/jobs #1:x', name: 'a b:c', dimensions: { 'Instance Id': 'i-1: x/y' } }),
    ).toEqual([]);
  });
});

describe('a history is at most a day, because the longest one is read for the whole batch', () => {
  const DAY = 'must be at most 1d';
  const withRule = (rule: object) => faultsOf({ metrics: { cpu: { pushed: {} } }, rules: [rule] });
  const threshold = (out: string, inn: string) =>
    withRule({
      kind: 'threshold',
      metric: 'cpu',
      out: { above: 9, add: 1, for: out },
      in: { below: 1, remove: 1, for: inn },
    });
  const workers = (idleFor: string) =>
    withRule({
      kind: 'workers',
      overloaded: [{ metric: 'cpu', above: 9 }],
      idle: [{ metric: 'cpu', below: 1 }],
      idleFor,
    });

  it('for, idleFor, maxAge and period', () => {
    expect(threshold('25h', '2d')).toEqual([`rules[0].out.for: ${DAY}`, `rules[0].in.for: ${DAY}`]);
    expect(workers('86401s')).toEqual([`rules[0].idleFor: ${DAY}`]);
    expect(cloudwatch({}, { maxAge: '366d' })).toEqual([`metrics.cpu.maxAge: ${DAY}`]);
    expect(cloudwatch({ period: '2d' })).toEqual([`metrics.cpu.cloudwatch.period: ${DAY}`]);
  });

  it('a day is allowed', () => {
    expect([...threshold('1d', '24h'), ...workers('1d'), ...cloudwatch({ period: '1d' }, { maxAge: '1d' })]).toEqual(
      [],
    );
  });
});

import { describe, expect, test } from 'vitest';
import { readCompletedPolicy } from '../../../../../shared/policy/index.ts';
import type { Readouts, SourceRequest } from '../../../../../shared/sources/index.ts';
import { policyOf, setting } from '../../setting.ts';

const requests = { namespace: 'AWS/ApplicationELB', name: 'RequestCount', dimensions: { LoadBalancer: 'app/web/1' } };

/** A group on one metric, whose source shows every period so many seconds after its end. */
async function group(cloudwatch: object, lag: number, step: number) {
  const world = setting();
  await world.put({
    ...policyOf({ capacity: { min: 0, max: 50 } }),
    metrics: { load: { cloudwatch: { ...requests, ...cloudwatch } } },
    rules: [{ kind: 'target', metric: 'load', value: 100, per: 'worker' }],
  });
  const read = async (asked: readonly SourceRequest[], now: number): Promise<Readouts> => {
    const first = Math.ceil((now - 3600_000) / (step * 1000));
    const last = Math.floor((now - (lag + step) * 1000) / (step * 1000));
    const points = Array.from({ length: last - first + 1 }, (_, index) => ({
      at: (first + index) * step * 1000,
      value: 500,
    }));
    return new Map(asked.map(({ key }) => [key, points]));
  };
  return { world, sources: world.sourcesWith({ cloudwatch: { read } }) };
}

describe('a metric of CloudWatch that arrives late', () => {
  test.each([
    ['an average, three minutes late', { period: 60 }, 180, 60],
    ['a sum, four minutes late', { period: 60, statistic: 'Sum' }, 240, 60],
    ['a metric of five minutes, five minutes late', { period: 300 }, 300, 300],
    ['a sum of five minutes, six minutes late', { period: 300, statistic: 'Sum' }, 360, 300],
    ['a metric of ten seconds, two minutes late', { period: 10 }, 120, 10],
  ])('never expires by the usual lag: %s', async (_, cloudwatch, lag, step) => {
    const { world, sources } = await group(cloudwatch, lag, step);
    for (let second = 0; second < 900; second += 30) {
      const report = await world.evaluate({ sources });
      expect(report.seen?.metrics).toEqual({ load: 500 });
      expect(report.decision?.blockedBy).toBeNull();
      world.pass(30);
    }
  });
});

describe('the newest periods of a sum, which still grow', () => {
  const cloudwatch = { ...requests, statistic: 'Sum', period: 60 };

  /** A sum of 600 a minute, whose newest finished minute has only half of its requests yet. */
  async function growing(period: number) {
    const world = setting();
    await world.put({
      ...policyOf({ capacity: { min: 0, max: 50 } }),
      metrics: { load: { cloudwatch: { ...cloudwatch, period } } },
      rules: [{ kind: 'target', metric: 'load', value: 100, per: 'worker' }],
    });
    for (let second = -1800; second < -60; second++) world.metrics.put(cloudwatch, world.clock() + second * 1000, 10);
    for (let second = -60; second < 0; second++) world.metrics.put(cloudwatch, world.clock() + second * 1000, 5);
    world.pass(5);
    return world;
  }

  test('are left out for one more period, so that a partial minute does not shrink the group', async () => {
    const world = await growing(60);
    expect((await world.evaluate()).seen?.metrics).toEqual({ load: 600 });
  });

  test('are left out for at most two minutes more', async () => {
    const world = await growing(300);
    world.pass(114);
    expect((await world.evaluate()).seen?.metrics).toEqual({ load: 3000 });
    world.pass(2);
    expect((await world.evaluate()).seen?.metrics).toEqual({ load: 2700 });
  });
});

test('a policy that was accepted with the earlier default keeps it', () => {
  const { maxAge, ...metric } = { cloudwatch: { ...requests, period: 60, statistic: 'Average' }, maxAge: 0 };
  const policy = { ...policyOf(), metrics: { load: metric }, rules: [{ kind: 'target', metric: 'load', value: 1 }] };
  const ageIn = (schemaVersion: number) => {
    const read = readCompletedPolicy({ schemaVersion, policy });
    return read.ok ? read.value.metrics['load']?.maxAge : read.faults;
  };
  expect([maxAge, ageIn(1), ageIn(2)]).toEqual([0, 180, 300]);
});

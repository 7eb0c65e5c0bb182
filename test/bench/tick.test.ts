import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dollarsAMonth } from '../../bench/tick/dollars.ts';
import { leastCalls } from '../../bench/tick/least-calls.ts';
import { play } from '../../bench/tick/play.ts';
import { SITUATIONS } from '../../bench/tick/situations.ts';
import { bundleFunction } from '../../infra/bundle.ts';

describe('the deployed functions take the fewest calls that the limits of AWS allow', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'headcount-bench-test-'));
    for (const name of ['on-schedule', 'evaluate'] as const) bundleFunction(name, join(folder, name));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each(SITUATIONS)('for 10 $name groups: $about', { timeout: 60_000 }, async (situation) => {
    const bundles = {
      schedule: join(folder, 'on-schedule', 'index.mjs'),
      evaluate: join(folder, 'evaluate', 'index.mjs'),
    };
    const { excess, following } = await play(situation, 10, bundles);
    expect(excess).toEqual([]);
    expect(following.calls).toMatchObject({ BatchGetItem: 1, DescribeInstances: 1, GetMetricData: 1 });
    expect(following.calls['DescribeInstanceStatus']).toBe(2);
  });
});

describe('the fewest calls', () => {
  const due = { groups: 1000, workersEach: 10, metricsEach: 1, areNew: false, changed: 0 };

  test('1,000 groups are ten reads of states, five listings of two pages and one more, two status checks, and two calls for metrics', () => {
    expect(leastCalls(due)).toEqual({
      Query: 4,
      SendMessageBatch: 1,
      BatchGetItem: 10,
      DescribeInstances: 11,
      DescribeInstanceStatus: 2,
      GetMetricData: 2,
      UpdateItem: 0,
    });
  });

  test('one group more than a limit takes one call more', () => {
    const atLimit = leastCalls({ ...due, groups: 200, metricsEach: 2.5 });
    const above = leastCalls({ ...due, groups: 201, metricsEach: 2.5 });
    expect(atLimit).toMatchObject({ BatchGetItem: 2, GetMetricData: 1 });
    expect(above).toMatchObject({ BatchGetItem: 3, GetMetricData: 2 });
    // 197 groups, the stage and two states are 200 filter values.
    expect(leastCalls({ ...due, groups: 197, workersEach: 5 }).DescribeInstances).toBe(1);
    expect(leastCalls({ ...due, groups: 198, workersEach: 5 }).DescribeInstances).toBe(2);
    // An invocation takes ten messages of 100 groups each.
    expect(leastCalls({ ...due, groups: 1001 }).DescribeInstanceStatus).toBe(4);
  });

  test('a function that knows no policy reads each once, and every changed state is a write', () => {
    expect(leastCalls({ ...due, areNew: true, changed: 7 })).toMatchObject({ BatchGetItem: 20, UpdateItem: 7 });
  });
});

describe('dollars a month', () => {
  const nothing = {
    billed: { reads: 0, writes: 0, metrics: 0, queueRequests: 0 },
    scheduleRuns: [],
    evaluateRuns: [],
    logBytes: 0,
    alarms: 0,
  };

  test('a metric each of 1,000 groups, read every minute, is 438', () => {
    expect(dollarsAMonth({ ...nothing, billed: { ...nothing.billed, metrics: 1000 } }).metrics).toBeCloseTo(438, 6);
  });

  test('two alarms each of 1,000 groups are 200', () => {
    expect(dollarsAMonth({ ...nothing, alarms: 2000 }).alarms).toBeCloseTo(200, 6);
  });

  test('a function of half a core pays double for what it computes, and once for what it waits', () => {
    const run = (cpuMs: number) =>
      dollarsAMonth({ ...nothing, evaluateRuns: [{ memoryMb: 884.5, wallMs: 1000, cpuMs }] }).lambda;
    const invocation = 43_800 * 0.2e-6;
    expect(run(1000) - invocation).toBeCloseTo(2 * (run(0) - invocation), 6);
  });

  test('the total is the sum of its parts', () => {
    const { total, ...parts } = dollarsAMonth({
      billed: { reads: 100, writes: 10, metrics: 50, queueRequests: 1 },
      scheduleRuns: [{ memoryMb: 256, wallMs: 40, cpuMs: 10 }],
      evaluateRuns: [{ memoryMb: 1024, wallMs: 400, cpuMs: 50 }],
      logBytes: 50_000,
      alarms: 3,
    });
    expect(Object.values(parts).reduce((sum, each) => sum + each, 0)).toBeCloseTo(total, 9);
  });
});

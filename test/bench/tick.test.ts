import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dollarsAMonth } from '../../bench/tick/dollars.ts';
import { environmentOf } from '../../bench/tick/environment.ts';
import { GROUP_KINDS } from '../../bench/tick/group-kinds.ts';
import { leastCalls } from '../../bench/tick/least-calls.ts';
import { play } from '../../bench/tick/play.ts';
import { bundleFunction } from '../../infra/bundle.ts';

describe('the deployed functions take the minimum number of calls that the limits of AWS allow', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'headcount-bench-test-'));
    for (const name of ['on-schedule', 'evaluate'] as const) bundleFunction(name, join(folder, name));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each(GROUP_KINDS)('for 20 $name groups: $about', async (groupKind) => {
    const bundles = {
      schedule: join(folder, 'on-schedule', 'index.mjs'),
      evaluate: join(folder, 'evaluate', 'index.mjs'),
    };
    const progress: string[] = [];
    const { excess, following } = await play(groupKind, 20, bundles, (line) => progress.push(line));
    expect(excess).toEqual([]);
    expect(following.due).toBeGreaterThan(0);
    expect(progress[0]).toBe(`20 ${groupKind.name} groups: tick 1 of ${progress.length} …`);
    expect(following.calls['GetMetricData']).toBe(groupKind.isPushed ? undefined : 1);
    expect(following.calls['UpdateItem']).toBe(1);
    expect(following.calls['DescribeInstances']).toBeUndefined();
    expect(following.calls['DescribeInstanceStatus']).toBe(2);
  });
});

test('half of the steady groups are due in the first tick, because a new process of on-schedule looks back; later, a fifth are due', async () => {
  const [steady] = GROUP_KINDS.filter(({ isSteady }) => isSteady);
  if (!steady) throw new Error('no kind of groups is steady');
  const environment = await environmentOf(steady, 1000);
  const dueIn = (tick: number) => environment.passTo(tick).due.length / 1000;
  const [first, second] = [dueIn(0), dueIn(1)];
  await environment.close();
  expect(first).toBeGreaterThan(0.4);
  expect(second).toBeLessThan(0.3);
});

describe('the minimum number of calls', () => {
  /** Invocations receive ten messages of 100 groups. */
  const receivedBy = (groups: number, pages: readonly number[] = [], newGroups = 0) =>
    Array.from({ length: Math.ceil(groups / 1000) }, (_, n) => ({
      groups: Math.min(1000, groups - n * 1000),
      pushedPages: pages.slice(n * 1000, (n + 1) * 1000),
      newGroups: Math.min(1000, Math.max(0, newGroups - n * 1000)),
    }));
  const due = {
    invocations: receivedBy(1000),
    workersPerGroup: 10,
    metricsPerGroup: 1,
    readsPrices: false,
    blocks: 10,
  };

  test('for 1,000 groups: ten reads of states, two status checks, two calls for metrics; for new ones, ten reads of policies, and listings of eleven pages', () => {
    expect(leastCalls(due)).toEqual({
      Query: 4,
      SendMessageBatch: 1,
      BatchGetItem: 10,
      DescribeInstances: 0,
      DescribeInstanceStatus: 2,
      GetMetricData: 2,
      UpdateItem: 1,
      PutItem: 10,
    });
    const cold = { ...due, invocations: receivedBy(1000, [], 1000), readsPrices: true };
    expect(leastCalls(cold)).toMatchObject({ BatchGetItem: 21, DescribeInstances: 11, UpdateItem: 1001 });
  });

  test('one group above a limit takes one more call', () => {
    const atLimit = leastCalls({ ...due, invocations: receivedBy(200), metricsPerGroup: 2.5 });
    const above = leastCalls({ ...due, invocations: receivedBy(201), metricsPerGroup: 2.5 });
    expect(atLimit).toMatchObject({ BatchGetItem: 2, GetMetricData: 1 });
    expect(above).toMatchObject({ BatchGetItem: 3, GetMetricData: 2 });
    // 195 groups, the stage and four states make 200 filter values.
    expect(leastCalls({ ...due, invocations: receivedBy(195, [], 195), workersPerGroup: 5 }).DescribeInstances).toBe(1);
    expect(leastCalls({ ...due, invocations: receivedBy(196, [], 196), workersPerGroup: 5 }).DescribeInstances).toBe(2);
    expect(leastCalls({ ...due, invocations: receivedBy(1001) }).DescribeInstanceStatus).toBe(4);
  });

  test('a page of pushed values is read once by each invocation that has groups of it', () => {
    expect(leastCalls({ ...due, invocations: receivedBy(3, [7, 3, 7]) }).Query).toBe(4 + 2);
    // The thousandth group and the next one are of the same page, and in two invocations.
    const pages = Array.from({ length: 1001 }, (_, index) => (index < 990 ? 1 : 2));
    expect(leastCalls({ ...due, invocations: receivedBy(1001, pages) }).Query).toBe(4 + 3);
  });
});

describe('dollars per month', () => {
  const nothing = {
    billed: { reads: 0, writes: 0, metrics: 0, queueRequests: 0 },
    scheduleRuns: [],
    evaluateRuns: [],
    logBytes: 0,
    alarms: 0,
    pushes: 0,
  };

  test('one metric for each of 1,000 groups, read every minute, costs 438', () => {
    expect(dollarsAMonth({ ...nothing, billed: { ...nothing.billed, metrics: 1000 } }).metrics).toBeCloseTo(438, 6);
  });

  test('two alarms for each of 1,000 groups cost 200', () => {
    expect(dollarsAMonth({ ...nothing, alarms: 2000 }).alarms).toBeCloseTo(200, 6);
  });

  test('a function with half a core is billed twice the computing time, but only once the waiting time', () => {
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
      pushes: 1,
    });
    expect(Object.values(parts).reduce((sum, each) => sum + each, 0)).toBeCloseTo(total, 9);
  });
});

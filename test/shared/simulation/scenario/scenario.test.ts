import { describe, expect, test } from 'vitest';
import { parseScenario, ticksIn, workerRateOf } from '../../../../shared/simulation/index.ts';
import { interactive, queue, scenarioOf } from '../scenarios.ts';

describe('a scenario', () => {
  test('has a default worker', () => {
    expect(interactive()).toEqual({
      kind: 'interactive',
      workerRate: 1,
      ...{ boot: 120, drain: 30, tick: 15, metricDelay: 0, evaluateEvery: 15, minBilled: 60, hourlyUsd: 0, burnIn: 0 },
      ...{ noise: 'none', seed: 1, failures: { capacityErrors: 0, interruptionsPerHour: 0 }, metrics: {} },
    });
  });
  test('accepts durations as text', () => {
    expect(queue({ boot: '3m', burnIn: '2d', startWithin: '1h' })).toMatchObject({
      ...{ boot: 180, burnIn: 172_800, startWithin: 3600, tasks: 'fluid' },
    });
  });
  test('counts in whole steps, rounded up', () => {
    expect([0, 1, 15, 16, 120].map((seconds) => ticksIn(seconds, interactive()))).toEqual([0, 1, 1, 2, 8]);
  });
  test('has the rate of a worker in units per second', () => {
    expect(workerRateOf(interactive({ workerRate: 40 }))).toBe(40);
    expect(workerRateOf(queue({ taskSeconds: 20 }))).toBe(0.05);
    expect(workerRateOf(scenarioOf<'interactive'>({ kind: 'interactive', peakWorkers: 50 }))).toBe(1);
  });

  const INTERACTIVE = { kind: 'interactive', workerRate: 1 };
  const QUEUE = { kind: 'queue', taskSeconds: 60, startWithin: '5m' };
  test.each([
    ['without a kind', {}, ['kind: must be interactive or queue']],
    [
      'with a misspelled kind',
      { kinds: 'interactive', workerRate: 1 },
      ['kind: must be interactive or queue', 'kinds: is not a known field; did you mean kind?'],
    ],
    ['of another kind', { kind: 'batch' }, ['kind: must be interactive or queue, not batch']],
    [
      'without the rate of a worker',
      { kind: 'interactive' },
      ['workerRate: is required unless peakWorkers is set: the rate that one worker serves'],
    ],
    ['with a queue of tasks that take any time', { kind: 'queue', startWithin: '5m' }, ['taskSeconds: is required']],
    ['with a rate for a queue', { ...QUEUE, workerRate: 1 }, ['workerRate: is not a known field']],
    [
      'with several faults',
      { ...INTERACTIVE, boot: 'soon', failures: { capacityErrors: 1 }, metrics: { cpu: 'heat' }, seed: -1 },
      [
        'boot: must be whole seconds, or text such as 90s, 5m, 2h or 1d, and at most 366 days',
        'seed: must be at least 0',
        'failures.capacityErrors: must be less than 1',
        'metrics.cpu: must be utilization, demand, demandPerWorker, lost, waiting, running, tasks, oldestAge or taskSeconds',
      ],
    ],
    [
      'with misspelled names',
      {
        ...INTERACTIVE,
        ...{ workerRat: 2, failures: { capacityError: 0.1 }, noise: 'possion' },
        metrics: { cpu: { grow: true, signal: 'utilisation' }, jobs: 'utilisation' },
      },
      [
        'noise: must be none or poisson; did you mean poisson?',
        'failures.capacityError: is not a known field; did you mean capacityErrors?',
        'metrics.cpu.signal: must be utilization, demand, demandPerWorker, lost, waiting, running, tasks, oldestAge or taskSeconds; did you mean utilization?',
        'metrics.cpu.grow: is not a known field; did you mean grows?',
        'metrics.jobs: must be utilization, demand, demandPerWorker, lost, waiting, running, tasks, oldestAge or taskSeconds; did you mean utilization?',
        'workerRat: is not a known field; did you mean workerRate?',
      ],
    ],
    ['with reports of workers that share tasks', { ...QUEUE, reports: 'busy' }, ['reports: needs tasks: whole']],
    [
      'whose steps do not fill a minute',
      { ...INTERACTIVE, tick: 7, evaluateEvery: 14 },
      ['tick: must divide a minute, such as 5, 15 or 60'],
    ],
    [
      'that is looked at between steps',
      { ...INTERACTIVE, evaluateEvery: '20s' },
      [
        'evaluateEvery: must be a multiple of tick (15 s), the step of the simulation. Write a lower tick, such as tick: 10s',
      ],
    ],
  ])('%s is rejected', (_name, written, faults) => {
    const parsed = parseScenario(written);
    expect(parsed.ok ? [] : parsed.faults.map(({ path, message }) => `${path}: ${message}`)).toEqual(faults);
  });
});

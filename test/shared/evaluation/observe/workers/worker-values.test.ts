import { describe, expect, it } from 'vitest';
import { workerValues } from '../../../../../shared/evaluation/observe/workers/worker-values.ts';
import { parsePolicy } from '../../../../../shared/policy/index.ts';
import { type Readout, WorkerReadout } from '../../../../../shared/sources/index.ts';
import { NOON } from '../../../../contracts/examples.ts';

const MINUTE = 60_000;
const metric = (name: string) => ({ cloudwatch: { namespace: 'App', name } });

function policy(more: object = {}) {
  const parsed = parsePolicy({
    group: 'ci',
    capacity: { min: 1, max: 10 },
    metrics: { cpu: { ...metric('Cpu'), ...more }, memory: metric('Memory') },
    rules: [
      {
        kind: 'workers',
        overloaded: [{ metric: 'cpu', above: 70 }],
        idle: [
          { metric: 'cpu', below: 10 },
          { metric: 'memory', below: 100 },
        ],
        idleFor: '2m',
      },
    ],
  });
  if (!parsed.ok) throw new Error('invalid');
  return parsed.value;
}

/** Values of one worker, one a minute, the last of which is for the minute before `now`. */
const ending = (now: number, ...values: number[]) =>
  values.map((value, index) => ({ at: now - (values.length - index) * MINUTE, value }));
const of = (points: ReturnType<typeof ending>): Readout => new WorkerReadout([], new Map([['i-1', points]]));

const NOT_BEFORE = { idleSince: {}, until: null };

interface Seen {
  readonly cpu?: ReturnType<typeof ending>;
  readonly memory?: ReturnType<typeof ending>;
  readonly since?: number;
  readonly until?: number | null;
  readonly state?: 'ready' | 'warming' | 'unhealthy';
}

function valuesAt(now: number, { cpu = [], memory = ending(now, 1), since, until = null, state = 'ready' }: Seen) {
  const read = new Map([
    ['ci/cpu', of(cpu)],
    ['ci/memory', of(memory)],
  ]);
  const idleSince = since === undefined ? {} : { 'i-1': since };
  return workerValues(policy(), read, { idleSince, until }, now)({ id: 'i-1', state });
}

describe('the values of a worker', () => {
  it('are the newest ones of its metrics', () => {
    expect(valuesAt(NOON, { cpu: ending(NOON, 50, 60) }).metrics).toEqual({ cpu: 60, memory: 1 });
  });

  it('leave out a metric whose newest datapoint is too old, and one without datapoints', () => {
    const old = ending(NOON - 6 * MINUTE, 60);
    expect(valuesAt(NOON, { cpu: old }).metrics).toEqual({ memory: 1 });
    expect(valuesAt(NOON, { cpu: [] }).metrics).toEqual({ memory: 1 });
  });

  it('are the means of the window of their metric', () => {
    const read = new Map([['ci/cpu', of(ending(NOON, 10, 20, 60))]]);
    const meanOf = (window: string) =>
      workerValues(policy({ window }), read, NOT_BEFORE, NOON)({ id: 'i-1', state: 'ready' }).metrics['cpu'];
    expect([meanOf('1m'), meanOf('2m'), meanOf('3m'), meanOf('1h')]).toEqual([60, 40, 30, 30]);
  });

  it('below zero are no data', () => {
    expect(valuesAt(NOON, { cpu: ending(NOON, -1) })).toEqual({ metrics: { memory: 1 } });
  });

  it('are none of a worker that the source does not know', () => {
    const read = new Map([['ci/cpu', of(ending(NOON, 5))]]);
    expect(workerValues(policy(), read, NOT_BEFORE, NOON)({ id: 'constructor', state: 'ready' }).metrics).toEqual({});
  });
});

describe('a worker is idle', () => {
  it('from the evaluation on that finds every bound to hold', () => {
    const cpu = ending(NOON, 5);
    expect(valuesAt(NOON, { cpu })).toMatchObject({ idleSince: NOON, measuredUntil: NOON });
    expect(valuesAt(NOON, { cpu, memory: ending(NOON, 100) })).not.toHaveProperty('idleSince');
  });

  it('as long as every later datapoint is below the bounds', () => {
    const since = NOON - 2 * MINUTE;
    expect(valuesAt(NOON, { cpu: ending(NOON, 80, 5, 5), since }).idleSince).toBe(since);
  });

  it('anew after a datapoint that no evaluation has seen and that is above a bound', () => {
    const since = NOON - 3 * MINUTE;
    expect(valuesAt(NOON, { cpu: ending(NOON, 5, 50, 5), since }).idleSince).toBe(NOON);
  });

  it('anew after a gap', () => {
    const cpu = [...ending(NOON - 8 * MINUTE, 5, 5), ...ending(NOON, 5)];
    expect(valuesAt(NOON, { cpu, since: NOON - 9 * MINUTE }).idleSince).toBe(NOON);
  });

  it.each([
    ['the next evaluation came in time', NOON, NOON - 30 * MINUTE],
    ['none came for so long that values may be missing', NOON - 25 * MINUTE, NOON],
    ['evaluations failed', null, NOON],
  ])('over datapoints that were read before, if %s', (_, until, idleSince) => {
    const since = NOON - 30 * MINUTE;
    expect(valuesAt(NOON, { cpu: ending(NOON, 5), since, until })).toMatchObject({ idleSince });
  });

  it('through evaluations that failed, if all of its datapoints are there', () => {
    const since = NOON - 2 * MINUTE;
    const memory = ending(NOON, 1, 1, 1);
    expect(valuesAt(NOON, { cpu: ending(NOON, 5, 5, 5), memory, since })).toMatchObject({ idleSince: since });
  });

  it('only until the end of the datapoints of the metric that is latest', () => {
    const cpu = ending(NOON, 5, 5);
    const memory = ending(NOON - 3 * MINUTE, 1);
    const since = NOON - 2 * MINUTE;
    expect(valuesAt(NOON, { cpu, memory, since })).toMatchObject({
      idleSince: since,
      measuredUntil: NOON - 3 * MINUTE,
    });
  });

  it.each(['warming', 'unhealthy'] as const)('never while it is %s', (state) => {
    expect(valuesAt(NOON, { cpu: ending(NOON, 5), since: NOON - MINUTE, state })).not.toHaveProperty('idleSince');
  });

  it.each(['cpu', 'memory'] as const)('never without data of %s', (missing) => {
    const seen = { cpu: ending(NOON, 5), since: NOON - MINUTE, [missing]: [] };
    expect(valuesAt(NOON, seen)).not.toHaveProperty('idleSince');
  });
});

import { describe, expect, it } from 'vitest';
import type { PolicyDocument } from '../../../../shared/policy/index.ts';
import {
  ago,
  decided,
  decides,
  every,
  type Seen,
  steady,
  type WrittenPolicy,
  workersOf,
} from '../../decision/builders.ts';

type Deadline = Extract<NonNullable<PolicyDocument['rules']>[number], { kind: 'deadline' }>;

const queues = {
  waiting: { sqs: { queue: 'jobs' } },
  running: { sqs: { queue: 'jobs', count: 'inFlight' as const } },
};
/** Tasks of a minute that may wait for five. */
const policy = (more: Partial<Deadline> = {}, rest: WrittenPolicy = {}): WrittenPolicy => ({
  metrics: queues,
  rules: [
    {
      kind: 'deadline',
      metric: 'waiting',
      running: 'running',
      taskSeconds: 60,
      startWithin: '5m',
      name: 'due',
      ...more,
    },
  ],
  ...rest,
});
/** Read every 15 s: nothing for a while, and then so much. */
const queued = (waiting: number, running = 0) => ({
  waiting: every(15, [...steady(0, 79), waiting], 0),
  running: every(15, [...steady(0, 79), running], 0),
});
const asked = (written: WrittenPolicy, now: Seen): number => decided(written, now).proposal ?? -1;

describe('a deadline with a warm pool', () => {
  const pool = (ready: number) => ({ size: 50, start: 30, ready });
  const burst: Seen = { desired: 0, workers: {}, metrics: queued(100) };
  const urgent = policy({ startWithin: '3m' });

  it('needs fewer workers, because its members start sooner, and counts launches beyond those that are ready', () => {
    const [none, few, all] = [0, 10, 50].map((ready) => asked(urgent, { ...burst, pool: pool(ready) })) as [
      number,
      number,
      number,
    ];
    expect(none).toBe(asked(urgent, burst));
    expect(few).toBeLessThan(none);
    expect(all).toBeLessThan(few);
  });

  it('counts with all members where nobody says how many are ready', () => {
    expect(asked(urgent, { ...burst, pool: { size: 50, start: 30 } })).toBe(
      asked(urgent, { ...burst, pool: pool(50) }),
    );
  });

  it('goes to zero where a member starts early enough for the first task', () => {
    const idle: Seen = { desired: 5, metrics: queued(0) };
    expect(asked(policy({ startWithin: '2m' }), { ...idle, pool: pool(0) })).toBe(1);
    expect(asked(policy({ startWithin: '2m' }), { ...idle, pool: pool(2) })).toBe(0);
  });

  it('expects a member that was started sooner than a worker that was launched', () => {
    const starting = (warm: boolean): Seen => ({
      desired: 20,
      workers: workersOf(20, 'pending', { launchedAt: ago(15), warm }),
      metrics: queued(70),
      pool: pool(0),
    });
    expect(asked(urgent, starting(true))).toBeLessThan(asked(urgent, starting(false)));
  });
});

describe('a deadline', () => {
  decides([
    {
      name: 'takes a group to zero when nothing waits, runs or is expected',
      policy: policy(),
      seen: { desired: 5, metrics: queued(0) },
      gives: { desired: 0, direction: 'in', fired: ['due'] },
    },
    {
      name: 'keeps one where a boot would come too late for the first task',
      policy: policy({ startWithin: '2m' }),
      seen: { desired: 5, metrics: queued(0) },
      gives: 1,
    },
    {
      name: 'has one begin where nobody says how long a task takes, as nobody has done one',
      policy: policy({ taskSeconds: 'duration' }, { metrics: { ...queues, duration: { pushed: {} } } }),
      seen: { desired: 0, workers: {}, metrics: queued(100) },
      gives: { desired: 1, direction: 'out' },
    },
    {
      name: 'lets an idle group go without knowing how long a task takes',
      policy: policy({ taskSeconds: 'duration' }, { metrics: { ...queues, duration: { pushed: {} } } }),
      seen: { desired: 5, metrics: queued(0) },
      gives: 0,
    },
    {
      name: 'waits for a duration while tasks wait or run',
      policy: policy({ taskSeconds: 'duration' }, { metrics: { ...queues, duration: { pushed: {} } } }),
      seen: { desired: 5, metrics: queued(0, 2) },
      gives: { desired: 5, blockedBy: 'missing-data' },
    },
    {
      name: 'asks for the one that must be there where nobody is',
      policy: policy({ startWithin: '1m' }),
      seen: { desired: 0, workers: {}, metrics: queued(0) },
      gives: 1,
    },
    {
      name: 'starts a group from zero for one task',
      policy: policy(),
      seen: { desired: 0, workers: {}, metrics: queued(1) },
      gives: 1,
    },
    {
      name: 'leaves to those there what they do in time',
      policy: policy(),
      seen: { desired: 4, metrics: queued(8) },
      gives: { direction: 'in', blockedBy: null },
    },
    {
      name: 'retires none while another boots',
      policy: policy(),
      seen: { desired: 6, workers: { ready: 5, pending: 1 }, metrics: queued(0) },
      gives: 6,
    },
  ]);

  it('launches workers for tasks that would start too late, at most one per task', () => {
    const wanted = asked(policy(), { desired: 4, metrics: queued(100) });
    expect(wanted).toBeGreaterThan(15);
    expect(wanted).toBeLessThanOrEqual(104);
  });

  it('proposes more with less time, longer tasks and longer boots', () => {
    const wanted = (more: Partial<Deadline>) => asked(policy(more), { desired: 4, metrics: queued(100) });
    expect(wanted({ startWithin: '4m' })).toBeGreaterThan(wanted({}));
    expect(wanted({ taskSeconds: 120 })).toBeGreaterThan(wanted({}));
    expect(wanted({ boot: '3m' })).toBeGreaterThan(wanted({}));
  });

  it('uses the warmup as the default boot time', () => {
    const now = { desired: 4, metrics: queued(100) };
    expect(asked(policy({}, { warmup: '3m' }), now)).toBe(asked(policy({ boot: '3m' }), now));
    expect(asked(policy({ boot: '2m' }, { warmup: '3m' }), now)).toBe(asked(policy(), now));
  });
});

describe('workers that boot', () => {
  const wanted = (workers: Seen['workers'], written = policy()) =>
    asked(written, { desired: 24, workers, metrics: queued(100) });
  const ready = workersOf(4);
  const booting = (seconds: number, state: 'pending' | 'warming' = 'pending') => [
    ...ready,
    ...workersOf(20, state, { launchedAt: ago(seconds) }),
  ];

  it.each(['pending', 'warming'] as const)('count from the time they are ready: %s', (state) => {
    expect(wanted(booting(110, state))).toBe(24);
    expect(wanted(booting(0, state))).toBeGreaterThan(24);
  });
  it('need a whole boot if their launch time is unknown', () => {
    expect(wanted({ ready: 4, pending: 20 })).toBe(wanted(booting(0)));
    expect(wanted({ ready: 4, pending: 15, warming: 5 })).toBe(wanted(booting(0)));
    expect(wanted([...ready, ...workersOf(20, 'pending')])).toBe(wanted(booting(0)));
  });
  it('count as booting until their warmup ends, even if they are reported as ready', () => {
    const young = [...ready, ...workersOf(20, 'ready', { id: 'young', launchedAt: ago(0) })];
    const named = young.map((worker, index) => ({ ...worker, id: `${index}` }));
    expect(wanted(named, policy({}, { warmup: '2m' }))).toBe(wanted(booting(0)));
    expect(wanted(named)).toBe(24);
  });
  it('that are overdue are expected at any time', () => {
    expect(wanted(booting(600))).toBe(24);
  });
});

describe('tasks that take long', () => {
  const metrics = queued(0, 6);
  const long = { taskSeconds: 600, startWithin: '1h' };
  decides([
    {
      name: 'keep their workers: a drain would cut them off',
      policy: policy(long),
      seen: { desired: 10, metrics },
      gives: 6,
    },
    {
      name: 'keep as many as run, in whole workers',
      policy: policy(long),
      seen: { desired: 10, metrics: queued(0, 5.2) },
      gives: 6,
    },
  ]);
  it('do not keep workers if the drain is long enough', () => {
    const { desired } = decided(policy(long, { behavior: { in: { drain: '10m' } } }), { desired: 10, metrics });
    expect(desired).toBeLessThan(6);
  });
  it('may be measured', () => {
    const now = { desired: 4, metrics: { ...queued(100), lasts: 90 } };
    const measured = policy({ taskSeconds: 'lasts' }, { metrics: {} });
    expect(asked(measured, now)).toBe(asked(policy({ taskSeconds: 90 }), now));
  });
});

describe('a deadline without fresh data', () => {
  const blind = (metrics: Seen['metrics'], more: Partial<Deadline> = {}) => ({
    policy: policy(more, { metrics: {} }),
    seen: { desired: 4, ...(metrics ? { metrics } : {}) },
    gives: { desired: 4, blockedBy: 'missing-data', blind: ['due'], proposal: null } as const,
  });
  decides([
    { name: 'of the queue holds', ...blind({ running: 3 }) },
    {
      name: 'of the queue holds, where what there is is too old',
      ...blind({ waiting: every(60, [9], 600), running: 3 }),
    },
    { name: 'of what runs holds', ...blind({ waiting: 90 }) },
    { name: 'of how long tasks take holds', ...blind(queued(90), { taskSeconds: 'lasts' }) },
    { name: 'holds where tasks take no time', ...blind({ ...queued(90), lasts: 0 }, { taskSeconds: 'lasts' }) },
  ]);
  it.each([
    ['the queue', { running: 3 }, {}, 'waiting'],
    ['what runs', { waiting: 90 }, {}, 'running'],
    ['how long tasks take', queued(90), { taskSeconds: 'lasts' }, 'lasts'],
  ])('names the missing metric: %s', (_, metrics, more, missing) => {
    const { trace } = decided(policy(more, { metrics: {} }), { desired: 4, metrics });
    expect(trace[0]?.reason).toEqual({ code: 'no-data', params: { metric: missing } });
  });
  it('on running tasks is not zero if only the newest reading exists', () => {
    const late = (running: Seen['metrics']) =>
      asked(policy({}, { metrics: {} }), {
        desired: 8,
        metrics: { waiting: every(60, [0, 0, 0, 50], 120), ...running },
      });
    expect(late({ running: every(60, [8], 60) })).toBe(late({ running: every(60, steady(8, 5), 60) }));
  });
});

describe('waiting and running tasks that are measured at different times', () => {
  const byMinute = { pushed: {} };
  const written = policy({}, { metrics: { waiting: byMinute, running: byMinute } });
  const wanted = (waiting: readonly number[], running: readonly number[], late: number) =>
    asked(written, {
      desired: 40,
      metrics: { waiting: every(15, waiting, 0), running: every(15, running, late) },
    });
  /** 40 tasks, a minute ago. */
  const before = [...steady(0, 40), 40];

  it('are not missed when they have started since', () => {
    const late = wanted([...before, ...steady(0, 4)], steady(0, 41), 60);
    expect(late).toBeGreaterThanOrEqual(wanted(before, steady(0, 41), 0));
  });
  it('are not counted twice when they wait again since', () => {
    const late = wanted([...steady(0, 42), ...steady(40, 3)], before, 60);
    expect(late).toBeLessThan(wanted([...steady(0, 42), ...steady(40, 3)], before, 0));
    expect(late).toBe(wanted(steady(0, 41), before, 60));
  });
  it('count as measured where they have no common moment', () => {
    const fresh = (running: Seen['metrics']) => asked(written, { desired: 4, metrics: { ...queued(100), ...running } });
    expect(fresh({ running: every(60, [0], 0) })).toBe(fresh({}));
  });
});

describe('the age of the oldest task', () => {
  const now = (age: number | null, written = policy({ age: 'oldest' }, { metrics: {} })) =>
    asked(written, {
      desired: 2,
      metrics: { waiting: every(15, [60], 0), running: every(15, [0], 0), oldest: age },
    });
  it('makes tasks from before the first reading more urgent', () => {
    expect(now(200)).toBeGreaterThan(now(0));
  });
  it('is zero if it is unknown', () => {
    expect(now(null)).toBe(now(0));
    expect(now(200, policy({}, { metrics: {} }))).toBe(now(0));
  });
});

describe('a queue that CloudWatch measures', () => {
  const measured = (name: string) => ({ cloudwatch: { namespace: 'AWS/SQS', name, statistic: 'Maximum' } });
  const written = policy(
    { startWithin: '15m' },
    { metrics: { waiting: measured('ApproximateNumberOfMessagesVisible'), running: measured('NotVisible') } },
  );
  const wanted = (newest: number, workers?: Seen['workers']) =>
    asked(written, {
      desired: 4,
      workers: workers ?? { ready: 4 },
      metrics: {
        waiting: every(60, [...steady(0, 30), 400], newest),
        running: every(60, steady(0, 31), newest),
      },
    });
  it('has an age, which delays new workers relative to it', () => {
    expect(wanted(60)).toBeGreaterThan(4);
    expect(wanted(120)).toBeGreaterThan(wanted(60));
  });
  it('also delays booting workers', () => {
    const booting = [...workersOf(4), ...workersOf(10, 'pending', { launchedAt: ago(60) })];
    expect(wanted(120, booting)).toBeGreaterThan(wanted(60, booting));
  });
});

describe('a deadline is limited like any other rule', () => {
  const now: Seen = { desired: 4, metrics: queued(100) };
  const held = (name: string, rest: WrittenPolicy, gives: object) => ({
    name,
    policy: policy({}, rest),
    seen: now,
    gives,
  });
  decides([
    held('by the maximum', { capacity: { min: 0, max: 7 } }, { desired: 7, blockedBy: 'at-max' }),
    held(
      'by limits that are written',
      { behavior: { out: { limits: [{ workers: 3, every: 60 }] } } },
      { desired: 7, blockedBy: 'limit' },
    ),
    held('by a pause', { paused: 'out' }, { desired: 4, blockedBy: 'paused' }),
    {
      name: 'by the minimum',
      policy: policy({}, { capacity: { min: 2, max: 9 } }),
      seen: { desired: 4, metrics: queued(0) },
      gives: { desired: 2, blockedBy: 'at-min' },
    },
    {
      name: 'by another rule that asks for more',
      policy: policy(
        {},
        {
          metrics: {},
          rules: [...(policy().rules ?? []), { kind: 'backlog', metric: 'waiting', perWorker: 1, name: 'all' }],
        },
      ),
      seen: now,
      gives: { desired: 100, fired: ['due', 'all'] },
    },
    {
      name: 'and asks for no more than the largest group',
      policy: policy({}, { capacity: { min: 0, max: 100_000 } }),
      seen: { desired: 4, metrics: queued(1e15) },
      gives: 100_000,
    },
  ]);
});

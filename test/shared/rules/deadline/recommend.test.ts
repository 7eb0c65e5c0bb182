import { describe, expect, it } from 'vitest';
import { phrase } from '../../../../shared/presentation/index.ts';
import { recommend } from '../../../../shared/rules/deadline/recommend.ts';
import type { DeadlineRule } from '../../../../shared/rules/deadline/schema.ts';
import type { RuleContext } from '../../../../shared/rules/rule-context.ts';

const NOON = Date.parse('2026-11-21T12:00:00Z');
const STEP = 15;
const steady = (value: number, steps: number): number[] => Array<number>(steps).fill(value);
interface Worker {
  readonly state: 'pending' | 'warming' | 'ready';
  /** Seconds since its launch. */
  readonly launched?: number;
  readonly weight?: number;
  readonly warm?: true;
  readonly busy?: boolean;
}
interface Group {
  /** A reading every 15 s. The newest one began this many seconds ago. */
  readonly waiting: readonly number[];
  readonly running?: readonly number[];
  readonly age?: number;
  /** Other metrics, such as the seconds that a task takes. */
  readonly latest?: Readonly<Record<string, number | undefined>>;
  readonly workers?: readonly Worker[];
  readonly counts?: { readonly ready?: number; readonly pending?: number; readonly warming?: number };
  readonly members?: number;
  /** How much later than `waiting` the metric `running` was read, in seconds. */
  readonly runningLater?: number;
}
type Rule = Partial<DeadlineRule> & { readonly pool?: { size: number; start: number; back: number } };

/** Tasks take a minute, and may wait for five. A worker boots for two. */
function asked(group: Group, rule: Rule = {}) {
  const { waiting, running, age = STEP, workers, counts = {}, members = 0, runningLater = 0 } = group;
  const pastOf = (values: readonly number[], later = 0) => ({
    step: STEP,
    points: values.map((value, index) => ({
      at: NOON - (age + (values.length - 1 - index) * STEP - later) * 1000,
      value,
    })),
  });
  const pasts: Record<string, object> = {
    waiting: pastOf(waiting),
    ...(running && { running: pastOf(running, runningLater) }),
  };
  const latest: Record<string, number | undefined> = {
    ...{ waiting: waiting.at(-1), running: running?.at(-1), age: undefined, seconds: undefined },
    ...group.latest,
  };
  // A rule reads no metric that it does not name.
  const known = <T>(values: Record<string, T>, name: string): T => {
    if (!Object.hasOwn(values, name)) throw new Error(`${name} is not a metric`);
    return values[name] as T;
  };
  const named = (workers ?? []).map(({ launched, ...rest }, index) => ({
    ...{ id: `i-${index}`, ...rest },
    ...(launched !== undefined && { launchedAt: NOON - launched * 1000 }),
  }));
  const count = (state: Worker['state']) =>
    workers ? workers.filter((each) => each.state === state).length : (counts[state] ?? 0);
  const fleet = {
    counts: { pending: count('pending'), warming: count('warming'), ready: count('ready') },
    ...{ workers: named, isListed: workers !== undefined },
  };
  const context = {
    ...{
      now: NOON,
      fleet,
      members,
      warmup: 0,
      drain: 120,
      current: count('pending') + count('warming') + count('ready'),
    },
    readings: {
      latest: (name: string) => known(latest, name),
      pastTogether: (names: readonly string[]) => names.map((name) => known(pasts, name)),
      countsWaiting: () => true,
    },
  };
  const own = { kind: 'deadline', name: 'due', metric: 'waiting', taskSeconds: 60, startWithin: 300, ...rule };
  const recommendation = recommend(
    { ...own, ...(running && { running: 'running' }) } as DeadlineRule,
    context as unknown as RuleContext,
  );
  const text = phrase(recommendation.reason);
  return { capacity: null, ...recommendation, text };
}

describe('a deadline without data', () => {
  const quiet = steady(0, 20);

  it('names the metric that is missing', () => {
    expect(asked({ waiting: [] })).toMatchObject({ kind: 'no-data', text: 'waiting has no fresh data' });
    expect(asked({ waiting: [], latest: { waiting: 5 } })).toMatchObject({ kind: 'no-data' });
    expect(asked({ waiting: quiet, latest: { waiting: undefined } })).toMatchObject({ kind: 'no-data' });
    expect(asked({ waiting: quiet, running: quiet, latest: { running: undefined } })).toMatchObject({
      ...{ kind: 'no-data', text: 'running has no fresh data' },
    });
  });
});

describe('a deadline whose tasks have an unknown duration', () => {
  const unknown: Rule = { taskSeconds: 'seconds' };
  const quiet = steady(0, 20);

  it('starts the first worker for tasks that wait', () => {
    expect(asked({ waiting: [0, 4], running: [0, 0] }, unknown)).toMatchObject({
      ...{ kind: 'propose', capacity: 1 },
      text: '4 tasks wait, and the group starts with one worker to measure how long a task takes: seconds has no fresh data',
    });
  });

  it('is missing data while tasks wait or run for workers that are there', () => {
    const missing = { kind: 'no-data', text: 'seconds has no fresh data' };
    expect(asked({ waiting: [0, 4], running: [0, 0], counts: { ready: 1 } }, unknown)).toMatchObject(missing);
    expect(asked({ waiting: quiet, running: steady(1, 20), counts: { ready: 1 } }, unknown)).toMatchObject(missing);
    // It is not known whether tasks run.
    expect(asked({ waiting: quiet, counts: { ready: 1 } }, unknown)).toMatchObject(missing);
    expect(
      asked({ waiting: [0, 4], running: [0, 0], latest: { seconds: 0 }, counts: { ready: 1 } }, unknown),
    ).toMatchObject(missing);
  });

  it('goes to zero without tasks, or to one worker if a task may wait no longer than a boot', () => {
    const idle = (startWithin: number) =>
      asked({ waiting: quiet, running: quiet, counts: { ready: 3 } }, { ...unknown, startWithin });
    expect(idle(300)).toMatchObject({
      capacity: 0,
      text: 'no task waits or runs, so the rule does not need the duration of a task: seconds has no fresh data',
    });
    expect([121, 120, 60].map((startWithin) => idle(startWithin).capacity)).toEqual([0, 1, 1]);
    expect(asked({ waiting: quiet, running: quiet }, unknown).capacity).toBe(0);
  });

  it('goes to zero if workers report that they are idle', () => {
    expect(asked({ waiting: quiet, workers: [{ state: 'ready', busy: false }] }, unknown).capacity).toBe(0);
    expect(asked({ waiting: quiet, workers: [{ state: 'ready', busy: true }] }, unknown)).toMatchObject({
      kind: 'no-data',
    });
  });

  it('is as if written, once it is measured', () => {
    const group = { waiting: [...steady(0, 19), 40], running: quiet };
    expect(asked({ ...group, latest: { seconds: 60 } }, unknown)).toEqual(asked(group));
  });
});

describe('the tasks that a deadline counts', () => {
  it('are those that wait, and those that run, of readings at the same moment', () => {
    // In each minute, eight running tasks end, and as many come.
    const { text } = asked({ waiting: steady(0, 80), running: steady(8, 80), counts: { ready: 20 } });
    expect(text).toContain('0 tasks waiting, 8 running, 8 per minute expected, to start within 300 s:');
  });

  it('include the running tasks of a reading that ends with the period of the waiting ones', () => {
    const group = { waiting: steady(0, 40), running: [...steady(0, 39), 8], counts: { ready: 20 } };
    expect(asked({ ...group, runningLater: STEP }).text).toContain('0 tasks waiting, 8 running');
    // A reading of a step before is the newest that is known.
    expect(asked({ ...group, runningLater: -STEP }).text).toContain('0 tasks waiting, 8 running');
  });

  it('ran from the beginning as in their first reading, if there are fewer of these', () => {
    const waiting = [...steady(0, 36), 5, 6, 7, 8];
    const lately = [4, 4, 6, 8];
    const group = { waiting, counts: { ready: 8 } };
    const short = asked({ ...group, running: lately });
    expect(short).toEqual(asked({ ...group, running: [...steady(4, 36), ...lately] }));
    expect(short).not.toEqual(asked({ ...group, running: [...steady(8, 36), ...lately] }));
    expect(short).not.toEqual(asked({ ...group, running: steady(4, 40) }));
  });

  it('run on all ready workers while tasks wait, if they are neither measured nor reported', () => {
    const group = { waiting: [...steady(0, 39), 4], counts: { ready: 3 } };
    expect(asked(group).text).toContain('4 tasks waiting, 3 running');
    expect(asked({ ...group, waiting: steady(0, 40) }).text).toContain('0 tasks waiting, 0 running');
  });

  it('that wait since long ago are more urgent', () => {
    const group = { waiting: steady(8, 3), running: steady(1, 3), counts: { ready: 1 } };
    const aged = (age: number) => asked({ ...group, latest: { age } }, { age: 'age' }).capacity ?? 0;
    expect(asked(group, { age: 'age' })).toEqual(asked(group));
    expect(aged(280)).toBeGreaterThan(aged(30));
  });
});

describe('a deadline without tasks', () => {
  it('keeps a worker if a launch takes as long as the allowed wait that it plans with', () => {
    // It plans with 95 % of five minutes, which are 19 steps.
    const idle = (boot: number) =>
      asked({ waiting: steady(0, 20), running: steady(0, 20), counts: { ready: 3 } }, { boot });
    expect([270, 271, 285].map((boot) => idle(boot).capacity)).toEqual([0, 1, 1]);
    expect(idle(285).text).toContain(': one worker stays, because a new one would boot too late for the first task');
    expect(idle(270).text).toContain(': no worker is needed');
  });
});

describe('workers that a deadline keeps while tasks wait', () => {
  const reports = (busy: number, idle: number): Worker[] => [
    ...Array<Worker>(busy).fill({ state: 'ready', busy: true }),
    ...Array<Worker>(idle).fill({ state: 'ready', busy: false }),
  ];

  it('are the busy ones, and idle ones for the tasks that wait', () => {
    // Tasks of a second: a single worker would be enough.
    const kept = asked({ waiting: [...steady(0, 39), 2], workers: reports(3, 4) }, { taskSeconds: 1 });
    expect(kept).toMatchObject({ kind: 'propose', capacity: 5 });
    expect(kept.text).toMatch(/^2 tasks waiting, 3 running, .*; 5 workers are busy, or idle while tasks wait$/);
  });

  it('are not named where the deadline needs as many', () => {
    const one = asked({ waiting: [...steady(0, 39), 1], workers: reports(0, 1) }, { taskSeconds: 1 });
    expect(one).toMatchObject({ capacity: 1 });
    expect(one.text).not.toContain('idle while tasks wait');
  });

  it('run a task for longer than the drain, which would end it', () => {
    const running = (taskSeconds: number) =>
      asked(
        { waiting: steady(0, 40), running: steady(7, 40), counts: { ready: 9 } },
        { taskSeconds, startWithin: 3600 },
      );
    expect(running(121)).toMatchObject({ capacity: 7 });
    expect(running(121).text).toContain('7 workers stay, because their tasks take longer than the drain');
    expect(running(120).text).not.toContain('drain');
  });
});

describe('a reading that comes late', () => {
  // The newest reading began a minute ago, and ended 45 s ago.
  const late = (group: Group, rule: Rule = {}) => asked({ ...group, age: STEP + 45 }, { boot: 120, ...rule });
  const longer = (group: Group, rule: Rule = {}) => asked(group, { boot: 165, ...rule });
  const burst: Group = { waiting: [...steady(0, 39), 100], running: steady(0, 40) };

  it('makes a boot longer, as seen from it', () => {
    expect(late(burst).capacity).toBe(longer(burst).capacity);
    expect(late(burst).capacity).toBeGreaterThan(asked(burst, { boot: 120 }).capacity ?? 0);
  });

  it('makes the boots of workers longer that boot already', () => {
    const groups: readonly Group[] = [
      { ...burst, counts: { ready: 2, pending: 5, warming: 4 } },
      { ...burst, workers: Array<Worker>(9).fill({ state: 'pending' }) },
      { ...burst, workers: Array<Worker>(9).fill({ state: 'warming', launched: 60 }) },
    ];
    for (const group of groups) expect(late(group).capacity).toBe(longer(group).capacity);
    expect(groups.map((group) => late(group).text)).toEqual([
      expect.stringContaining(': 11 workers would start some tasks too late; '),
      ...Array(2).fill(expect.stringContaining(': 9 workers would start some tasks too late; ')),
    ]);
  });

  it('makes the start of the members of a warm pool longer', () => {
    const pool = (start: number) => ({ pool: { size: 20, start, back: 300 } });
    const group = { ...burst, members: 20 };
    expect(late(group, pool(30)).capacity).toBe(longer(group, pool(75)).capacity);
    expect(late(group, pool(30)).capacity).toBeGreaterThan(asked(group, { boot: 120, ...pool(30) }).capacity ?? 0);
    // A start is at most as long as a boot.
    expect(late(group, pool(600)).capacity).toBe(late(group).capacity);
  });

  it('counts a member of a warm pool that starts with its start, and a heavy worker as several', () => {
    const pool = { size: 9, start: 30, back: 300 };
    const starting = (warm: { warm?: true }) =>
      asked({ ...burst, workers: Array<Worker>(9).fill({ state: 'pending', launched: 0, ...warm }) }, { pool });
    expect(starting({ warm: true }).capacity).toBeLessThan(starting({}).capacity ?? 0);
    const heavy = asked({ ...burst, workers: Array<Worker>(3).fill({ state: 'pending', launched: 0, weight: 3 }) });
    expect(heavy.capacity).toBe(starting({}).capacity);
  });
});

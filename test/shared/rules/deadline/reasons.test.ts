import { describe, expect, it } from 'vitest';
import { phrase } from '../../../../shared/presentation/index.ts';
import { because } from '../../../../shared/rules/deadline/because.ts';
import { ago, decided, toldAt } from '../../decision/builders.ts';

const QUEUE = { waiting: 4, running: 2, perMinute: 1.5, startWithin: 300 };
const SEEN = '4 tasks waiting, 2 running, 1.5 per minute expected, to start within 300 s';
type Enough = Parameters<(typeof because)['deadline-enough']>[0];
const enough = (more: Partial<Enough>): string =>
  phrase(
    because['deadline-enough']({
      ...QUEUE,
      ...{ by: 'queue', workers: 3, booting: false, recent: null, boot: 120 },
      ...more,
    }),
  );
const short = (workers: number): string => phrase(because['deadline-short']({ ...QUEUE, workers, capacity: 9 }));

describe('the reason of a deadline', () => {
  it('for scaling out counts the present workers', () => {
    expect(short(3)).toBe(`${SEEN}: 3 workers would start some tasks too late; 9 are needed`);
    expect(short(1)).toBe(`${SEEN}: 1 worker would start some tasks too late; 9 are needed`);
    expect(short(0)).toBe(`${SEEN}: there is no worker; 9 are needed`);
    const one = because['deadline-short']({ ...QUEUE, waiting: 1, workers: 0, capacity: 1 });
    expect(phrase(one)).toBe(
      '1 task waiting, 2 running, 1.5 per minute expected, to start within 300 s: there is no worker; 1 is needed',
    );
  });

  it('for anything else says what determines the number', () => {
    expect(enough({})).toBe(`${SEEN}: 3 workers are enough`);
    expect(enough({ workers: 1 })).toBe(`${SEEN}: 1 worker is enough`);
    expect(enough({ by: 'busy' })).toBe(`${SEEN}: 3 workers stay, because their tasks take longer than the drain`);
    expect(enough({ by: 'busy', workers: 1 })).toBe(
      `${SEEN}: 1 worker stays, because its task takes longer than the drain`,
    );
    expect(enough({ by: 'boot' })).toBe(
      `${SEEN}: one worker stays, because a new one would boot too late for the first task`,
    );
    expect(enough({ by: 'nothing' })).toBe(`${SEEN}: no worker is needed`);
  });

  it('for staying says what keeps the other workers', () => {
    expect(enough({ booting: true, recent: 5 })).toBe(
      `${SEEN}: 3 workers are enough; the group doesn't scale in while a worker boots`,
    );
    expect(enough({ recent: 5 })).toBe(`${SEEN}: 3 workers are enough; 5 were needed within the last 120 s`);
    expect(enough({ recent: 1 })).toBe(`${SEEN}: 3 workers are enough; 1 was needed within the last 120 s`);
  });

  it('for staying names the workers that have tasks', () => {
    expect(enough({ kept: 5 })).toBe(`${SEEN}: 3 workers are enough; 5 stay, because they have tasks`);
    expect(enough({ by: 'nothing', workers: 0, kept: 1 })).toBe(
      `${SEEN}: no worker is needed; 1 stays, because it has a task`,
    );
    expect(enough({ kept: null })).toBe(enough({}));
  });

  it('for launches that have time says how many there are', () => {
    expect(enough({ later: 2 })).toBe(`${SEEN}: 3 workers are enough for now; 2 more can be launched later`);
    expect(enough({ by: 'nothing', workers: 0, later: 1 })).toBe(
      `${SEEN}: no worker is needed for now; 1 more can be launched later`,
    );
    expect(enough({ later: 0 })).toBe(enough({}));
  });

  it('without the duration of a task says what is known', () => {
    const rule = {
      name: 'deadline',
      kind: 'deadline',
      metric: 'jobs',
      running: 'running',
      taskSeconds: 'seconds',
      startWithin: '10m',
    };
    const pushed = { pushed: {} };
    const metrics = { jobs: pushed, running: pushed, seconds: { ...pushed, maxAge: '5m' } };
    const told = (waiting: number) =>
      toldAt(
        decided(
          { capacity: { min: 0, max: 9 }, metrics, rules: [rule as never] },
          { desired: 0, metrics: { jobs: waiting, running: 0, seconds: [{ at: ago(720), value: 60 }] } },
        ),
        'rule:deadline',
      );
    const unknown = 'seconds has no fresh data: its newest pushed value is 12 min old, and counts for 300 s (maxAge)';
    expect(told(4)).toBe(
      `4 tasks wait, and the group starts with one worker to measure how long a task takes: ${unknown}`,
    );
    expect(told(1)).toMatch(/^1 task waits, and the group/);
    expect(told(0)).toBe(`no task waits or runs, so the rule does not need the duration of a task: ${unknown}`);
    const earlier = { metric: 'seconds', waiting: 1 };
    expect(phrase(because['deadline-first'](earlier))).toMatch(/: seconds has no fresh data$/);
  });
});

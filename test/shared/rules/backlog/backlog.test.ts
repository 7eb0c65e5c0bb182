import { describe, expect, it } from 'vitest';
import { type Case, decided, decides, toldAt } from '../../decision/builders.ts';

type Written = { perWorker?: number; taskSeconds?: number | string; drainWithin?: string; running?: string };
const at = (name: string, written: Written, metrics: Record<string, number | null>, gives: Case['gives']): Case => ({
  name,
  policy: { rules: [{ kind: 'backlog', metric: 'jobs', ...written }] },
  seen: { desired: 4, metrics },
  gives,
});

describe('a backlog', () => {
  decides([
    at('asks for the workers that hold it', { perWorker: 20 }, { jobs: 101 }, 6),
    at('asks for no worker more when it fits exactly', { perWorker: 20 }, { jobs: 100 }, 5),
    at('of nothing asks for nobody', { perWorker: 20 }, { jobs: 0 }, 0),
    at('of a fraction asks for one', { perWorker: 20 }, { jobs: 0.5 }, 1),
    at('divides in decimals: 0.6 ÷ 0.2 is 3', { perWorker: 0.2 }, { jobs: 0.6 }, 3),
    at('asks for the workers that drain it in time', { taskSeconds: 30, drainWithin: '5m' }, { jobs: 101 }, 11),
    at(
      'takes the seconds of a task from a metric',
      { taskSeconds: 'mean', drainWithin: '5m' },
      { jobs: 100, mean: 15 },
      5,
    ),
    at(
      'has no data while the seconds of a task are unknown',
      { taskSeconds: 'mean', drainWithin: '5m' },
      { jobs: 100 },
      { desired: 4, blockedBy: 'missing-data' },
    ),
    at('adds the work in progress', { perWorker: 20, running: 'active' }, { jobs: 81, active: 40 }, 7),
    at(
      'has no data while the work in progress is unknown',
      { perWorker: 20, running: 'active' },
      { jobs: 0, active: null },
      { desired: 4, blockedBy: 'missing-data' },
    ),
    at('has no data while it is unknown', { perWorker: 20 }, {}, { desired: 4, blockedBy: 'missing-data' }),
  ]);
  decides([
    {
      name: 'starts a group from zero',
      policy: { rules: [{ kind: 'backlog', metric: 'jobs', perWorker: 20 }] },
      seen: { desired: 0, workers: {}, metrics: { jobs: 1 } },
      gives: 1,
    },
    {
      name: 'is not divided by the workers that are under way',
      policy: { rules: [{ kind: 'backlog', metric: 'jobs', perWorker: 20 }] },
      seen: { desired: 5, workers: { pending: 5 }, metrics: { jobs: 100 } },
      gives: 5,
    },
  ]);

  it('names its missing metric', () => {
    const rules = [{ kind: 'backlog' as const, metric: 'jobs', perWorker: 1, running: 'active' }];
    expect(toldAt(decided({ rules }, { desired: 1, metrics: { jobs: 1 } }), 'rule:jobs')).toBe(
      'active has no fresh data',
    );
  });
});

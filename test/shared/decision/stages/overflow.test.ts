import { describe, expect, it } from 'vitest';
import { ago, decided, decides, type Seen, toldAt, type WrittenPolicy } from '../builders.ts';

const LATER = ago(-600);
const MUCH_LATER = ago(-3600);
/** One worker for each job. */
const jobs: WrittenPolicy = { rules: [{ kind: 'backlog', metric: 'jobs', perWorker: 1 }] };
const scheduled: WrittenPolicy = {
  rules: [{ kind: 'schedule', windows: [{ cron: '0 8 * * *', until: '20:00', min: 2 }] }],
};
const from = (region: string, workers: number, until = LATER) => ({ from: region, workers, until });
const asked = (wanted: number | null, ...requested: ReturnType<typeof from>[]): Seen => ({
  ...{ desired: 4, metrics: { jobs: wanted }, overflow: { requested } },
});

describe('what other regions ask of a group', () => {
  decides([
    {
      name: 'is launched beyond what its own rules ask for',
      policy: jobs,
      seen: asked(5, from('eu-west-1', 7)),
      gives: { desired: 7, proposal: 7, blockedBy: null },
    },
    {
      name: 'of several regions is added up',
      policy: jobs,
      seen: asked(5, from('eu-west-1', 4), from('us-east-1', 5)),
      gives: { desired: 9, proposal: 9 },
    },
    {
      name: 'is at most the largest group',
      policy: { ...jobs, capacity: { min: 0, max: 100_000 } },
      seen: asked(5, from('eu-west-1', 99_999), from('us-east-1', 99_999)),
      gives: 100_000,
    },
    {
      name: 'is part of what the own rules ask for',
      policy: jobs,
      seen: asked(9, from('eu-west-1', 7)),
      gives: { desired: 9, proposal: 9 },
    },
    {
      name: 'keeps workers that the own rules need no longer',
      policy: jobs,
      seen: asked(1, from('eu-west-1', 3)),
      gives: { desired: 3, proposal: 3, direction: 'in' },
    },
    {
      name: 'is launched although data is missing',
      policy: jobs,
      seen: asked(null, from('eu-west-1', 7)),
      gives: { desired: 7, proposal: 7, blockedBy: null },
    },
    {
      name: 'is no proposal if the group is large enough and its rules propose nothing',
      policy: jobs,
      seen: asked(null, from('eu-west-1', 3)),
      gives: { desired: 4, proposal: null, blockedBy: 'missing-data' },
    },
    {
      name: 'ends when it is over',
      policy: jobs,
      seen: asked(5, from('eu-west-1', 7, ago(0)), from('us-east-1', 6)),
      gives: 6,
    },
    { name: 'is nothing without workers', policy: jobs, seen: asked(1, from('eu-west-1', 0)), gives: 1 },
    { name: 'is nothing if nobody asks', policy: jobs, seen: asked(1), gives: 1 },
  ]);

  it('is shown with the end of the first request and the regions that ask now', () => {
    const requests = [from('eu-west-1', 3, MUCH_LATER), from('us-east-1', 5), from('ca-west-1', 9, ago(1))];
    const said = 'eu-west-1 and us-east-1 ask for 8 workers until 2026-11-21 12:10:00 UTC';
    for (const wanted of [1, 8, 9]) expect(toldAt(decided(jobs, asked(wanted, ...requests)), 'overflow')).toBe(said);
  });

  it('is the reason only if it changes the number', () => {
    expect(decided(jobs, asked(1, from('eu-west-1', 8))).reason.params).toMatchObject({
      constraint: { code: 'overflow-requested' },
    });
    expect(decided(jobs, asked(9, from('eu-west-1', 8))).reason.params).toMatchObject({ constraint: null });
  });
});

describe('a group without rules that propose', () => {
  decides([
    {
      name: 'has as many workers as other regions ask for',
      policy: scheduled,
      seen: asked(null, from('eu-west-1', 3)),
      gives: { desired: 3, proposal: 3, direction: 'in', blockedBy: null },
    },
    {
      name: 'has none but its minimum when their requests are over',
      policy: scheduled,
      seen: asked(null, from('eu-west-1', 3, ago(1))),
      gives: { desired: 2, proposal: 0, blockedBy: 'at-min' },
    },
    {
      name: 'goes to zero when their requests are over',
      policy: { rules: [] },
      seen: asked(null, from('eu-west-1', 3, ago(1))),
      gives: { desired: 0, proposal: 0 },
    },
    {
      name: 'stays as it is if nobody has ever asked',
      policy: { rules: [] },
      seen: asked(null),
      gives: { desired: 4, proposal: null },
    },
  ]);

  it('names the region that asks, or that asked', () => {
    const told = (until: string) => decided({ rules: [] }, asked(null, from('eu-west-1', 3, until)));
    expect(toldAt(told(LATER), 'overflow')).toBe('eu-west-1 asks for 3 workers until 2026-11-21 12:10:00 UTC');
    expect(toldAt(told(ago(1)), 'overflow')).toBe('eu-west-1 no longer asks for workers');
    expect(told(LATER).reason.params['rules']).toMatchObject({ code: 'overflow-requested' });
    expect(told(ago(1)).reason.params['rules']).toMatchObject({ code: 'overflow-over' });
  });
});

describe('what a group asks of another region', () => {
  const asking = (workers: number, until: string, running?: number) =>
    decided(jobs, {
      ...{ desired: 4, metrics: { jobs: 6 } },
      overflow: { asked: { region: 'eu-west-1', workers, until, ...(running !== undefined && { running }) } },
    });

  it('is noted, and changes nothing', () => {
    const decision = asking(3, LATER, 2);
    expect(decision.desired).toBe(6);
    expect(toldAt(decision, 'overflow')).toBe('eu-west-1 is asked for 3 workers, and has 2 workers');
    expect(toldAt(asking(3, LATER), 'overflow')).toBe('eu-west-1 is asked for 3 workers');
    expect(decision.reason.params['also']).toMatchObject([{ code: 'overflow-asked' }]);
  });

  it('ends on time, and does not exist without workers', () => {
    for (const decision of [asking(3, ago(0)), asking(0, LATER)]) {
      expect(toldAt(decision, 'overflow')).toBe('');
      expect(decision.reason.params['also']).toEqual([]);
    }
  });
});

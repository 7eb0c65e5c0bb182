import { describe, expect, it } from 'vitest';
import type { Reason } from '../../../shared/model/index.ts';
import { decided, decides, said, toldAt, type WrittenPolicy, workersOf } from './builders.ts';

const QUOTA: Reason = { code: 'text', params: { text: 'The quota leaves 2 vCPUs' } };
const jobs: WrittenPolicy = { rules: [{ kind: 'backlog', metric: 'jobs', perWorker: 1 }] };
const seen = (wanted: number, workers: number, asked: number, granted: number, reasons: Reason[] = [QUOTA]) => ({
  ...{ desired: workers, workers: workersOf(workers), metrics: { jobs: wanted } },
  admission: { asked, granted, reasons },
});

describe('a decision with an admission', () => {
  decides([
    {
      name: 'stays as it is where all of it can be done',
      policy: jobs,
      seen: seen(9, 4, 5, 5, []),
      gives: { desired: 9, blockedBy: null },
    },
    {
      name: 'keeps the capacity that it wants while a part of it is launched',
      policy: jobs,
      seen: seen(9, 4, 5, 2),
      gives: { direction: 'out', desired: 9, blockedBy: null },
    },
    {
      name: 'holds where nothing can be launched',
      policy: jobs,
      seen: seen(9, 4, 5, 0),
      gives: { direction: 'hold', desired: 4, change: 0, proposal: 9, fired: [], blockedBy: 'capacity-unavailable' },
    },
    {
      name: 'holds, and says so, where lost workers cannot be replaced',
      policy: jobs,
      seen: { ...seen(4, 3, 1, 0), desired: 4 },
      gives: { direction: 'hold', desired: 4, blockedBy: 'capacity-unavailable' },
    },
    {
      name: 'removes only as many as can go',
      policy: jobs,
      seen: seen(1, 5, 4, 3),
      gives: { direction: 'in', desired: 2, change: -3, retire: ['ready-0', 'ready-1', 'ready-2'], blockedBy: null },
    },
    {
      name: 'removes none where none can go',
      policy: jobs,
      seen: seen(1, 5, 4, 0),
      gives: { direction: 'hold', desired: 5, retire: [], blockedBy: 'capacity-unavailable' },
    },
    {
      name: 'is not changed by an admission that nobody asked for',
      policy: jobs,
      seen: seen(4, 4, 0, 0),
      gives: { direction: 'hold', desired: 4, blockedBy: null },
    },
  ]);

  it('ends its trace with the admission', () => {
    const decision = decided(jobs, seen(9, 4, 5, 2));
    expect(decision.trace.at(-1)).toMatchObject({ stage: 'capacity', proposed: 9 });
    expect(toldAt(decision, 'capacity')).toBe('The quota leaves 2 vCPUs');
  });

  it('has the reason why it holds, or what is deferred', () => {
    expect(said(decided(jobs, seen(9, 4, 5, 0)))).toBe(
      'Hold at 4. Rules asked for 9 (jobs 9, 1 per worker). The quota leaves 2 vCPUs.',
    );
    expect(said(decided(jobs, seen(9, 4, 5, 2)))).toBe(
      'Scale out 4 → 9. Rules asked for 9 (jobs 9, 1 per worker). The quota leaves 2 vCPUs.',
    );
    expect(said(decided(jobs, seen(1, 5, 4, 3)))).toBe(
      'Scale in 5 → 2. Rules asked for 1 (jobs 1, 1 per worker). The quota leaves 2 vCPUs.',
    );
  });

  it('has a default reason', () => {
    expect(toldAt(decided(jobs, seen(9, 4, 5, 2, [])), 'capacity')).toBe(
      'Only 2 of 5 workers can be launched or removed now',
    );
  });
});

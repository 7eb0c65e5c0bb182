import { describe } from 'vitest';
import { decides, type WrittenPolicy } from '../../decision/builders.ts';

// NOW is 12:00 UTC on Saturday, 21 November 2026.
const open = { cron: '0 8 * * *', until: '20:00' };
const shut = { cron: '0 20 * * *', until: '08:00' };
const cpu = { kind: 'target', metric: 'cpu', value: 60 } as const;
const jobs = { kind: 'backlog', metric: 'jobs', perWorker: 10 } as const;

describe('a rule that is not used', () => {
  decides([
    {
      name: 'proposes nothing if it is disabled',
      policy: { rules: [{ ...cpu, enabled: false }, jobs] },
      seen: { desired: 4, metrics: { cpu: 120, jobs: 20 } },
      gives: 2,
    },
    {
      name: 'does not prevent a scale-in for want of data',
      policy: { rules: [{ ...cpu, enabled: false }, jobs] },
      seen: { desired: 4, metrics: { cpu: null, jobs: 20 } },
      gives: { desired: 2, blind: [] },
    },
    {
      name: 'has no fallback',
      policy: { rules: [{ ...cpu, enabled: false, fallback: { after: 0, workers: 9 } }, jobs] },
      seen: { desired: 4, metrics: { cpu: null, jobs: 20 } },
      gives: 2,
    },
    {
      name: 'proposes nothing while none of its windows is open',
      policy: { rules: [{ ...cpu, during: [shut] }, jobs] },
      seen: { desired: 4, metrics: { cpu: 120, jobs: 20 } },
      gives: 2,
    },
    {
      name: 'is used while one of them is open',
      policy: { rules: [{ ...cpu, during: [shut, open] }, jobs] },
      seen: { desired: 4, metrics: { cpu: 120, jobs: 20 } },
      gives: 8,
    },
    {
      name: 'is used if it is enabled',
      policy: { rules: [{ ...cpu, enabled: true }] },
      seen: { desired: 4, metrics: { cpu: 120 } },
      gives: 8,
    },
    {
      name: 'moves no bounds if it is a schedule',
      policy: { rules: [jobs, { kind: 'schedule', enabled: false, windows: [{ ...open, min: 6 }] }] },
      seen: { desired: 4, metrics: { jobs: 20 } },
      gives: 2,
    },
    {
      name: 'alone holds the group',
      policy: { rules: [{ ...cpu, enabled: false }] },
      seen: { desired: 4, metrics: { cpu: 120 } },
      gives: { desired: 4, blockedBy: null },
    },
  ]);
});

describe('a cap', () => {
  const capped = (cap: NonNullable<WrittenPolicy['guards']>['cap'], more: WrittenPolicy = {}): WrittenPolicy => ({
    rules: [jobs],
    ...more,
    guards: { ...more.guards, cap },
  });
  decides([
    {
      name: 'stops growth while its window is open',
      policy: capped([{ ...open, max: 6 }]),
      seen: { desired: 4, metrics: { jobs: 100 } },
      gives: { desired: 6, blockedBy: 'at-max' },
    },
    {
      name: 'does nothing while it is shut',
      policy: capped([{ ...shut, max: 6 }]),
      seen: { desired: 4, metrics: { jobs: 100 } },
      gives: 10,
    },
    {
      name: 'removes no worker',
      policy: capped([{ ...open, max: 6 }]),
      seen: { desired: 8, metrics: { jobs: 100 } },
      gives: { desired: 8, direction: 'hold', blockedBy: 'at-max' },
    },
    {
      name: 'leaves a scale-in alone',
      policy: capped([{ ...open, max: 6 }]),
      seen: { desired: 8, metrics: { jobs: 70 } },
      gives: { desired: 7, blockedBy: null },
    },
    {
      name: 'is not raised by a window of a schedule that is open, too',
      policy: capped([{ ...open, max: 6 }], {
        rules: [jobs, { kind: 'schedule', windows: [{ ...open, min: 12, max: 30 }] }],
      }),
      seen: { desired: 4, metrics: { jobs: 10 } },
      gives: { desired: 6, blockedBy: 'at-max' },
    },
    {
      name: 'is not raised by the floor',
      policy: capped([{ ...open, max: 6 }], { guards: { floor: 9 } }),
      seen: { desired: 4, metrics: { jobs: 10 } },
      gives: { desired: 6, blockedBy: 'at-max' },
    },
    {
      name: 'of several that are open the lowest counts',
      policy: capped([
        { ...open, max: 9 },
        { on: '2026-11-21', lasts: 'day', max: 5 },
      ]),
      seen: { desired: 4, metrics: { jobs: 100 } },
      gives: 5,
    },
  ]);
});

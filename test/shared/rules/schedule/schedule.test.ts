import { describe, expect, it } from 'vitest';
import { boundsInForce } from '../../../../shared/decision/index.ts';
import { decided, decides, policyOf, said, toldAt } from '../../decision/builders.ts';

/** NOW is Saturday, 2026-11-21T12:00Z: this window is open from 10:00 to 14:00 in UTC. */
const noon = { cron: '0 10 * * *', lasts: '4h' };
const shut = { cron: '0 18 * * *', lasts: '4h' };
const schedule = (...windows: object[]) => ({ kind: 'schedule' as const, windows }) as never;
const jobs = { kind: 'backlog' as const, metric: 'jobs', perWorker: 1 };
const capacity = { min: 2, max: 20 };

describe('a schedule moves the bounds while a window is open', () => {
  const seen = { desired: 5, metrics: { jobs: 5 } };
  decides([
    {
      name: 'a min lifts the group at once',
      policy: { capacity, rules: [schedule({ ...noon, min: 8 }), jobs] },
      seen,
      gives: { desired: 8, blockedBy: null },
    },
    {
      name: 'a max shrinks the group at once',
      policy: { capacity, rules: [schedule({ ...noon, max: 3 }), jobs] },
      seen,
      gives: 3,
    },
    {
      name: 'a desired is proposed',
      policy: { capacity, rules: [schedule({ ...noon, desired: 9 }), jobs] },
      seen,
      gives: 9,
    },
    {
      name: 'a desired below what other rules ask for changes nothing',
      policy: { capacity, rules: [schedule({ ...noon, desired: 1 }), jobs] },
      seen,
      gives: 5,
    },
    {
      name: 'a window that is shut does nothing',
      policy: { capacity, rules: [schedule({ ...shut, min: 8, max: 9, desired: 9 }), jobs] },
      seen,
      gives: 5,
    },
    {
      name: "a max may lie above the policy's",
      policy: { capacity, rules: [schedule({ ...noon, max: 40 }), jobs] },
      seen: { desired: 5, metrics: { jobs: 30 } },
      gives: 30,
    },
    {
      name: "a min may lie above the policy's max",
      policy: { capacity, rules: [schedule({ ...noon, min: 30 }), jobs] },
      seen,
      gives: 30,
    },
    {
      name: "a max below the policy's min pins the group to it",
      policy: { capacity, rules: [schedule({ ...noon, max: 1 }), jobs] },
      seen,
      gives: 1,
    },
    {
      name: 'a window that opens right now is open',
      policy: { capacity, rules: [schedule({ cron: '0 12 * * *', lasts: '1m', min: 8 }), jobs] },
      seen,
      gives: 8,
    },
    {
      name: 'a window that closes right now is shut',
      policy: { capacity, rules: [schedule({ cron: '0 11 * * *', lasts: '1h', min: 8 }), jobs] },
      seen,
      gives: 5,
    },
    {
      name: 'wall-clock time is that of its zone',
      policy: {
        capacity,
        rules: [schedule({ cron: '0 13 * * *', lasts: '1h', timezone: 'Europe/Berlin', min: 8 }), jobs],
      },
      seen,
      gives: 8,
    },
  ]);
});

describe('windows that overlap', () => {
  const boundsOf = (...windows: object[]) =>
    boundsInForce(policyOf({ capacity, rules: [schedule(...windows)] }), Date.parse('2026-11-21T12:00:00Z'));
  it.each([
    [
      'the highest min holds',
      [
        { ...noon, min: 4 },
        { ...noon, min: 6 },
      ],
      { min: 6, max: 20 },
    ],
    [
      'the highest max holds',
      [
        { ...noon, max: 4 },
        { ...noon, max: 6 },
      ],
      { min: 2, max: 6 },
    ],
    [
      'a min above every max lifts it',
      [
        { ...noon, max: 4 },
        { ...noon, min: 6 },
      ],
      { min: 6, max: 6 },
    ],
    [
      'a shut one has no part in it',
      [
        { ...noon, min: 4 },
        { ...shut, min: 9 },
      ],
      { min: 4, max: 20 },
    ],
    ["a min below the policy's lowers it", [{ ...noon, min: 0 }], { min: 0, max: 20 }],
  ])('%s', (_, windows, bounds) => {
    expect(boundsOf(...windows)).toMatchObject(bounds);
  });

  it('of several rules apply like those of one', () => {
    const rules = [schedule({ ...noon, min: 4 }), schedule({ ...noon, min: 6 })];
    expect(boundsInForce(policyOf({ capacity, rules }), Date.parse('2026-11-21T12:00:00Z')).min).toBe(6);
  });
});

describe('the end of a window', () => {
  const outOnly = { kind: 'target', metric: 'jobs', value: 1, per: 'worker', scaleIn: false } as const;
  const window = { cron: '0 10 * * *', lasts: '2h', min: 8, desired: 8 };
  decides([
    {
      name: 'does not drop the group below what other rules ask for at that moment',
      policy: { capacity, rules: [schedule(window), jobs] },
      seen: { desired: 8, metrics: { jobs: 7 } },
      gives: 7,
    },
    {
      name: 'does not shrink a group whose other rules cannot see',
      policy: { capacity, rules: [schedule(window), jobs] },
      seen: { desired: 8, metrics: {} },
      gives: { desired: 8, blockedBy: 'missing-data' },
    },
    {
      name: 'returns a group that only schedules size to its minimum',
      policy: { capacity, rules: [schedule(window)] },
      seen: { desired: 8, metrics: {} },
      gives: { desired: capacity.min, blockedBy: null },
    },
    {
      name: 'leaves the size to other rules, even when they have no opinion',
      policy: { capacity, rules: [schedule(window), outOnly] },
      seen: { desired: 8, metrics: { jobs: 1 } },
      gives: 8,
    },
    {
      name: 'leaves the group to its cooldowns and limits',
      policy: { capacity, rules: [schedule(window), jobs], behavior: { in: { limits: [{ workers: 1, every: 60 }] } } },
      seen: { desired: 8, metrics: { jobs: 1 } },
      gives: 7,
    },
  ]);
});

it('a bound that several schedules set lasts until the last of their windows closes', () => {
  const named = (name: string, lasts: string) =>
    ({ ...(schedule({ ...noon, lasts, min: 8 }) as object), name }) as never;
  const decision = decided(
    { capacity, rules: [named('short', '3h'), named('long', '5h'), named('middle', '4h')] },
    { desired: 5 },
  );
  expect(toldAt(decision, 'bounds')).toBe('At the minimum, 8, until 2026-11-21 15:00:00 UTC (open window of long)');
});

it('the trace says that a window moved the bound', () => {
  const decision = decided({ capacity, rules: [schedule({ ...noon, min: 8 })] }, { desired: 5 });
  expect(toldAt(decision, 'bounds')).toBe('At the minimum, 8, until 2026-11-21 14:00:00 UTC (open window of schedule)');
  expect(said(decision)).toMatch(/^Scale out 5 → 8\. .*At the minimum, 8, until .+ \(open window of schedule\)\.$/);
});

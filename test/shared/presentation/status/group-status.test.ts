import { expect, test } from 'vitest';
import { dueAtPace } from '../../../../shared/names/index.ts';
import { parsePolicy } from '../../../../shared/policy/index.ts';
import { groupStatus, workersText } from '../../../../shared/presentation/index.ts';
import type { ManagedWorker } from '../../../../shared/providers/index.ts';
import { emptyState } from '../../../../shared/state/index.ts';
import { MINUTE, NOON } from '../../../contracts/examples.ts';

const NOTHING = { seen: null, tunedRules: [], unavailable: {}, notes: [] };
const evaluation = (failures: number, dueAt: number | null): string | undefined =>
  groupStatus({ ...emptyState('ci'), failures, schedule: { dueAt } }, NOTHING, undefined, NOON)
    .split('\n')
    .find((line) => line.startsWith('evaluation'))
    ?.replace(/^evaluation\s+/, '');

test.each([
  [0, null, 'not scheduled'],
  [0, NOON, 'every minute'],
  [0, NOON + 5 * MINUTE, 'at the latest in 5 min'],
  [0, dueAtPace({ age: 70, state: 'trying' }), 'about every minute, until it is known when the metrics come'],
  [0, dueAtPace({ age: 70, state: 'known' }), 'every minute, next in 10 s'],
  [1, NOON, 'every minute; the last one failed'],
  [7, NOON + 5 * MINUTE, 'again in 5 min; the last 7 failed'],
])('after %i failures, due at %s', (failures, dueAt, expected) => {
  expect(evaluation(failures, dueAt)).toBe(expected);
});

test('a condition without data names the metrics that rules lack', () => {
  const conditions = [{ condition: 'no-data' as const, since: NOON, notified: true }];
  const state = { ...emptyState('ci'), watch: { conditions } };
  const lacks = (metric: string) => ({ code: 'no-data', params: { metric } });
  const fallback = { code: 'fallback', params: { cause: lacks('jobs'), evaluations: 4, capacity: 2 } };
  const reasons = [lacks('queued'), lacks('queued'), fallback, { code: 'paused', params: {} }];
  const trace = reasons.map((reason, index) => ({ stage: `rule:${index}`, proposed: null, reason }));
  const reason = { code: 'group-paused', params: { direction: null } };
  const decision = { trace, reason, blockedBy: 'paused' } as const;
  const told = groupStatus(state, { ...NOTHING, decision }, undefined, NOON);
  expect(told).toMatch(/^condition +no data for queued, jobs since .+, reported$/m);
  expect(told).toMatch(/^held back +Paused by the policy .* with paused: false\.$/m);
  expect(groupStatus(state, NOTHING, undefined, NOON)).toMatch(/^condition +no data since .+, reported$/m);
});

test('an interval that does not divide a minute is shown as it is', () => {
  const parsed = parsePolicy({ group: 'ci', capacity: { min: 0, max: 1 }, evaluateEvery: '25s', rules: [] });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  const observed = { ...NOTHING, policy: parsed.value };
  const state = { ...emptyState('ci'), schedule: { dueAt: NOON } };
  expect(groupStatus(state, observed, undefined, NOON)).toMatch(/^evaluation +every 20 s$/m);
});

test('an open window of a schedule is shown with its bounds', () => {
  const windows = [
    { cron: '30 11 * * *', lasts: '1h', min: 5, max: 7 },
    { cron: '0 20 * * *', lasts: '1h', min: 9 },
  ];
  const rules = [
    { name: 'noon', kind: 'schedule', windows },
    { name: 'off', kind: 'schedule', windows, enabled: false },
  ];
  const parsed = parsePolicy({ group: 'ci', capacity: { min: 0, max: 9 }, rules });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  const lines = groupStatus(emptyState('ci'), { ...NOTHING, policy: parsed.value }, undefined, NOON).split('\n');
  expect(lines.filter((line) => line.startsWith('window')).map((line) => line.replaceAll(/\s+/g, ' '))).toEqual([
    'window noon, open until 2026-11-21 12:30:00 UTC: min 5, max 7',
  ]);
});

test('of windows that are shut, the next one is shown, and what it will do', () => {
  const rules = [
    {
      ...{ name: 'day', kind: 'schedule' },
      windows: [
        { cron: '0 20 * * *', lasts: '1h', min: 9 },
        { cron: '0 18 * * *', lasts: '1h', desired: 4 },
      ],
    },
    { name: 'over', kind: 'schedule', windows: [{ on: '2026-11-20', lasts: 'day', min: 1 }] },
    { kind: 'target', metric: 'cpu', value: 60, during: [{ cron: '0 7 * * MON', lasts: '1h' }] },
  ];
  const metrics = { cpu: { pushed: {} } };
  const guards = {
    maintenance: [{ cron: '0 2 * * SUN', lasts: '2h' }],
    cap: [{ cron: '0 11 * * *', lasts: '2h', max: 3 }],
  };
  const parsed = parsePolicy({ group: 'ci', capacity: { min: 0, max: 9 }, metrics, rules, guards });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  const lines = groupStatus(emptyState('ci'), { ...NOTHING, policy: parsed.value }, undefined, NOON).split('\n');
  expect(lines.filter((line) => line.startsWith('window')).map((line) => line.replaceAll(/\s+/g, ' '))).toEqual([
    'window day, opens 2026-11-21 18:00:00 UTC: desired 4',
    'window cpu, opens 2026-11-23 07:00:00 UTC: the rule is used',
    'window maintenance, opens 2026-11-22 02:00:00 UTC: only repairs',
    'window cap, open until 2026-11-21 13:00:00 UTC: max 3',
  ]);
});

test('what pending workers wait for is shown once for each cause', () => {
  const worker = (id: string, cause?: string): ManagedWorker => ({
    ...{
      id,
      group: 'web',
      launchedAt: NOON,
      zone: 'us-east-1a',
      drainingUntil: null,
      drained: false,
      protected: false,
    },
    ...{ busy: null, unhealthy: null, serving: cause === undefined, details: {} },
    ...(cause && { awaited: { code: 'target-awaited', params: { targetGroup: 'web', health: 'unhealthy', cause } } }),
  });
  const listed = [worker('i-1', 'Request timed out'), worker('i-2'), worker('i-3', 'Request timed out')];
  const states = [
    { id: 'i-1', state: 'pending' as const },
    { id: 'i-2', state: 'ready' as const },
  ];
  expect(workersText(listed, states).split('\n\n')[1]).toBe(
    'i-1 and 1 more  unhealthy in the target group web (Request timed out).',
  );
  // One that drains or is unhealthy has another cause.
  const draining = [{ ...worker('i-1', 'Request timed out'), drainingUntil: NOON }];
  expect(workersText(draining)).not.toContain('target group');
});

import { expect, test } from 'vitest';
import type { Reason } from '../../../../shared/model/index.ts';
import { groupsJson, groupsTable } from '../../../../shared/presentation/index.ts';
import { emptyState, newerVersion } from '../../../../shared/state/index.ts';

const known = {
  group: 'web',
  state: emptyState('web'),
  error: undefined,
  undescribed: undefined,
  live: 2,
  draining: 0,
};

test('the list of groups says that the state of a group cannot be used, and claims nothing of its resizes', () => {
  const error = newerVersion('web', 'decision', 2, 1);
  const row = { group: 'web', state: undefined, error, undescribed: undefined, notes: [], live: 2, draining: 0 };
  const text = groupsTable([row], 0);
  expect(text).toContain('unknown');
  expect(text).not.toContain('never');
  expect(text).toContain('Update Headcount.');
  expect(text).not.toContain('StateError');
});

test('the list of groups shows what the provider says about a group', () => {
  const note = { code: 'group-has-scaling-policies', params: { name: 'web-asg', policies: ['cpu60'] } };
  expect(groupsTable([{ ...known, notes: [note] }], 0)).toContain('has scaling policies of its own (cpu60)');
  expect(groupsJson([{ ...known, notes: [note] }], 0)).toMatchObject([
    { notes: [{ code: 'group-has-scaling-policies' }] },
  ]);
});

test('what only commands report has its text in the table and in JSON', () => {
  const cause = {
    code: 'event-unreadable',
    params: { at: '2026-11-21T12:00:00.000Z', problem: 'detail.report is "bsuy"' },
  };
  const note = { code: 'unreadable-reports', params: { workers: 2, worker: 'i-1', cause } };
  const text = '2 workers report something unreadable, among them i-1: its event "Worker Reported"';
  expect(groupsTable([{ ...known, notes: [note] }], 0)).toContain(text);
  expect(groupsJson([{ ...known, notes: [note] }], 0)).toMatchObject([
    { notes: [{ text: expect.stringContaining(text) }] },
  ]);
  const undescribed = { code: 'describe-failed', params: { message: 'timeout' } };
  expect(groupsTable([{ ...known, notes: [], undescribed }], 0)).toContain(
    'The provider cannot describe the group: timeout.',
  );
});

test('a group whose metric cannot be read says so once, with the reason', () => {
  const condition = { condition: 'no-data', since: 0, notified: false } as const;
  const state = { ...known.state, watch: { ...known.state.watch, conditions: [condition] } };
  const cause = { code: 'sqs-no-queue', params: { queue: 'jobs' } };
  const note = { code: 'source-failed', params: { metric: 'queued', source: 'sqs', cause } };
  const unread = groupsTable([{ ...known, state, notes: [note] }], 0);
  expect(unread.match(/no data/gi)).toHaveLength(1);
  expect(unread).toContain('No data for queued from sqs: there is no queue jobs');
  expect(groupsTable([{ ...known, state, notes: [] }], 0)).toContain('no data');
});

test('the list of groups says once that a group has no data, or cannot launch', () => {
  const condition = (name: 'no-data' | 'cannot-launch') => ({ condition: name, since: 0, notified: true });
  const state = { ...emptyState('web'), policy: { ...emptyState('web').policy, version: 1 } };
  const noteOf = (changed: object, notes: readonly Reason[] = []) =>
    groupsTable([{ ...known, state: { ...state, ...changed }, notes }], 0)
      .split('\n')
      .slice(1)
      .map((line) => line.replace(/^(web.*never {2,}never +| +)/, ''));
  const watch = { conditions: [condition('no-data')] };
  const missing = { code: 'sqs-no-queue', params: { queue: 'jobs' } };
  const unread = (metric: string) => ({ code: 'source-failed', params: { metric, source: 'sqs', cause: missing } });
  expect(noteOf({ watch }, [unread('queued'), unread('running')])).toEqual([
    'No data for queued and running from sqs: there is no queue jobs in this account and region. Create it, or correct its name in the policy.',
  ]);
  expect(noteOf({ watch })).toEqual(['no data']);
  const cut = (metric: string) => ({
    code: 'source-cut',
    params: { metric, source: 'pushed', since: '2026-11-21T12:00:00Z' },
  });
  expect(noteOf({}, [cut('queued'), cut('running')])).toEqual([
    expect.stringMatching(/^queued has more values/),
    expect.stringMatching(/^running has more values/),
  ]);
  const launchBackoff = { failures: 2, until: 0, because: { code: 'launch-budget', params: { granted: 0, asked: 1 } } };
  const provider = { ...state.provider, launchBackoff };
  expect(noteOf({ provider, watch: { conditions: [condition('cannot-launch')] } })).toEqual([
    'launches failed: see "npx headcount status web"',
  ]);
});

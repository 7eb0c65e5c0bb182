import { expect, test } from 'vitest';
import { compositionOf } from '../../../../shared/providers/ec2/composition.ts';
import { schema } from '../../../../shared/providers/ec2/format/config.ts';
import type { ManagedWorker } from '../../../../shared/providers/index.ts';

const config = schema.parse({
  kind: 'ec2',
  launchTemplate: { name: 'web' },
  instanceTypes: ['c7g.large'],
  subnets: ['subnet-a'],
});

const worker = (id: string, version: string, launchedAt: number, rest: Partial<ManagedWorker> = {}): ManagedWorker => ({
  ...{ id, group: 'web', launchedAt, zone: 'zone-a', drainingUntil: null, protected: false, busy: null },
  ...{ drained: false, unhealthy: null, serving: true, details: { version }, ...rest },
});

const outdated = (...workers: ManagedWorker[]) => [...compositionOf(config, workers, []).outdated];

test('the worker that was launched last shows the version in use', () => {
  expect(outdated(worker('old', '1', 0), worker('new', '2', 10))).toEqual(['old']);
});

const MINUTE = 60_000;

test('a worker that was started from a warm pool shows the version that was known half an hour before', () => {
  const started = worker('new', '2', 31 * MINUTE, { firstLaunchedAt: null });
  expect(outdated(started, worker('old', '1', 0))).toEqual(['old']);
  expect(outdated(started, worker('old', '1', 0), worker('newest', '3', 2 * MINUTE)).sort()).toEqual(['new', 'old']);
});

test('a worker that was started from a warm pool when another was launched does not show it', () => {
  const started = worker('old', '1', 20, { firstLaunchedAt: null });
  expect(outdated(started, worker('new', '2', 10))).toEqual(['old']);
  expect(outdated(started, worker('other', '2', 10, { firstLaunchedAt: null }))).toEqual(['other']);
});

test('a worker that was launched earlier than it was started counts from its launch', () => {
  const started = worker('old', '1', 20, { firstLaunchedAt: 5 });
  expect(outdated(started, worker('new', '2', 10))).toEqual(['old']);
});

test('members of the warm pool show it, too', () => {
  const started = worker('started', '2', 20, { firstLaunchedAt: null });
  const member = worker('member', '2', 15, { firstLaunchedAt: 15 });
  expect([...compositionOf(config, [worker('old', '1', 0), started], [], [member]).outdated]).toEqual(['old']);
});

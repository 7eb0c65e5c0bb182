import { expect, test } from 'vitest';
import { launchesIn } from '../../../../../shared/evaluation/observe/workers/launched.ts';
import type { ManagedWorker } from '../../../../../shared/providers/index.ts';
import { NOON } from '../../../../contracts/examples.ts';

const worker = (id: string, launchedAt: number): ManagedWorker => ({
  ...{ id, group: 'ci', zone: 'zone-a', launchedAt, serving: true, unhealthy: null, protected: false, busy: null },
  ...{ drained: false, drainingUntil: null, details: {} },
});

test.each([
  ['a scale-out', {}],
  ['a rollout that monitors its workers', { spec: 'v2' }],
])('the state of a group remembers a limited number of workers of %s', (_, launch) => {
  const ids = Array.from({ length: 3000 }, (__, n) => `i-${n}`);
  const workers = ids.slice(0, 2500).map((id) => worker(id, NOON));
  const { launched } = launchesIn(
    ids.map((id) => ({ id, at: NOON, ...launch })),
    { workers, ended: [], stopped: [] },
    { warmup: 0, isEphemeral: false, monitored: { spec: 'v2', seconds: 86_400 }, now: NOON + 60_000 },
  );
  expect(launched).toHaveLength(1000);
  // Those that are not listed are capacity, and the newest of the others may still fail.
  expect(launched.map(({ id }) => id)).toEqual(ids.slice(2000));
});

import { expect, test } from 'vitest';
import { type WorkerHealth, type WorkerVersions, workersWithHealth } from '../../../../shared/operations/index.ts';
import { faultText, parsePolicy } from '../../../../shared/policy/index.ts';
import { membersDocument, membersText, workersHealthText } from '../../../../shared/presentation/index.ts';
import { NOON } from '../../../contracts/examples.ts';

const worker = (idleSince?: number, measuredUntil?: number) => ({
  ...{ id: 'i-1', state: 'ready' as const, launchedAt: NOON - 3_600_000, protected: false, metrics: { cpu: 3 } },
  ...(idleSince !== undefined && { idleSince }),
  ...(measuredUntil !== undefined && { measuredUntil }),
});
const shown = (...of: Parameters<typeof worker>): string => {
  const workers: WorkerHealth[] = workersWithHealth({ rules: [] }, [worker(...of)]);
  return workersHealthText(workers);
};

test('a worker is idle at first sight, and idle since then once it was measured later', () => {
  expect(shown(NOON, NOON)).toMatch(/ idle +– +no +3/);
  expect(shown(NOON)).toMatch(/ idle +– +no +3/);
  expect(shown(NOON, NOON + 60_000)).toMatch(/ idle since 12:00:00 UTC +– +no +3/);
  expect(shown()).not.toContain('idle');
});

test('workers have their version, and why they are outdated', () => {
  const some = ['old', 'aged', 'new'].map((id) => ({ ...worker(), id }));
  const listed = some.map(({ id }) => ({ id, details: { version: id === 'old' ? '1' : '2' } }));
  const versions = {
    listed: listed as unknown as WorkerVersions['listed'],
    progress: { workers: 3, replaced: 2, outdated: new Map([['old', 'image' as const]]) },
    renewing: new Map([['aged', { code: 'rollout-worker-old', params: { lifetime: 86_400 } }]]),
  };
  const workers = workersWithHealth({ rules: [] }, some, versions);
  expect(workers.map(({ id, version, outdated }) => [id, version, outdated])).toEqual([
    ['old', '1', 'image'],
    ['aged', '2', 'age'],
    ['new', '2', undefined],
  ]);
  const text = workersHealthText(workers);
  expect(text).toMatch(/^WORKER .* TEMPLATE +OUTDATED /);
  expect(text).toMatch(/old .* 1 +image /);
  // Without a rollout, what the decision has found has to do.
  const [only] = workersWithHealth({ rules: [] }, [{ ...worker(), outdated: true }]);
  expect(only?.outdated).toBe('version');
});

test.each([
  ['stopped', ['preparing', 'stopping', 'stopped']],
  ['hibernated', ['preparing', 'hibernating', 'hibernated']],
  ['running', ['running', 'stopping', 'stopped']],
])('members of a pool whose state is %s are listed apart', (state, states) => {
  const member = (id: string, rest: 'up' | 'going' | 'parked') => ({
    ...{ id, rest, zone: 'eu-west-1a', launchedAt: NOON, details: { instanceType: 'c7g.large', version: '2' } },
  });
  const launchTemplate = { name: 'ci-runner' };
  const subnets = ['subnet-0aaa1111'];
  const provider = { kind: 'ec2', launchTemplate, instanceTypes: ['c7g.large'], subnets, warm: { size: 3, state } };
  const parsed = parsePolicy({ group: 'ci', capacity: { min: 0, max: 9 }, provider });
  if (!parsed.ok) throw new Error(parsed.faults.map(faultText).join('\n'));
  const looked = {
    members: [member('i-1', 'up'), member('i-2', 'going'), member('i-3', 'parked')],
    state: { pool: { members: [{ id: 'i-3', since: NOON + 60_000 }], backoff: null } },
    policy: parsed.value,
  } as unknown as Parameters<typeof membersDocument>[0];
  const found = membersDocument(looked);
  expect(found.map((each) => each.state)).toEqual(states);
  expect(found[2]).toMatchObject({ zone: 'eu-west-1a', type: 'c7g.large', since: '2026-11-21T12:01:00.000Z' });
  expect(membersText(looked)).toMatch(/^MEMBER OF THE WARM POOL +STATE +TYPE +TEMPLATE +ZONE/);
  expect(membersText({ ...looked, members: [] })).toBeNull();
});

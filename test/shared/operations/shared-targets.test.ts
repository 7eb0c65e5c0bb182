import { expect, test } from 'vitest';
import { sharedTargets, sharedWithActive } from '../../../shared/operations/index.ts';
import { provider } from '../../../shared/providers/index.ts';
import { setting } from '../evaluation/setting.ts';

const FLEET = 'fleet-01234567-89ab-cdef-0123-456789abcdef';
const named = (group: string, config: object) => ({ group, provider: provider.parse(config) });
const service = (group: string, name = 'web', cluster = 'main') =>
  named(group, { kind: 'ecs-service', cluster, service: name });

test.each([
  ['ecs-service', { kind: 'ecs-service', cluster: 'main', service: 'web' }, 'main/web'],
  ['auto-scaling-group', { kind: 'auto-scaling-group', name: 'web' }, 'web'],
  ['ec2-fleet', { kind: 'ec2-fleet', id: FLEET }, FLEET],
])('two policies that name the same %s', (kind, config, target) => {
  const found = sharedTargets([named('b', config), named('a', config), service('c', 'other')]);
  const reason = { code: 'target-shared', params: { kind, target, groups: ['a', 'b'] } };
  expect([...found]).toMatchObject([
    ['b', reason],
    ['a', reason],
  ]);
});

test('services of other clusters, functions and launch templates are no shared targets', () => {
  const lambda = { kind: 'lambda', function: 'resize-vms' };
  expect(sharedTargets([service('a'), service('b', 'web', 'other'), named('c', lambda), named('d', lambda)]).size).toBe(
    0,
  );
});

test('a policy to be written is compared with the active ones, and not with its own earlier version', async () => {
  const { table } = setting();
  const document = {
    group: 'ci',
    provider: { kind: 'ecs-service', cluster: 'main', service: 'web' },
    capacity: { min: 0, max: 2 },
  } as const;
  await table.records.accept({ group: 'ci', version: 1, at: 0, by: null, because: null, document });
  const reading = { states: table.states, policies: table.policies };
  const found = (group: string) => sharedWithActive([service(group)], async () => ['ci'], reading);
  expect([...(await found('web')).keys()]).toEqual(['web']);
  expect((await found('ci')).size).toBe(0);
});

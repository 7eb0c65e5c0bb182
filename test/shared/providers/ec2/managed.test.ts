import { expect, test } from 'vitest';
import { workerDocument } from '../../../../shared/presentation/worker-document.ts';
import { schema } from '../../../../shared/providers/ec2/format/config.ts';
import { managed } from '../../../../shared/providers/ec2/health/managed.ts';
import type { ListedWorker } from '../../../../shared/providers/ec2/ports.ts';
import { NOON } from '../../../contracts/examples.ts';

const TARGETS = 'arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/web/0123456789abcdef';
const config = schema.parse({
  kind: 'ec2',
  launchTemplate: { name: 'web' },
  instanceTypes: ['c7g.large'],
  subnets: ['subnet-a'],
  targetGroups: [TARGETS],
});
const LISTED: ListedWorker = {
  ...{ id: 'i-1', group: 'web', state: 'running', stateReason: null, launchedAt: NOON, activity: null },
  ...{ instanceType: 'c7g.large', market: 'on-demand', zone: 'zone-a', drainingUntil: null },
  ...{ protected: false, busy: null, drained: false },
};
const documentOf = (worker: Partial<ListedWorker>, targets = new Map()) =>
  workerDocument(managed({ ...LISTED, ...worker }, config, { impaired: new Set(), targets }, NOON));

test('a worker shows what it waits for in its target group', () => {
  const target = { health: 'unhealthy', cause: 'Request timed out' };
  expect(documentOf({}, new Map([[TARGETS, new Map([['i-1', target]])]]))).toMatchObject({
    serving: false,
    awaited: 'unhealthy in the target group web (Request timed out).',
  });
});

test('a worker that was started from a warm pool has the fields of the others', () => {
  expect(Object.keys(documentOf({ warm: false }))).toEqual(Object.keys(documentOf({})));
});

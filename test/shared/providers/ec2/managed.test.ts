import { expect, test } from 'vitest';
import { workerDocument } from '../../../../shared/presentation/workers/worker-document.ts';
import { schema } from '../../../../shared/providers/ec2/format/config.ts';
import { managed, UNKNOWN } from '../../../../shared/providers/ec2/health/managed.ts';
import type { ListedWorker } from '../../../../shared/providers/instances/listed-worker.ts';
import { NOON } from '../../../contracts/examples.ts';

const config = schema.parse({
  kind: 'ec2',
  launchTemplate: { name: 'web' },
  instanceTypes: ['c7g.large'],
  subnets: ['subnet-a'],
});
const LISTED: ListedWorker = {
  ...{ id: 'i-1', group: 'web', state: 'running', stateReason: null, launchedAt: NOON, activity: null },
  ...{ instanceType: 'c7g.large', market: 'on-demand', zone: 'zone-a', drainingUntil: null },
  ...{ protected: false, busy: null, drained: false },
};
const documentOf = (worker: Partial<ListedWorker>) =>
  workerDocument(managed({ ...LISTED, ...worker }, config, UNKNOWN, NOON));

test('a worker that was started from a warm pool has the fields of the others', () => {
  expect(Object.keys(documentOf({ warm: false }))).toEqual(Object.keys(documentOf({})));
});

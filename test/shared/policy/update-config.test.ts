import { expect, test } from 'vitest';
import { faultText, parsePolicy } from '../../../shared/policy/index.ts';
import { moduleFor } from '../../../shared/providers/index.ts';

/**
 * `update_config` of a Swarm service: two replicas, one at a time, ten seconds apart, watched for a minute; if more than
 * 10 % fail, the service is rolled back. https://docs.docker.com/reference/compose-file/deploy/#update_config
 */
const SWARM = { parallelism: 1, delay: '10s', failure_action: 'rollback', monitor: '60s', max_failure_ratio: 0.1 };

test('an update_config of Docker Swarm can be written as a policy, and means the same', async () => {
  const parsed = parsePolicy({
    group: 'workers',
    provider: {
      kind: 'ec2',
      launchTemplate: { name: 'worker' },
      instanceTypes: ['c7g.large'],
      subnets: ['subnet-0aaa1111'],
      rollout: {
        ...{ on: 'version', parallel: SWARM.parallelism, delay: SWARM.delay, monitor: SWARM.monitor },
        ...{ maxFailures: `${SWARM.max_failure_ratio * 100}%`, rollback: SWARM.failure_action === 'rollback' },
      },
    },
    capacity: { min: 2, max: 10 },
  });
  if (!parsed.ok || !parsed.value.provider) throw new Error(JSON.stringify(parsed));
  const part = await moduleFor(parsed.value.provider).rollout?.();
  expect(part?.settings(parsed.value.provider)).toMatchObject({
    ...{ on: 'version', parallel: 1, delay: 10, monitor: 60, maxFailures: 10, rollback: true, capacity: 'surge' },
    ...{ checkpoints: [], alarms: [] },
  });
});

test.each([3, 0.1, '3', '101%'])('maxFailures: %o is no share', (maxFailures) => {
  const provider = {
    kind: 'ec2',
    launchTemplate: { name: 'worker' },
    instanceTypes: ['c7g.large'],
    subnets: ['subnet-0aaa1111'],
  };
  const parsed = parsePolicy({
    ...{ group: 'workers', capacity: { min: 2, max: 10 } },
    provider: { ...provider, rollout: { maxFailures } },
  });
  expect(parsed.ok ? [] : parsed.faults.map(faultText)).toEqual([
    'provider.rollout.maxFailures: must be a share from 0% to 100%, such as 10%',
  ]);
});

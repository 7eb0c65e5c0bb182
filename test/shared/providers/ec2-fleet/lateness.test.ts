import { expect, test } from 'vitest';
import { describeFleets } from '../../../../shared/providers/ec2-fleet/api/describe-fleets.ts';
import { type Resizing, remove } from '../../../../shared/providers/ec2-fleet/api/resize.ts';
import type { DescribedFleet } from '../../../../shared/providers/ec2-fleet/described/fleet.ts';

const memberOf = (id: string): DescribedFleet['members'][number] => ({
  ...{ id, instanceType: 'c7g.large', healthy: true },
  instance: {
    ...{ id, state: 'running', instanceType: 'c7g.large', zone: 'a', launchedAt: 0, lifecycle: 'spot', tags: {} },
  },
});

test('no instance ends while descriptions still show the earlier target, even if the fleet is active in them', async () => {
  const id = 'fleet-1';
  const shown = [2, 2, 1].map((desired) => ({ state: 'active', desired }));
  const done: string[] = [];
  const aws: Resizing = {
    now: async () => ({
      ...{ id, type: 'maintain', state: 'active', desired: 2, onDemand: 0, defaultMarket: 'spot' },
      ...{ weighted: false, failing: false, validUntil: null, tags: {}, members: ['i-1', 'i-2'].map(memberOf) },
    }),
    head: async () => {
      const head = shown.shift() ?? { state: 'active', desired: 1 };
      done.push(`shown ${head.desired}`);
      return head;
    },
    modify: async (_, { spot }) => void done.push(`target ${spot}`),
    terminate: async (_, ids) => {
      done.push(`ended ${ids}`);
      return [];
    },
    pause: async () => {},
  };
  expect(await remove(aws, id, ['i-1'], false)).toEqual({ gone: ['i-1'], reasons: [] });
  expect(done).toEqual(['target 1', 'shown 2', 'shown 2', 'shown 1', 'ended i-1']);
});

test('one unknown fleet among a hundred takes a few calls more, and the others are described', async () => {
  const ids = Array.from({ length: 100 }, (_, index) => `fleet-${index}`);
  let calls = 0;
  const call = async (_: string, parameters: Readonly<Record<string, string>>) => {
    calls += 1;
    const asked = Object.values(parameters);
    if (asked.includes('fleet-42')) {
      const cause = Object.assign(new Error('does not exist'), { name: 'InvalidFleetId.NotFound', $metadata: {} });
      throw new Error('DescribeFleets failed', { cause });
    }
    const items = asked.map((id) => `<item><fleetId>${id}</fleetId></item>`).join('');
    return `<DescribeFleetsResponse><fleetSet>${items}</fleetSet></DescribeFleetsResponse>`;
  };
  const found = await describeFleets(call, ids);
  expect([...found.keys()].sort()).toEqual(ids.filter((id) => id !== 'fleet-42').sort());
  expect(calls).toBeLessThan(20);
});

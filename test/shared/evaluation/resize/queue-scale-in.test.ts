import { expect, test } from 'vitest';
import { policyOf, settled } from '../setting.ts';

const STABILIZATION = 300;

// https://github.com/jenkinsci/ec2-fleet-plugin/issues/177, https://github.com/jenkinsci/ec2-fleet-plugin/issues/240
test('a fleet with the default behavior leaves in one step after its last task when its workers report that they are idle', async () => {
  const { behavior: _, ...document } = policyOf();
  const group = await settled(40, document);
  for (const id of group.alive()) group.fleet.setBusy(id, false);
  group.queues.set('jobs', { waiting: 0 });
  const minutes: number[] = [];
  for (let second = 0; second <= STABILIZATION + 120; second += 60) {
    await group.evaluate();
    minutes.push(group.alive().length);
    group.pass(60);
  }
  // Until the stabilization window has passed, all stay: it bridges a short gap between two bursts.
  expect(minutes.filter((workers) => workers > 0 && workers < 40)).toEqual([]);
  expect(minutes.at(-1)).toBe(0);
  expect(group.state().decision.desired).toBe(0);
});

import { describe, expect, test } from 'vitest';
import { policyOf, settled } from '../setting.ts';

const { provider } = policyOf();
const retiring = (retire: string, version?: string) =>
  policyOf({ provider: { ...provider, retire, launchTemplate: { name: 'ci-runner', version } } as typeof provider });

/** A group with two workers of version 1 and then two of version 2, all idle for nobody knows. */
async function ofTwoVersions(document = retiring('newest')) {
  const world = await settled(0, document);
  const launched = async (workers: number) => {
    world.queues.set('jobs', { waiting: workers * 10 });
    await world.evaluate();
    world.pass(600);
    await world.evaluate();
    return world.alive();
  };
  const old = await launched(2);
  world.fleet.templateVersion = '2';
  const all = await launched(4);
  const shrunkTo = async (workers: number) => {
    world.queues.set('jobs', { waiting: workers * 10 });
    await world.evaluate();
    return world.alive();
  };
  return { world, old, fresh: all.filter((id) => !old.includes(id)), shrunkTo };
}

// https://github.com/github-aws-runners/terraform-aws-github-runner/issues/3746
describe('a scale-in after the launch template has changed', () => {
  test.each(['newest', 'oldest', 'balanced'])(
    'removes workers of the old version first with retire: %s',
    async (retire) => {
      const { fresh, shrunkTo } = await ofTwoVersions(retiring(retire));
      expect(await shrunkTo(2)).toEqual(fresh);
    },
  );

  test('back to an earlier default removes those of the later version first', async () => {
    const { world, old, fresh, shrunkTo } = await ofTwoVersions();
    world.fleet.templateVersion = '1';
    world.queues.set('jobs', { waiting: 50 });
    await world.evaluate();
    world.pass(600);
    const left = await shrunkTo(3);
    expect(left).toEqual(expect.arrayContaining(old));
    expect(fresh.filter((id) => left.includes(id))).toEqual([]);
  });

  test('to a number in the policy goes by that number', async () => {
    const { world, old, shrunkTo } = await ofTwoVersions();
    await world.put(retiring('oldest', '1'));
    expect(await shrunkTo(2)).toEqual(old);
  });

  test('keeps a busy worker, and goes on with the others', async () => {
    const { world, old, fresh, shrunkTo } = await ofTwoVersions();
    const [busy = '', idle] = old;
    world.fleet.setBusy(busy);
    const left = await shrunkTo(1);
    expect(left).toContain(busy);
    expect(left).not.toContain(idle);
    expect(left.length).toBeLessThan(fresh.length + 1);
  });
});

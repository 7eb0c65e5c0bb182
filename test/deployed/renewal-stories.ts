import { CreateLaunchTemplateCommand, CreateLaunchTemplateVersionCommand, EC2Client } from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { TAG } from '../../shared/names/names.ts';
import { headcount } from '../cli/headcount.ts';
import type { deployedGroups } from './stage.ts';

/** A rollout that goes back, and a warm pool, on the deployed stage. */
export function renewalStories({ stack, groupOf }: ReturnType<typeof deployedGroups>): void {
  const ready = (id: string) => stack.ec2().createTags([id], [{ key: TAG.ready, value: 'true' }]);
  const told = async (...words: string[]) => (await headcount(words, { environment: stack.environment() })).out;

  test('a version whose workers do not become ready is left, and what ran before stays', async () => {
    const ec2 = new EC2Client({});
    const named = { LaunchTemplateName: 'faulty' };
    const image = (n: number) => ({ ImageId: `ami-0123456789abcdef${n}`, InstanceType: 'c7g.large' as const });
    await ec2.send(new CreateLaunchTemplateCommand({ ...named, LaunchTemplateData: image(1) }));
    const launchTemplate = { name: 'faulty', version: '$Latest' };
    const group = await groupOf('faulty', { jobs: 2, workers: { launchTemplate } });
    await group.reaches(2);
    const good = group.ids();
    good.forEach(ready);
    await group.change({ launchTemplate, readiness: { within: '2s' }, rollout: { on: 'version' } });
    await expect.poll(async () => (await group.state()).policy.version).toBe(2);

    await ec2.send(new CreateLaunchTemplateVersionCommand({ ...named, LaunchTemplateData: image(2) }));
    ec2.destroy();
    const rollout = async () => (await group.state()).rollout;
    await expect
      .poll(() => group.after(async () => (await rollout())?.status), { timeout: 20_000 })
      .toBe('rolled-back');
    await group.reaches(2);
    expect(group.ids().toSorted()).toEqual(good.toSorted());
    expect(await rollout()).toMatchObject({ from: { version: '1', image: 'ami-0123456789abcdef1' } });
    expect(await told('status', 'faulty')).toMatch(/rollout +back to version 1 from version 2: rolled back/);

    // Nothing launches the version that failed, and nothing tries it again.
    await group.send(1);
    await group.reaches(3);
    const images = group.living().map(({ imageId }) => imageId);
    expect(new Set(images)).toEqual(new Set(['ami-0123456789abcdef1']));
    expect((await rollout())?.status).toBe('rolled-back');
  });

  test('a warm pool is filled, started before anything is launched, and filled again', async () => {
    const group = await groupOf('warmed', { jobs: 1, workers: { warm: { size: 2 } } });
    const pool = async () => (await group.state()).pool.members.filter(({ parkedAt }) => parkedAt !== undefined);
    const parked = async () => (await pool()).map(({ id }) => id).toSorted();
    await expect.poll(() => group.after(async () => (await parked()).length), { timeout: 20_000 }).toBe(2);
    const members = await parked();
    const stopped = () => stack.instances('warmed').filter(({ state }) => state === 'stopped');
    await expect.poll(() => stopped().length).toBe(2);
    const running = () => group.living().filter(({ state }) => state === 'running' || state === 'pending');
    expect(running()).toHaveLength(1);

    await group.send(2);
    await expect.poll(() => group.after(() => running().length)).toBeGreaterThanOrEqual(3);
    expect(running().map(({ id }) => id)).toEqual(expect.arrayContaining(members));
    await expect.poll(() => group.after(async () => (await parked()).length), { timeout: 20_000 }).toBe(2);
    expect((await parked()).filter((id) => members.includes(id))).toEqual([]);
    await expect.poll(() => group.after(() => running().length)).toBe(3);
    expect(await told('status', 'warmed')).toMatch(/warm pool/);
  });
}

/** @module-tag full-run */

import { CreateLaunchTemplateCommand, CreateLaunchTemplateVersionCommand, EC2Client } from '@aws-sdk/client-ec2';
import { describe, expect, test } from 'vitest';
import { groupedBy } from '../../shared/model/index.ts';
import { TAG } from '../../shared/names/names.ts';
import { headcount } from '../cli/headcount.ts';
import { clusterStories } from './cluster-stories.ts';
import { fleetStories } from './fleet-stories.ts';
import { renewalStories } from './renewal-stories.ts';
import { deployedGroups } from './stage.ts';
import { subscribedTo } from './topic.ts';

// What users of other autoscalers reported about their workers: see docs/contributing/user-reports.md.
const deployed = deployedGroups();
const { stack, groupOf } = deployed;

const report = (id: string, key: string, value = 'true') => stack.ec2().createTags([id], [{ key, value }]);
const event = async (detailType: string, id: string): Promise<void> => {
  const event = stack.eventOf('aws.ec2', detailType, { 'instance-id': id });
  expect(await stack.invokeLater('on-worker-event', event)).toBe(202);
};
const counts = <T>(all: readonly T[]) =>
  Object.fromEntries([...groupedBy(all, (each) => each)].map(([each, { length }]) => [each, length]));

describe('workers that do one job', () => {
  test('are replaced by the next evaluation while jobs wait, and by nobody when none does', async () => {
    const runners = await groupOf('one-job', { jobs: 3, workers: { ephemeral: true } });
    await runners.reaches(3);
    for (let round = 0; round < 4; round++) {
      const before = runners.ids();
      for (const id of before) stack.ec2().end(id, 'Client.InstanceInitiatedShutdown');
      await runners.reaches(3);
      expect(before.filter((id) => runners.ids().includes(id))).toEqual([]);
      expect((await runners.state()).provider.launchBackoff).toBeNull();
    }
    await runners.empty();
    for (const id of runners.ids()) stack.ec2().end(id, 'Client.InstanceInitiatedShutdown');
    const launches = (await runners.activities()).length;
    await expect.poll(() => runners.after(async () => (await runners.state()).decision.desired)).toBe(0);
    expect(runners.ids()).toEqual([]);
    expect(await runners.activities()).toHaveLength(launches);
  });
});

describe('a group by requirements', () => {
  test('launches what matches, reservations first', async () => {
    const requirements = { vcpus: 4, memoryGiB: { min: 8, max: 16 }, architectures: ['arm64'], exclude: ['c*'] };
    const reservation = stack.ec2().reserve({ instanceType: 'm7g.xlarge', zone: 'us-east-1a', total: 1 });
    const group = await groupOf('by-requirements', { jobs: 3, workers: { requirements, reservations: 'first' } });
    await group.reaches(3);
    const launched = group.living();
    for (const { instanceType } of launched) expect(instanceType).toMatch(/^(a1|m\d+gd?n?)\.xlarge$/);
    const reserved = launched.filter((each) => each.capacityReservationId === reservation);
    expect(reserved.map(({ instanceType }) => instanceType)).toEqual(['m7g.xlarge']);
    const { out } = await headcount(['status', 'by-requirements', '--json'], { environment: stack.environment() });
    expect(out).toContain(reservation);
  });
});

describe('a group of types with weights', () => {
  test('counts units from its launch to its candidates and its reasons', async () => {
    const weights: Readonly<Record<string, number>> = { 'r7g.large': 1, 'r7g.2xlarge': 4 };
    const group = await groupOf('weighted', { jobs: 2, workers: { instanceTypes: ['r7g.large'] } });
    await group.reaches(2);
    const instanceTypes = Object.entries(weights).map(([type, weight]) => ({ type, weight }));
    await group.change({ instanceTypes });
    await expect.poll(async () => (await group.state()).policy.version).toBe(2);

    // Both small ones are there, and only the large type has capacity.
    stack.ec2().shortages.add({ instanceType: 'r7g.large' });
    const units = () => group.living().reduce((sum, { instanceType }) => sum + (weights[instanceType] ?? 0), 0);
    await group.send(8);
    await expect.poll(() => group.after(units)).toBe(10);
    expect(counts(group.living().map(({ instanceType }) => instanceType))).toEqual({
      'r7g.large': 2,
      'r7g.2xlarge': 2,
    });
    await expect.poll(() => group.living().every(({ state }) => state === 'running')).toBe(true);
    await group.evaluated();

    const shown = async (...words: string[]) => headcount(words, { environment: stack.environment() });
    // New workers warm up for a while.
    const explained = async () => (await shown('explain', 'weighted')).out;
    await expect.poll(explained).toContain('capacity 10; workers: 4 ready (total capacity 10)');
    expect(await explained()).toMatch(/weight 4/);
    const { out } = await shown('candidates', 'weighted', '--json');
    const candidates: { id: string; weight: number }[] = JSON.parse(out).candidates;
    const typeOf = new Map(group.living().map(({ id, instanceType }) => [id, instanceType]));
    for (const { id, weight } of candidates) expect(weight).toBe(weights[typeOf.get(id) ?? '']);

    // One large one is too many for a surplus of three: nothing falls below the demand.
    await group.finish(3);
    await expect.poll(() => group.after(units)).toBe(8);
    await group.finish(3);
    await expect.poll(() => group.after(units)).toBe(4);
  });
});

describe('an ended worker', () => {
  test('that no list ever showed stops counting at once, with the reason', async () => {
    const type = 'm6g.large';
    const group = await groupOf('unseen', { workers: { instanceTypes: [type] } });
    stack.ec2().launchFailures.add({ instanceType: type, code: 'Client.InvalidKMSKey.InvalidState', count: 1 });
    await group.send(1);
    const since = Date.now();
    await expect.poll(() => group.after(async () => (await group.activities()).length)).toBe(2);
    await group.reaches(1);
    expect(Date.now() - since).toBeLessThan(200_000);
    expect(JSON.stringify((await group.activities())[0]?.notes)).toContain('Client.InvalidKMSKey.InvalidState');
  });

  test('is terminated and replaced when it has only stopped', async () => {
    const group = await groupOf('stopped', { jobs: 2 });
    await group.reaches(2);
    const [stopped = ''] = group.ids();
    stack.ec2().shutDown(stopped);
    await expect.poll(() => group.after(() => group.ids().includes(stopped))).toBe(false);
    await group.reaches(2);
  });

  test('was interrupted: its replacement is in another pool', async () => {
    const group = await groupOf('interrupted', { jobs: 1, workers: { spot: { percent: 100 } } });
    await group.reaches(1);
    const [first] = group.living();
    await event('EC2 Spot Instance Interruption Warning', first?.id ?? '');
    await expect.poll(() => group.living().length).toBe(2);
    expect(group.living().at(-1)?.subnetId).not.toBe(first?.subnetId);
  });
});

describe('a scale-in', () => {
  test('keeps the on-demand base', async () => {
    const spot = { percent: 100, onDemandBase: 2 };
    const group = await groupOf('base', { jobs: 6, workers: { spot }, capacity: { min: 2, max: 20 } });
    await group.reaches(6);
    expect(counts(group.living().map(({ market }) => market))).toEqual({ 'on-demand': 2, spot: 4 });
    await group.empty();
    await group.reaches(2);
    expect(group.living().map(({ market }) => market)).toEqual(['on-demand', 'on-demand']);
  });

  test('retires no worker that is busy, and counts busy ones beside the tasks that wait', async () => {
    const group = await groupOf('busy', {
      jobs: 3,
      metrics: { jobs: { sqs: { queue: 'busy' } } },
    });
    await group.reaches(3);
    for (const id of group.ids().slice(0, 2)) report(id, TAG.busy);
    expect(await group.receive(2)).toBe(2);
    // Two run, one waits, and an idle worker is there for it.
    expect(await group.evaluated()).toBe(3);
    await group.send(2);
    await group.reaches(5);
  });

  test('removes workers of the old launch template first, and status shows the version of each', async () => {
    const ec2 = new EC2Client({});
    const named = { LaunchTemplateName: 'images' };
    const image = (n: number) => ({ ImageId: `ami-0123456789abcdef${n}`, InstanceType: 'c7g.large' as const });
    await ec2.send(new CreateLaunchTemplateCommand({ ...named, LaunchTemplateData: image(1) }));
    const launchTemplate = { name: 'images', version: '$Latest' };
    const group = await groupOf('images', { jobs: 2, workers: { launchTemplate, retire: 'newest' } });
    await group.reaches(2);
    const old = group.ids();
    await ec2.send(new CreateLaunchTemplateVersionCommand({ ...named, LaunchTemplateData: image(2) }));
    ec2.destroy();
    await group.send(2);
    await group.reaches(4);
    const { out } = await headcount(['status', 'images'], { environment: stack.environment() });
    const versions = new Map([...out.matchAll(/^(i-\w+) .* (\d+)$/gm)].map(([, id = '', version]) => [id, version]));
    expect(group.ids().map((id) => versions.get(id))).toEqual(group.ids().map((id) => (old.includes(id) ? '1' : '2')));
    await group.empty();
    await group.send(2);
    await group.reaches(2);
    expect(group.ids().filter((id) => old.includes(id))).toEqual([]);
  });
});

describe('a rollout', () => {
  test('replaces all workers by the new version, and does not begin for one that does not exist', async () => {
    const ec2 = new EC2Client({});
    const named = { LaunchTemplateName: 'weekly' };
    const image = (n: number) => ({ ImageId: `ami-0123456789abcdef${n}`, InstanceType: 'c7g.large' as const });
    await ec2.send(new CreateLaunchTemplateCommand({ ...named, LaunchTemplateData: image(1) }));
    const workers = { launchTemplate: { name: 'weekly', version: '$Latest' }, rollout: { parallel: 2 } };
    const group = await groupOf('weekly', { jobs: 2, workers });
    await group.reaches(2);
    const before = group.ids();
    const replaced = (...more: readonly string[]) =>
      headcount(['replace', 'weekly', '--because', 'week 48', ...more], { environment: stack.environment() });
    const status = () => group.after(async () => (await group.state()).rollout?.status);

    expect(await replaced('--version', '9')).toMatchObject({ code: 2, err: expect.stringContaining('9') });
    await ec2.send(new CreateLaunchTemplateVersionCommand({ ...named, LaunchTemplateData: image(2) }));
    expect(await replaced()).toMatchObject({ code: 0 });
    await expect.poll(status).toBe('done');
    expect(group.ids()).toHaveLength(2);
    expect(group.ids().filter((id) => before.includes(id))).toEqual([]);
    ec2.destroy();
    const { out } = await headcount(['status', 'weekly'], { environment: stack.environment() });
    expect(out).toMatch(/rollout +to version 2 from version 1: complete/);
  });
});

describe('a rebalance recommendation', () => {
  const recommend = (id: string) => event('EC2 Instance Rebalance Recommendation', id);

  test('changes nothing unless the policy says so', async () => {
    const group = await groupOf('advised', { jobs: 2, workers: { spot: { percent: 100 } } });
    await group.reaches(2);
    const before = group.ids();
    await recommend(before[0] ?? '');
    await expect.poll(async () => (await group.state()).notices.length).toBe(1);
    expect(await group.evaluated()).toBe(2);
    expect(group.ids()).toEqual(before);
  });

  test('lets a busy worker finish its job, beside a replacement from another pool', async () => {
    const spot = { percent: 100, rebalance: 'replace' };
    const group = await groupOf('replaced', { jobs: 1, workers: { spot } });
    await group.reaches(1);
    const [first] = group.living();
    const id = first?.id ?? '';
    report(id, TAG.busy);
    await recommend(id);
    await expect.poll(() => group.living().length).toBe(2);
    expect(group.living().at(-1)?.subnetId).not.toBe(first?.subnetId);
    for (let turn = 0; turn < 3; turn++) expect(await group.evaluated()).toBe(2);
    report(id, TAG.busy, 'false');
    await group.reaches(1);
    expect(group.ids()).not.toContain(id);
  });
});

test('a worker that asks to retire no longer counts, and is replaced only if the rules need another', async () => {
  const group = await groupOf('retiring', { jobs: 2 });
  await group.reaches(2);
  const [first = '', second = ''] = group.ids();
  report(first, TAG.retire);
  await expect.poll(() => group.after(() => group.ids().includes(first))).toBe(false);
  await group.reaches(2);
  await group.empty();
  await group.send(1);
  report(second, TAG.retire);
  await group.reaches(1);
  expect(group.ids()).not.toContain(second);
});

describe('launches', () => {
  test('one at a time fill the zones evenly', async () => {
    const group = await groupOf('one-by-one');
    for (let count = 1; count <= 6; count++) {
      await group.send(1);
      await group.reaches(count);
    }
    expect(Object.values(counts(group.living().map(({ subnetId }) => subnetId)))).toEqual([2, 2, 2]);
  });

  test('that EC2 throttles in the answer of CreateFleet are tried again, and blame no pool', async () => {
    const type = 'c6g.large';
    stack.ec2().shortages.add({ instanceType: type, code: 'RequestLimitExceeded', times: 3 });
    const group = await groupOf('throttled', { jobs: 2, workers: { instanceTypes: [type] } });
    await group.reaches(2);
    // The throttled launches are noted until one has succeeded.
    await expect.poll(async () => (await group.state()).provider.launchBackoff).toBeNull();
  });

  test('use RunInstances in an account that may not use EC2 Fleet', async () => {
    stack.ec2().allowFleets(false);
    const group = await groupOf('no-fleets', { jobs: 2 });
    await group.reaches(2);
    stack.ec2().allowFleets(true);
  });
});

clusterStories(deployed);
fleetStories(deployed);
renewalStories(deployed);

test('a group that cannot launch notifies the topic once, is reported by doctor until it can, and notifies once more', async () => {
  const type = 'c6gn.large';
  stack.ec2().shortages.add({ instanceType: type });
  const arriving = await subscribedTo(stack.output('NotifyTopicArn'), 'pager', stack.clients());
  const arrived = new Map<string, unknown>();
  // The topic is that of the stage: on a busy machine, groups of other tests may still have news. An event may come twice.
  const arrivals = async () => {
    for (const event of await arriving()) {
      const { id, group: of } = (event as { detail: { id: string; group: string } }).detail;
      if (of === 'stuck') arrived.set(id, event);
    }
    return [...arrived.values()];
  };
  const group = await groupOf('stuck', { jobs: 1, workers: { instanceTypes: [type] }, notifyAfter: 0 });
  await expect.poll(() => group.after(arrivals)).toHaveLength(1);
  const [started] = [...arrived.values()];
  const event = { source: 'headcount', 'detail-type': 'Group Cannot Launch' };
  const detail = { group: 'stuck', condition: 'cannot-launch' };
  expect(started).toMatchObject({
    ...event,
    detail: { ...detail, status: 'started', code: 'condition-cannot-launch' },
  });

  const doctor = await headcount(['doctor'], { environment: stack.environment() });
  expect(doctor).toMatchObject({
    code: 1,
    out: expect.stringMatching(/stuck.* failed.*, and it has lacked workers since /),
  });
  for (let turn = 0; turn < 3; turn++) await group.evaluated();

  await group.change({ instanceTypes: [type, 'r6g.large'] });
  await expect.poll(() => group.after(arrivals)).toHaveLength(2);
  await expect.poll(group.evaluated).toBe(1);
  expect([...arrived.values()][1]).toMatchObject({ ...event, detail: { ...detail, status: 'ended' } });
  for (let turn = 0; turn < 3; turn++) expect(await group.after(arrivals)).toHaveLength(2);
});

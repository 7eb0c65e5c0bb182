import { expect, test } from 'vitest';
import { TAG } from '../../../../shared/names/index.ts';
import { withFleet } from './served.ts';

const AT_ONCE = { evenBusy: false, drained: true };
const order = (plan: unknown) => ({ group: 'ci', activity: 'a1', startedAt: 0, plan: plan as { name: string } });
const removalOf = (name: string, workers: readonly string[]) => ({ group: 'ci', workers, plan: { name } });
const targetOf = ({ fleet }: Awaited<ReturnType<typeof withFleet>>) => fleet()?.target;
const codes = (reasons: readonly { readonly code: string }[]) => reasons.map(({ code }) => code);

test('the workers of a fleet are its instances, with their market', async () => {
  const made = await withFleet({ onDemand: 1, spot: 2 });
  const { workers, ordered, notes } = await made.described();
  expect(workers.map(({ details }) => details['market']).sort()).toEqual(['on-demand', 'spot', 'spot']);
  expect(workers.every(({ serving, group, details }) => serving && group === 'ci' && details['instanceType'])).toBe(
    true,
  );
  expect([ordered, notes]).toEqual([0, []]);
});

test.each([
  ['in the proportion of the fleet', {}, { onDemand: 2, spot: 6 }, 4, { 'on-demand': 3, spot: 9 }],
  [
    'as the policy says',
    { spot: { percent: 50, onDemandBase: 2 } },
    { onDemand: 2, spot: 2 },
    4,
    { 'on-demand': 5, spot: 3 },
  ],
  ['and of neither market less', { spot: { percent: 100 } }, { onDemand: 4, spot: 0 }, 2, { 'on-demand': 4, spot: 2 }],
  ['from zero, of the default market', {}, {}, 3, { 'on-demand': 0, spot: 3 }],
])('a larger target is divided %s', async (_, config, size, count, target) => {
  const made = await withFleet({ ...size, config });
  const { plan } = await made.planned(count);
  const launched = await made.adapter.launch(order(plan), []);
  expect(launched).toEqual({ launched: [], ordered: count, errors: [] });
  expect(targetOf(made)).toEqual(target);
  await made.adapter.launch(order(plan), []);
  for (let times = 0; times < 3; times++) made.pass(30_000);
  expect(targetOf(made)).toEqual(target);
  expect(made.alive()).toHaveLength(target['on-demand'] + target.spot);
});

test('exactly the chosen workers end, and none is replaced', async () => {
  const made = await withFleet({ onDemand: 2, spot: 4 });
  const { workers } = await made.described();
  const chosen = [
    workers.find(({ details }) => details['market'] === 'spot'),
    workers.find(({ details }) => details['market'] !== 'spot'),
  ];
  const ids = chosen.map((worker) => worker?.id ?? '');
  const { plan } = await made.removal(ids, 4);
  for (let times = 0; times < 2; times++) {
    expect(await made.adapter.terminate({ ...removalOf(made.id, ids), ...(plan && { plan }) }, AT_ONCE)).toEqual({
      gone: ids,
      reasons: [],
    });
  }
  for (let times = 0; times < 4; times++) made.pass(30_000);
  expect(targetOf(made)).toEqual({ 'on-demand': 1, spot: 3 });
  expect(made.fleet()?.excess).toBe('no-termination');
  expect(
    made
      .alive()
      .map(({ id }) => id)
      .sort(),
  ).toEqual(
    workers
      .map(({ id }) => id)
      .filter((id) => !ids.includes(id))
      .sort(),
  );
});

test('the target is lowered before a worker ends, once, also if the process dies between the two', async () => {
  const made = await withFleet({ spot: 4 });
  const [{ id } = { id: '' }] = (await made.described()).workers;
  made.ec2.faults.add({ action: 'TerminateInstances', kind: 'error', status: 400, code: 'Refused', count: 1 });
  await expect(made.adapter.terminate(removalOf(made.id, [id]), AT_ONCE)).rejects.toThrow('TerminateInstances');
  expect([targetOf(made), made.alive().length]).toEqual([{ 'on-demand': 0, spot: 3 }, 4]);
  made.ec2.faults.clear();
  expect((await made.adapter.terminate(removalOf(made.id, [id]), AT_ONCE)).gone).toEqual([id]);
  for (let times = 0; times < 3; times++) made.pass(30_000);
  expect([targetOf(made), made.alive().length]).toEqual([{ 'on-demand': 0, spot: 3 }, 3]);
});

test('no worker ends while the fleet is still being modified; the next removal goes on', async () => {
  const made = await withFleet({ spot: 3 });
  const [{ id } = { id: '' }] = (await made.described()).workers;
  made.ec2.changeFleetDelays({ modifying: 60_000 });
  const first = await made.adapter.terminate(removalOf(made.id, [id]), AT_ONCE);
  expect([first.gone, codes(first.reasons), made.alive().length]).toEqual([[], ['fleet-still-modifying'], 3]);
  const second = await made.adapter.terminate(removalOf(made.id, [id]), AT_ONCE);
  expect([second.gone, codes(second.reasons)]).toEqual([[], ['fleet-changing']]);
  made.pass(60_000);
  expect((await made.adapter.terminate(removalOf(made.id, [id]), AT_ONCE)).gone).toEqual([id]);
  for (let times = 0; times < 3; times++) made.pass(30_000);
  expect([targetOf(made)?.spot, made.alive().length]).toEqual([2, 2]);
});

test('a fleet that is being modified is neither raised nor lowered', async () => {
  const made = await withFleet({ spot: 3 });
  const { plan } = await made.planned(1);
  await made.call('ModifyFleet', { FleetId: made.id, 'TargetCapacitySpecification.TotalTargetCapacity': '3' });
  const { errors } = await made.adapter.launch(order(plan), []);
  expect(errors).toMatchObject([{ code: 'fleet-changing', retry: 'now' }]);
  expect(codes((await made.described()).notes)).toEqual(['fleet-changing']);
  expect(await made.planned(1)).toMatchObject({ plan: null, reasons: [{ code: 'fleet-changing' }] });
  const [{ id } = { id: '' }] = (await made.described()).workers;
  expect(await made.removal([id])).toMatchObject({ plan: null, reasons: [{ code: 'fleet-changing' }] });
});

test.each([
  ['request', 'fleet-not-maintained'],
  ['instant', 'fleet-not-maintained'],
])('a fleet of the type %s is explained', async (type, code) => {
  expect(await (await withFleet({ type, spot: 1 })).tried()).toMatchObject({ reason: { code } });
});

test('a deleted fleet, and one that there never was, fail their groups alone', async () => {
  const made = await withFleet({ spot: 1 });
  const other = { ...made.config, id: 'fleet-00000000-0000-0000-0000-000000000000' };
  const described = await made.adapter.describe(
    [
      { group: 'ci', config: made.config },
      { group: 'web', config: other },
    ],
    made.now(),
  );
  expect(described.get('ci')).toMatchObject({ workers: [{}] });
  expect(described.get('web')).toMatchObject({ reason: { code: 'fleet-not-found' } });
  const { plan } = await made.planned(1);
  await made.call('DeleteFleets', { 'FleetId.1': made.id, TerminateInstances: 'false' });
  expect(await made.tried()).toMatchObject({ reason: { code: 'fleet-not-active' } });
  const { errors } = await made.adapter.launch(order(plan), []);
  expect(errors).toMatchObject([{ code: 'fleet-not-active', capacity: false }]);
});

test('a fleet whose capacity counts units is not resized', async () => {
  const weights = { 'LaunchTemplateConfigs.1.Overrides.1.WeightedCapacity': '2' };
  const made = await withFleet({ spot: 4, more: weights });
  expect(codes((await made.described()).notes)).toEqual(['fleet-counts-units']);
  expect(await made.planned(1)).toMatchObject({ plan: null, reasons: [{ code: 'fleet-counts-units' }] });
});

test("without the stage's tag on its instances, a fleet grows and does not shrink", async () => {
  const made = await withFleet({ spot: 2, tags: {} });
  const { workers, notes } = await made.described();
  expect(codes(notes)).toEqual(['fleet-workers-untagged']);
  expect(await made.planned(1)).toMatchObject({ count: 1 });
  expect(await made.removal([workers[0]?.id ?? ''])).toMatchObject({
    plan: null,
    reasons: [{ code: 'fleet-workers-untagged' }],
  });
});

test('what a fleet lacks is ordered, and its history says why', async () => {
  const made = await withFleet({ spot: 1 });
  made.ec2.shortages.add({ instanceType: 'c7g.large' });
  const { plan } = await made.planned(2);
  await made.adapter.launch(order(plan), []);
  for (let times = 0; times < 2; times++) made.pass(30_000);
  const { ordered, notes } = await made.described();
  expect(ordered).toBe(2);
  expect(notes).toMatchObject([
    {
      code: 'fleet-cannot-launch',
      params: { lacking: 2, message: expect.stringContaining('InsufficientInstanceCapacity') },
    },
  ]);
});

test('an interrupted worker is replaced by the fleet', async () => {
  const made = await withFleet({ spot: 2 });
  const [{ id } = { id: '' }] = made.alive();
  made.ec2.reclaim(id);
  expect(await made.described()).toMatchObject({ workers: [{}], ordered: 1 });
  for (let times = 0; times < 3; times++) made.pass(30_000);
  const { workers, ordered } = await made.described();
  expect([workers.length, ordered, workers.some((worker) => worker.id === id)]).toEqual([2, 0, false]);
});

test('instances beyond the target count, and a raise begins with them', async () => {
  const made = await withFleet({ spot: 4 });
  await made.call('ModifyFleet', {
    ...{ FleetId: made.id, ExcessCapacityTerminationPolicy: 'no-termination' },
    'TargetCapacitySpecification.TotalTargetCapacity': '2',
  });
  made.pass(30_000);
  const { workers } = await made.described();
  expect(workers).toHaveLength(4);
  const { plan, count } = await made.planned(1);
  expect([plan, count]).toEqual([{ name: made.id, from: 2, target: 5, onDemand: 0, surplus: 2 }, 1]);
  expect(await made.adapter.launch(order(plan), [])).toMatchObject({ ordered: 1 });
  for (let times = 0; times < 3; times++) made.pass(30_000);
  expect(made.alive()).toHaveLength(5);
});

test('a removal of instances beyond the target leaves the target', async () => {
  const made = await withFleet({ spot: 4 });
  await made.call('ModifyFleet', {
    ...{ FleetId: made.id, ExcessCapacityTerminationPolicy: 'no-termination' },
    'TargetCapacitySpecification.TotalTargetCapacity': '2',
  });
  made.pass(30_000);
  const ids = (await made.described()).workers.slice(0, 2).map(({ id }) => id);
  expect((await made.adapter.terminate(removalOf(made.id, ids), AT_ONCE)).gone).toEqual(ids);
  expect([targetOf(made)?.spot, made.alive().length]).toEqual([2, 2]);
});

test('a worker with termination protection stays, and the reason names it', async () => {
  const made = await withFleet({ spot: 3 });
  const [one = '', two = ''] = (await made.described()).workers.map(({ id }) => id);
  made.ec2.protect(one);
  const { gone, reasons } = await made.adapter.terminate(removalOf(made.id, [one, two]), AT_ONCE);
  expect([gone, reasons]).toMatchObject([[two], [{ code: 'fleet-keeps-protected', params: { workers: [one] } }]]);
});

test('only an instance of a fleet of this stage is found by its id', async () => {
  const made = await withFleet({ spot: 1 });
  const [{ id } = { id: '' }] = made.alive();
  expect(await made.adapter.find(id)).toEqual({ group: 'ci', alive: true, draining: false });
  made.ec2.createTags([id], [{ key: TAG.stage, value: 'other' }]);
  expect(await made.adapter.find(id)).toBeNull();
});

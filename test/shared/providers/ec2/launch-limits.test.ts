import { expect, test } from 'vitest';
import { phrase } from '../../../../shared/presentation/index.ts';
import { cutTo, withinRoom } from '../../../../shared/providers/ec2/launching/limits.ts';
import type { Ec2Launch, LaunchRoom } from '../../../../shared/providers/ec2/ports.ts';
import { ec2Launch } from '../../../contracts/examples.ts';

const POOLS = ['a', 'b'].map((zone) => ({ instanceType: 'm7g.large', subnet: `subnet-${zone}` }));
const launch = (onDemand: number, spot = 0) => ec2Launch({ onDemand, spot, pools: POOLS });

function room(
  addresses: Record<string, number>,
  vcpus: LaunchRoom['vcpus'] = {},
  vcpusOf: Record<string, number> = { 'm7g.large': 2 },
): LaunchRoom {
  return { addresses: new Map(Object.entries(addresses)), vcpus, vcpusOf: new Map(Object.entries(vcpusOf)) };
}

test.each<[string, Ec2Launch, LaunchRoom, Partial<Ec2Launch> | null, string | null]>([
  ['nothing is known', launch(3, 2), room({}), { onDemand: 3, spot: 2 }, null],
  [
    'there is room',
    launch(3, 2),
    room({ 'subnet-a': 3, 'subnet-b': 2 }, { 'on-demand': 6, spot: 4 }),
    { onDemand: 3, spot: 2 },
    null,
  ],
  [
    'addresses are short',
    launch(3, 2),
    room({ 'subnet-a': 3, 'subnet-b': 1 }),
    { onDemand: 3, spot: 1 },
    'subnet-a has 3 free addresses, subnet-b has 1 free address',
  ],
  ['one subnet is unknown', launch(9), room({ 'subnet-a': 1 }), { onDemand: 9 }, null],
  [
    'a full subnet is left out',
    launch(2),
    room({ 'subnet-a': 0, 'subnet-b': 50 }),
    { onDemand: 2, pools: [{ instanceType: 'm7g.large', subnet: 'subnet-b' }] },
    null,
  ],
  [
    'all subnets are full',
    launch(2),
    room({ 'subnet-a': 0, 'subnet-b': 0 }),
    null,
    'subnet-a has 0 free addresses, subnet-b has 0 free addresses',
  ],
  [
    'the quota is short',
    launch(3, 2),
    room({}, { 'on-demand': 5, spot: 100 }),
    { onDemand: 2, spot: 2 },
    "the account's on-demand quota leaves 5 vCPUs",
  ],
  [
    'the quota is used up',
    launch(3),
    room({}, { 'on-demand': 1 }),
    null,
    "the account's on-demand quota leaves 1 vCPU",
  ],
  [
    'requirements may have the smallest size',
    { ...launch(3), requirements: { vcpus: { min: 2 }, generation: 'current', exclude: [] } },
    room({}, { 'on-demand': 5 }, {}),
    { onDemand: 2 },
    "the account's on-demand quota leaves 5 vCPUs",
  ],
  [
    'a Capacity Block does not count toward the quota',
    { ...launch(3), reservations: 'capacity-block' },
    room({}, { 'on-demand': 0 }),
    { onDemand: 3 },
    null,
  ],
  ['the quota of a type is unknown', launch(3), room({}, { 'on-demand': 0 }, {}), { onDemand: 3 }, null],
])('%s', (_, intent, there, expected, because) => {
  const fitted = withinRoom(intent, there);
  if (expected === null) expect(fitted.launch).toBeNull();
  else expect(fitted.launch).toMatchObject(expected);
  expect(fitted.reason && phrase(fitted.reason)).toBe(because);
});

test.each([
  [10, 3, 2, 3, 2],
  [4, 3, 2, 3, 1],
  [1, 3, 2, 1, 0],
  [0, 3, 2, 0, 0],
  [2, 0, 5, 0, 2],
])('reduced to %d, %d on-demand and %d spot are %d and %d', (count, ...figures) => {
  const [onDemand = 0, spot = 0, ...expected] = figures;
  const cut = cutTo(launch(onDemand, spot), count);
  expect([cut.onDemand, cut.spot]).toEqual(expected);
});

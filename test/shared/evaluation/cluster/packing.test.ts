import { expect, test } from 'vitest';
import { type Bin, packed } from '../../../../shared/evaluation/cluster/packing.ts';

const EMPTY = { cpu: 4, memory: 8, weight: 1 };
const item = (cpu: number, memory = 0) => ({ cpu, memory });
const bin = (cpu: number, memory: number, isUsed = false): Bin => ({ cpu, memory, isUsed, weight: 1 });

test.each([
  { title: 'nothing needs nothing', items: [], there: [bin(4, 8)], used: 0 },
  { title: 'a machine in use counts without an item', items: [], there: [bin(0, 0, true)], used: 1 },
  { title: 'room of a machine in use comes first', items: [item(2)], there: [bin(2, 8, true), bin(4, 8)], used: 1 },
  { title: 'the largest go first', items: [item(1), item(1), item(3), item(3)], there: [], used: 2 },
  { title: 'memory counts as CPU does', items: [item(1, 8), item(1, 8)], there: [], used: 2 },
  {
    title: 'a small one fits into what larger ones left, also in an earlier machine',
    items: [item(3), item(3), item(1), item(1)],
    there: [bin(4, 8), bin(4, 8)],
    used: 2,
  },
  { title: 'parts of a unit fill a machine exactly', items: Array(40).fill(item(0.1)), there: [], used: 1 },
])('$title', ({ items, there, used }) => {
  expect(packed(items, there, EMPTY, 10)).toEqual({ used, left: [] });
});

test('what fits into no machine, or would need more machines than there may be, is left', () => {
  const [large, other] = [item(5), item(4)];
  expect(packed([large], [], EMPTY, 10)).toEqual({ used: 0, left: [large] });
  expect(packed([item(4), other], [], EMPTY, 1)).toEqual({ used: 1, left: [other] });
});

test('a machine that is there may be larger than an empty one', () => {
  expect(packed([item(6)], [bin(8, 8)], EMPTY, 1)).toEqual({ used: 1, left: [] });
});

test('the machines that are given stay as they are', () => {
  const there = [bin(4, 8)];
  packed([item(2)], there, EMPTY, 1);
  expect(there).toEqual([bin(4, 8)]);
});

test('machines with weights are counted in units, and as many units are not exceeded', () => {
  const double = { ...EMPTY, weight: 2 };
  const there = [{ ...bin(8, 16), weight: 4 }];
  expect(packed([item(4), item(4), item(4)], there, double, 6)).toEqual({ used: 6, left: [] });
  expect(packed([item(4), item(4), item(4)], there, double, 5)).toEqual({ used: 4, left: [item(4)] });
});

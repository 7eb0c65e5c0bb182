import { expect, test } from 'vitest';
import { pricedTypes } from '../../../shared/operations/index.ts';
import { sentence, typesText } from '../../../shared/presentation/index.ts';
import type { PriceBook, Pricing } from '../../../shared/prices/index.ts';
import { named } from '../../../shared/providers/ec2/preflight/reads/listed-types.ts';
import type { LaunchTypes } from '../../../shared/providers/types/port.ts';

const described = (name: string, vcpus: number, memoryGiB: number, architecture = 'arm64') => ({
  ...{ name, vcpus, memoryGiB, architectures: [architecture] },
});
const FOUND = [described('c7g.large', 2, 4), described('m7g.large', 2, 8), described('m7i.large', 2, 8, 'x86_64')];
const NAMES = [...FOUND.map(({ name }) => name), 'c7g.tiny'];
const IMAGE = { id: 'ami-1', architecture: 'arm64', virtualization: 'hvm' };
const PRICING: Pricing = {
  ...{ system: 'linux', types: [], markets: ['on-demand'], fixed: { 'm7i.large': 0.09 }, onDemandShare: 0.5 },
};
const STORED: PriceBook = { linux: { 'm7g.large': { onDemand: { usd: 0.08 } } } };

const failing = () => Promise.reject(new Error('no'));

async function priced(types: LaunchTypes, lists: Partial<Parameters<typeof pricedTypes>[2]['lists']> = {}) {
  const asked: string[] = [];
  const found = await pricedTypes(
    types,
    PRICING,
    {
      records: { read: async () => STORED },
      lists: {
        async onDemand(_, some) {
          asked.push(...some);
          return new Map(some.map((type) => [type, 0.06]));
        },
        spot: async () => new Map([['c7g.large', { a: 0.02, b: 0.03 }]]),
        matching: async () => [],
        ...lists,
      },
    },
    0,
  );
  return { ...found, asked };
}

test('a price is that of the policy, then the stored one, then that of the list', async () => {
  const { types, asked } = await priced(named(NAMES, FOUND, IMAGE));
  expect(asked).toEqual(['c7g.large']);
  expect(types.map(({ type, onDemandUsd, launchable }) => [type, onDemandUsd, launchable])).toEqual([
    ['c7g.large', 0.03, true],
    ['m7g.large', 0.04, true],
    ['m7i.large', 0.09, false],
    ['c7g.tiny', null, false],
  ]);
});

test('a price that cannot be read is not known, and a note says why', async () => {
  const onDemand = async (_: unknown, some: readonly string[]) =>
    new Map(some.map((type) => [type, new Error('Rate exceeded')]));
  const { types, notes } = await priced(named(['c7g.large'], FOUND, IMAGE), { onDemand });
  expect(types.find(({ type }) => type === 'c7g.large')).toMatchObject({ onDemandUsd: null });
  expect(notes).toContainEqual({
    ...{ reason: { code: 'prices-unread', params: { error: 'Rate exceeded' } }, remedy: null },
  });
});

test('a table of types shows the cheapest first, and the notes say what cannot be launched', async () => {
  const found = await priced(named(NAMES, FOUND, IMAGE));
  expect(`${typesText('web', found)}\n`).toBe(`web: 2 of 4 instance types can be launched.

TYPE       VCPUS  GIB  ARCHITECTURE  $/HOUR  SPOT $/HOUR     CAN BE LAUNCHED
c7g.large  2      4    arm64         $0.03   $0.02 to $0.03  yes
m7g.large  2      8    arm64         $0.04   –               yes
m7i.large  2      8    x86_64        $0.09   –               no
c7g.tiny   –      –    –             –       –               no
`);
  expect(found.notes.map(({ reason }) => sentence(reason))).toEqual([
    'c7g.tiny not available in this region.',
    'm7i.large cannot run the image ami-1, which is for arm64.',
  ]);
});

test('what cannot be read is a note, and at most sixty types are looked up', async () => {
  const many = Array.from({ length: 70 }, (_, n) => described(`m${n}g.large`, 2, 8));
  const types = named(
    many.map(({ name }) => name),
    many,
    null,
  );
  const unread = await priced(types, { onDemand: failing, spot: failing });
  expect(unread.notes.map(({ reason }) => reason.code)).toEqual(['prices-unread', 'prices-unread', 'prices-left-out']);
  const { asked, types: listed } = await priced(types);
  expect([asked.length, listed.filter(({ onDemandUsd }) => onDemandUsd === null).length]).toEqual([60, 9]);
});

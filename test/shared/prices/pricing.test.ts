import { describe, expect, it } from 'vitest';
import {
  hoursLeft,
  launchPrices,
  launchSpending,
  monthlyRate,
  monthOf,
  newlyNeeded,
  type PriceBook,
  type Pricing,
  priceOf,
  priceOnDemand,
  selected,
  unpriced,
} from '../../../shared/prices/index.ts';
import { NOON } from '../../contracts/examples.ts';

const DAY = 86_400_000;
const book: PriceBook = {
  linux: {
    'c7g.large': {
      onDemand: { usd: 0.07, neededAt: NOON, readAt: NOON },
      spot: { zones: { 'zone-a': 0.03, 'zone-b': 0.02 }, neededAt: NOON, readAt: NOON },
    },
    'm7g.large': { onDemand: { usd: 0.08 } },
    'x.none': { onDemand: { readAt: NOON } },
  },
};
const pricing = (changes: Partial<Pricing> = {}): Pricing => ({
  ...{ system: 'linux', types: ['c7g.large'], markets: ['on-demand', 'spot'], fixed: {}, onDemandShare: 1 },
  ...changes,
});
const large = { type: 'c7g.large', market: 'on-demand', zone: 'zone-a' } as const;

describe('the price of a worker', () => {
  it.each([
    ['on demand', large, 0.07],
    ['of spot in its zone', { ...large, market: 'spot' }, 0.03],
    ['of spot in a zone without a price: the highest', { ...large, market: 'spot', zone: 'zone-z' }, 0.03],
    ['of spot without any price: that on demand', { ...large, market: 'spot', type: 'm7g.large' }, 0.08],
    ['of a type that the list does not have', { ...large, type: 'x.none' }, null],
    ['of a type that nobody knows', { ...large, type: 'constructor' }, null],
  ] as const)('%s', (_, worker, usd) => {
    expect(priceOf(worker, pricing(), book)).toBe(usd);
  });

  it('is the one that the policy states, in every market and whatever is paid of list prices', () => {
    const stated = pricing({ fixed: { 'c7g.large': 0.05 }, onDemandShare: 0.5 });
    expect(priceOf(large, stated, book)).toBe(0.05);
    expect(priceOf({ ...large, market: 'spot' }, stated, {})).toBe(0.05);
  });

  it('is a part of the list price with savings plans, which do not change what spot costs', () => {
    const saving = pricing({ onDemandShare: 0.5 });
    expect(priceOf(large, saving, book)).toBe(0.035);
    expect(priceOf({ ...large, market: 'spot' }, saving, book)).toBe(0.03);
    expect(priceOnDemand('c7g.large', saving, book)).toBe(0.035);
  });

  it('is that of its operating system', () => {
    expect(priceOf(large, pricing({ system: 'windows' }), book)).toBeNull();
  });
});

describe('what a new worker may cost', () => {
  it.each([
    ['on demand and spot', pricing(), { most: 0.07, least: 0.02 }],
    ['spot alone', pricing({ markets: ['spot'] }), { most: 0.03, least: 0.02 }],
    ['of two types', pricing({ types: ['c7g.large', 'm7g.large'] }), { most: 0.08, least: 0.02 }],
    ['as the policy states', pricing({ fixed: { 'c7g.large': 0.05 } }), { most: 0.05, least: 0.05 }],
    ['if one type has no price', pricing({ types: ['c7g.large', 'x.none'] }), null],
    ['if nobody knows the types', pricing({ types: [] }), null],
  ] as const)('%s', (_, asked, prices) => {
    expect(launchPrices(asked, book)).toEqual(prices);
  });

  it('names the one type of six without a price', () => {
    const types = ['c7g.large', 'm7g.large', 'c7g.nano', 'c7g.micro', 'c7g.small', 'c7g.larg'];
    const fixed = { 'c7g.nano': 0.01, 'c7g.micro': 0.01, 'c7g.small': 0.01 };
    expect(unpriced(pricing({ types, fixed }), book)).toEqual(['c7g.larg']);
  });
});

describe('a launch by requirements', () => {
  const selection = { name: 'requirements-1', of: {} };
  const chosen = pricing({ types: [], selection, markets: ['on-demand'] });
  const withTypes = (...types: string[]) => ({ linux: { ...book.linux, 'requirements-1': { matching: { types } } } });

  it('costs as much as the dearest type that matches, whatever runs', () => {
    const dearest = Math.max(...['c7g.large', 'm7g.large'].map((type) => priceOnDemand(type, pricing(), book) ?? 0));
    const found = launchSpending(chosen, ['c7g.large'], withTypes('c7g.large', 'm7g.large'));
    expect(found).toEqual({ launchUsd: dearest });
  });

  it('has no price until it is known what matches, and what that costs', () => {
    expect(launchSpending(chosen, ['c7g.large'], book)).toEqual({ unpriced: ['requirements-1'] });
    expect(launchSpending(chosen, [], withTypes('c7g.large', 'x1.new'))).toEqual({ unpriced: ['x1.new'] });
  });

  it('needs the list of types and their prices once a day, if there is a budget', () => {
    const known = withTypes('c7g.large');
    expect(newlyNeeded(chosen, [], known, NOON)).toEqual([]);
    const wanted = newlyNeeded(selected(chosen, known), [], known, NOON + DAY).map(
      ({ type, market }) => `${type} ${market}`,
    );
    expect(wanted).toEqual(['c7g.large on-demand', 'requirements-1 matching']);
  });
});

describe('which prices are needed', () => {
  it('those of launches and workers, with the on-demand price that spot is compared with', () => {
    const workers = [{ type: 'm7g.large', market: 'spot' }] as const;
    const found = newlyNeeded(pricing({ types: ['c6g.large'], markets: ['on-demand'] }), workers, book, NOON);
    expect(found.map(({ type, market }) => `${type} ${market}`)).toEqual([
      'c6g.large on-demand',
      'm7g.large on-demand',
      'm7g.large spot',
    ]);
  });

  it('says so once a day, and not for prices that the policy states', () => {
    expect(newlyNeeded(pricing(), [], book, NOON + DAY - 1)).toEqual([]);
    expect(newlyNeeded(pricing(), [], book, NOON + DAY)).toHaveLength(2);
    expect(newlyNeeded(pricing({ fixed: { 'c7g.large': 1 } }), [], {}, NOON)).toEqual([]);
  });
});

describe('the month of a budget', () => {
  const at = Date.parse('2026-11-26T12:00:00Z');
  it('is that of the calendar in UTC', () => {
    expect(new Date(monthOf(at)).toISOString()).toBe('2026-11-01T00:00:00.000Z');
    expect(hoursLeft(at)).toBe(4 * 24 + 12);
    expect(hoursLeft(Date.parse('2026-12-31T23:59:59Z'))).toBe(1);
  });

  it('pays for what is left of it', () => {
    expect(monthlyRate(208, 100, at)).toBe(1);
    expect(monthlyRate(100, 120, at)).toBe(0);
  });
});

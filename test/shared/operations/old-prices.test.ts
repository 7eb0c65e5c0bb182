import { expect, it } from 'vitest';
import { priceFindings } from '../../../shared/operations/old-prices.ts';
import { type Policy, parsePolicy } from '../../../shared/policy/index.ts';
import type { OnDemandPrice } from '../../../shared/prices/index.ts';
import { NOON } from '../../contracts/examples.ts';
import { policyOf } from '../evaluation/setting.ts';

const DAY = 86_400_000;
const policyWith = (provider: object): Policy => {
  const parsed = parsePolicy({ ...policyOf(), provider: { ...policyOf().provider, ...provider } });
  if (!parsed.ok) throw new Error(parsed.faults[0]?.message);
  return parsed.value;
};
const found = (onDemand: OnDemandPrice | undefined, provider: object = {}) =>
  priceFindings([policyWith(provider)], [], onDemand ? { linux: { 'c7g.large': { onDemand } } } : {}, NOON);

it.each([
  ['a price of today', { usd: 0.07, readAt: NOON - DAY }, null],
  ['a price of last week', { usd: 0.07, readAt: NOON - 7 * DAY }, { types: ['c7g.large'], days: 7 }],
  ['a price that is needed since a minute', { neededAt: NOON - 60_000 }, null],
  ['a price that could not be read for a day', { neededAt: NOON - 1.5 * DAY }, { types: ['c7g.large'], days: null }],
  ['a price that nobody has needed', undefined, null],
] as const)('%s', (_, price, params) => {
  expect(found(price).map(({ reason }) => reason.params)).toEqual(params ? [{ group: 'ci', ...params }] : []);
});

it('does not need a price that the policy states', () => {
  expect(found({ usd: 0.07, readAt: 0 }, { prices: { 'c7g.large': 0.05 } })).toEqual([]);
});

import { expect, test } from 'vitest';
import { conditionOf, outcomeOf } from '../../../../shared/backtest/index.ts';
import type { Row } from '../../../../shared/comparison/index.ts';

const row = (name: string, change: Partial<Row>): Row => ({
  ...{ name, workerHours: 10, optimumWorkerHours: 9, costRatio: 1, latePercent: 1, p95WaitSeconds: 0 },
  ...{ underPercent: 0, overPercent: 0, actions: 10, launches: 5, usd: 1 },
  ...change,
});

function figures(today: Partial<Row> | null, fresh: Partial<Row>, hourlyUsd = 0.1) {
  // 73 h: a tenth of a month.
  const rows = [...(today ? [row('today', today)] : []), row('new', fresh)];
  return { rows, hours: 73, usdPerHour: hourlyUsd };
}

const result = (text: string, today: Partial<Row> | null, fresh: Partial<Row>, hourlyUsd?: number) => {
  const condition = conditionOf(text);
  if (!condition) throw new Error(`${text} is no condition`);
  return outcomeOf(condition, figures(today, fresh, hourlyUsd)).result;
};

test.each([
  ['cost > +10%', { usd: 1.2 }, 'failed'],
  ['cost > +10%', { usd: 1.05 }, 'kept'],
  ['cost>10%', { usd: 1.2 }, 'failed'],
  ['cost > +20', { usd: 4 }, 'failed'],
  ['cost > +20', { usd: 2.9 }, 'kept'],
  ['cost > 20', { usd: 2.1 }, 'failed'],
  ['cost > 20', { usd: 1.9 }, 'kept'],
  ['cost > -10%', { usd: 0.95 }, 'failed'],
  ['cost < -50%', { usd: 0.4 }, 'failed'],
  ['cost >= +100%', { usd: 2 }, 'failed'],
  ['cost > +100%', { usd: 2 }, 'kept'],
  ['shortage > 1%', { latePercent: 1.01 }, 'failed'],
  ['lost > 1', { latePercent: 1 }, 'kept'],
  ['late > +0.5%', { latePercent: 1.6 }, 'failed'],
  ['shortage > +0.5%', { latePercent: 1.4 }, 'kept'],
  ['activities > +20', { actions: 31 }, 'failed'],
  ['activities > +20%', { actions: 12 }, 'kept'],
  ['launches > 6', { launches: 7 }, 'failed'],
] as const)('%s with %j: %s', (text, fresh, expected) => {
  expect(result(text, {}, fresh)).toBe(expected);
});

test('a change from nothing is more than any share, and from nothing to nothing it is none', () => {
  expect(result('cost > +10%', { usd: 0 }, { usd: 1 })).toBe('failed');
  expect(result('cost > +10%', { usd: 0 }, { usd: 0 })).toBe('kept');
});

test('a change without a policy to compare with is not known, and neither is a cost without a price', () => {
  expect(result('cost > +10%', null, {})).toBe('unknown');
  expect(result('cost > 1', null, {})).toBe('failed');
  expect(result('cost > +10%', {}, {}, 0)).toBe('unknown');
});

test.each([
  '',
  'cost',
  'cost > ',
  'price > 3',
  'cost = 3',
  'cost > 3 %%',
  'cost > 1e9',
  'toString > 1',
  'cost > 3; cost > 4',
])('%j is no condition', (text) => expect(conditionOf(text)).toBeNull());

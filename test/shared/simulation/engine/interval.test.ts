import { expect, test } from 'vitest';
import { intervalFor } from '../../../../shared/simulation/index.ts';

test.each([
  [10, {}, { evaluateEvery: 10, tick: 10 }],
  [13, {}, { evaluateEvery: 12, tick: 12 }],
  [15, {}, { evaluateEvery: 15 }],
  [25, {}, { evaluateEvery: 20, tick: 10 }],
  [45, {}, { evaluateEvery: 30 }],
  [90, {}, { evaluateEvery: 60 }],
  [300, {}, { evaluateEvery: 300 }],
  [10, { tick: '15s' }, { evaluateEvery: 15 }],
  [25, { tick: 15 }, { evaluateEvery: 15 }],
  [20, { tick: 60 }, { evaluateEvery: 60 }],
  [10, { tick: 'soon' }, {}],
  [10, { evaluateEvery: 30 }, {}],
])('a policy that asks for %s s in a scenario with %j: %j', (asked, written, interval) => {
  expect(intervalFor(asked, written)).toEqual(interval);
});

import { expect, it } from 'vitest';
import { isFigure, parseObservation } from '../../../shared/policy/index.ts';

it.each([0, 0.1, 1e15])('%d is valid', (value) => {
  expect(isFigure(value)).toBe(true);
});
it.each([-0.1, 1e15 + 1, Infinity, -Infinity, Number.NaN, '5', null, undefined, 5n])('%s is not valid', (value) => {
  expect(isFigure(value)).toBe(false);
});

it('an empty observation has no metrics, and a state without a count has no workers', () => {
  const parsed = parseObservation({ now: new Date(0), workers: { ready: 2 } });
  expect(parsed).toEqual({
    ok: true,
    value: {
      now: 0,
      workers: { pending: 0, warming: 0, ready: 2, draining: 0, unhealthy: 0 },
      metrics: {},
      history: { proposals: [], changes: [], ruleFiredAt: {}, missing: {}, tuned: {} },
    },
  });
});

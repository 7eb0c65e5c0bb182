import { describe, expect, it } from 'vitest';
import { growthBase, shrinkBase } from '../../../../shared/rules/common/change-base.ts';
import type { RuleContext } from '../../../../shared/rules/rule-context.ts';

interface Group {
  readonly current: number;
  readonly live: number;
  readonly launching?: number;
  /** Workers that served while the metric was measured; without it, that is not known. */
  readonly served?: number;
}
const context = ({ current, live, launching = 0, served }: Group): RuleContext => {
  const fleet = { counts: { pending: launching, warming: 0 }, live };
  const readings = { served: () => (served === undefined ? undefined : { most: served }) };
  return { current, fleet, readings } as unknown as RuleContext;
};
const growth = (group: Group): number => growthBase('cpu', context(group));
const shrink = (group: Group): number => shrinkBase('cpu', context(group));

describe('the capacity that a scale-out starts from', () => {
  it('is that of the group, if all of its workers served', () => {
    expect([growth({ current: 10, live: 10, served: 10 }), growth({ current: 10, live: 10 })]).toEqual([10, 10]);
  });

  it('leaves out workers that were launched since the metric was measured, or do not serve yet', () => {
    expect(growth({ current: 10, live: 10, served: 7 })).toBe(7);
    expect(growth({ current: 10, live: 10, launching: 2 })).toBe(8);
    // Each of them once: the three that did not serve include the two that start.
    expect(growth({ current: 10, live: 10, launching: 2, served: 7 })).toBe(7);
    expect(growth({ current: 10, live: 10, launching: 4, served: 7 })).toBe(6);
  });

  it('counts a worker that served for a part of the period as launched since', () => {
    expect(growth({ current: 10, live: 10, served: 7.5 })).toBe(7);
  });

  it('is never below zero', () => {
    expect(growth({ current: 1, live: 5, served: 0 })).toBe(0);
  });
});

describe('the capacity that a scale-in starts from', () => {
  it('is that of the group, if no worker has gone since', () => {
    expect([shrink({ current: 8, live: 8, served: 8 }), shrink({ current: 8, live: 8 })]).toEqual([8, 8]);
    expect(shrink({ current: 8, live: 8, served: 5 })).toBe(8);
  });

  it('includes workers that were removed since the metric was measured', () => {
    expect(shrink({ current: 8, live: 8, served: 10 })).toBe(10);
    expect(shrink({ current: 8, live: 8, served: 9.5 })).toBe(10);
  });
});

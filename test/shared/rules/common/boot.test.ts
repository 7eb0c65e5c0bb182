import { describe, expect, it } from 'vitest';
import { bootOf, poolOf, timingOf } from '../../../../shared/rules/common/boot.ts';

const POOL = { size: 4, start: 30, back: 420 };

describe('the boot time that a rule plans with', () => {
  it('is that of the rule, else the warmup, else two minutes', () => {
    expect(bootOf({ boot: 45 }, 300)).toBe(45);
    expect([bootOf({}, 300), bootOf({ boot: undefined }, 300)]).toEqual([300, 300]);
    expect([bootOf({}, 0), bootOf({ boot: undefined }, 0)]).toEqual([120, 120]);
    expect(bootOf({}, 1)).toBe(1);
  });
});

describe('the warm pool that a rule counts with', () => {
  it('is that of its group, where it has one', () => {
    expect(poolOf({ pool: POOL })).toBe(POOL);
    expect([poolOf({}), poolOf({ pool: undefined })]).toEqual([undefined, undefined]);
  });
});

describe('the times of a group', () => {
  it('are in steps between readings, with what has passed since the end of the newest one', () => {
    // The newest reading began 100 s ago and lasted for 60.
    expect(timingOf(120, 30, 60, 100)).toEqual({ step: 60, boot: 120, drain: 30, delay: 40 });
  });

  it('have no delay if the newest reading is not over yet', () => {
    expect([20, 60].map((age) => timingOf(120, 30, 60, age).delay)).toEqual([0, 0]);
  });

  it('have a warm pool only if the group has one', () => {
    expect(timingOf(120, 30, 60, 60, POOL).pool).toEqual(POOL);
    expect(timingOf(120, 30, 60, 60)).not.toHaveProperty('pool');
  });
});

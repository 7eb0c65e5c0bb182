import { describe, expect, it } from 'vitest';
import { phrase } from '../../../../shared/presentation/index.ts';
import { averageKept, type ScaleIn } from '../../../../shared/rules/common/average-kept.ts';
import { because } from '../../../../shared/rules/common/because.ts';
import type { RuleContext } from '../../../../shared/rules/rule-context.ts';

interface Group {
  readonly current?: number;
  readonly pending?: number;
  readonly warming?: number;
  readonly served?: number;
  readonly isAverage?: boolean;
}
/** CPU of 20 % on ten workers, of which a rule would remove eight. It scales out above 60 %. */
const SCALE_IN: ScaleIn = { metric: 'cpu', value: 20, wanted: 2, out: { bound: 60, isInclusive: false } };
const CAUSE = because['no-data']({ metric: 'any' });

function kept(scaleIn: Partial<ScaleIn> = {}, group: Group = {}): { capacity: number; text: string } | null {
  const { current = 10, pending = 0, warming = 0, served, isAverage = true } = group;
  const fleet = { counts: { pending, warming, ready: current, draining: 0, unhealthy: 0 } };
  const readings = { isAverage: () => isAverage, served: () => (served === undefined ? undefined : { most: served }) };
  const found = averageKept({ ...SCALE_IN, ...scaleIn }, { current, fleet, readings } as unknown as RuleContext, CAUSE);
  return found && { capacity: found.capacity, text: phrase(found.reason) };
}
/** With another bound, inclusive or not. */
const out = (bound: number, isInclusive = false) => ({ out: { bound, isInclusive } });

describe('an average over the workers that would scale in', () => {
  it('keeps as many workers as have no more than the bound at which the rule scales out', () => {
    // Ten times 20 % are 200 %: four workers would have 50 %, three 67 %, and two 100 %.
    expect(kept()).toEqual({
      capacity: 4,
      text: 'any has no fresh data, but 2 workers would bring cpu to 100, and the rule scales out at 60',
    });
  });

  it('needs one more worker if the rule scales out at the bound itself', () => {
    expect([kept(out(50)), kept(out(50, true))].map((each) => each?.capacity)).toEqual([4, 5]);
    expect([kept(out(60)), kept(out(60, true))].map((each) => each?.capacity)).toEqual([4, 4]);
  });

  it('counts the workers that served while it was measured', () => {
    // Six workers with 20 % have 120 %: two would have 60 %, which is the bound.
    expect(kept({}, { served: 6 })).toBeNull();
    expect(kept({}, { served: 7 })?.capacity).toBe(3);
  });

  it('never keeps more workers than there are', () => {
    expect(kept({ value: 90 })?.capacity).toBe(10);
  });

  it('is free to remove what it wants to remove, if that passes no bound', () => {
    expect([4, 5, 9].map((wanted) => kept({ wanted }))).toEqual([null, null, null]);
    expect(kept({ wanted: 3 })?.capacity).toBe(4);
  });

  it('counts with one worker at least, where all would be removed', () => {
    expect(kept({ value: 1, wanted: 0 })).toEqual({
      capacity: 1,
      text: 'any has no fresh data, but 1 worker would bring cpu to 10, and the rule scales out at 60',
    });
  });

  it('is free if the rule never scales out, or at no figure that an average can stay below', () => {
    expect(kept({ out: undefined })).toBeNull();
    expect([kept(out(0)), kept(out(-5)), kept(out(0, true))]).toEqual([null, null, null]);
  });

  it('is free if nothing is measured, even if a single worker would be kept otherwise', () => {
    expect(kept({ value: 0, wanted: 0, ...out(60, true) })).toBeNull();
    expect(kept({ value: -5, wanted: 0, ...out(60, true) })).toBeNull();
  });

  it('waits for workers that start or warm up', () => {
    expect(kept({ out: undefined }, { pending: 1 })).toEqual({
      capacity: 10,
      text: "any has no fresh data, but 1 worker is starting or warming up: an average doesn't scale in meanwhile",
    });
    expect(kept({}, { pending: 1, warming: 2 })).toMatchObject({
      capacity: 10,
      text: expect.stringContaining('but 3 workers are starting or warming up'),
    });
  });

  it('changes nothing where the rule would not scale in, or the metric is no average', () => {
    expect([kept({ wanted: 10 }, { pending: 1 }), kept({ wanted: 11 })]).toEqual([null, null]);
    expect(kept({}, { isAverage: false, pending: 1 })).toBeNull();
  });
});

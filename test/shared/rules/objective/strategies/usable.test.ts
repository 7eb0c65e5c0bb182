import { describe, expect, it } from 'vitest';
import { isUsable } from '../../../../../shared/rules/objective/strategies/usable.ts';
import { TWICE } from '../../../decision/tuned.ts';

const TIMING = { step: 60, boot: 120, drain: 30, delay: 0 };
const HEADROOM = { by: 'headroom', load: 0.5, window: 60 };
const FORECAST = { by: 'forecast', forecast: 'learned', spread: 'quick', times: 1 };
const found = (winner: object) => ({ timing: TIMING, winner: { ...TWICE, ...winner } });
const withCandidate = (candidate: object) => found({ candidate: { ...TWICE.candidate, ...candidate } });
const withWant = (want: object) => withCandidate({ want });

describe('what an objective has stored', () => {
  it('can be used with a strategy of this version', () => {
    expect([HEADROOM, FORECAST].map((want) => isUsable(withWant(want)))).toEqual([true, true]);
    const complete = { capacity: 1, highest: 2, lowest: 1, steepest: 0, guard: { credit: 1, capacity: 1 } };
    expect(isUsable(found(complete))).toBe(true);
    expect(isUsable(withCandidate({ above: 1 }))).toBe(true);
  });

  it.each(['seen', 'shareLost', 'misses', 'weights', 'dayBefore', 'candidate'])('cannot be used without %s', (name) => {
    expect(isUsable(found({ [name]: undefined }))).toBe(false);
  });

  it.each(['capacity', 'highest', 'lowest', 'steepest', 'guard'])('cannot be used with another form of %s', (name) => {
    expect(isUsable(found({ [name]: 'much' }))).toBe(false);
  });

  it('cannot be used with half a credit, or without timing', () => {
    expect([{ credit: 1 }, { capacity: 1 }].map((guard) => isUsable(found({ guard })))).toEqual([false, false]);
    expect(isUsable({ winner: TWICE })).toBe(false);
    expect(isUsable({ timing: TIMING })).toBe(false);
  });

  it('cannot be used with a strategy that lacks something, or that is not known', () => {
    const candidates = [{ hold: undefined }, { coarse: undefined }, { above: 'few' }, { want: undefined }];
    expect(candidates.map((candidate) => isUsable(withCandidate(candidate)))).toEqual(Array(4).fill(false));
    const wants = [
      ...[{ load: undefined }, { window: undefined }, { by: 'oracle' }].map((less) => ({ ...HEADROOM, ...less })),
      ...[{ forecast: 'moon' }, { spread: 'wide' }, { times: undefined }, { by: 'oracle' }].map((less) => ({
        ...FORECAST,
        ...less,
      })),
    ];
    expect(wants.map((want) => isUsable(withWant(want)))).toEqual(Array(7).fill(false));
  });
});

import { describe, expect, it } from 'vitest';
import { allowedOf, chosen } from '../../../../../shared/rules/objective/tournament/choice.ts';
import { ShadowEvaluation } from '../../../../../shared/rules/objective/tournament/shadow-evaluation.ts';

const TWO_DAYS = 172_800;
type Choosing = Parameters<typeof allowedOf>[0] & { readonly current: number };
/** One per cent may be lost, of which readings a minute apart leave 0.95 %, after two days. */
const CHOOSING: Choosing = { lost: 0.01, seen: TWO_DAYS, step: 60, unforeseen: 0, risesAreUsual: true, current: -1 };

/** What some strategies lost of a thousand, and paid. All others lost `others`, and paid 100. */
function choice(
  some: Readonly<Record<number, { lost: number; paid?: number }>>,
  { others = 500, ...choosing }: Partial<Choosing> & { others?: number } = {},
): number {
  const shadows = new ShadowEvaluation({ step: 60, boot: 120, drain: 30, delay: 0 });
  shadows.demand = 1000;
  shadows.lost.fill(others);
  shadows.paid.fill(100);
  for (const [index, { lost, paid = 100 }] of Object.entries(some)) {
    shadows.lost[Number(index)] = lost;
    shadows.paid[Number(index)] = paid;
  }
  const { current, ...allowing } = { ...CHOOSING, ...choosing };
  return chosen(shadows, allowedOf(allowing).share, current);
}

describe('the choice among strategies', () => {
  it('is the cheapest of those that meet the objective', () => {
    expect(choice({ 3: { lost: 0, paid: 80 }, 5: { lost: 9.4, paid: 60 }, 7: { lost: 9.6, paid: 40 } })).toBe(5);
    expect(choice({ 3: { lost: 5 }, 5: { lost: 1 } })).toBe(3);
    expect(choice({ 0: { lost: 5, paid: 60 }, 5: { lost: 1, paid: 70 } })).toBe(0);
  });

  it('loses nothing where nothing may be lost', () => {
    const some = { 5: { lost: 0, paid: 60 }, 7: { lost: 0.1, paid: 40 }, 8: { lost: 0, paid: 60.5 } };
    expect(choice(some, { lost: 0 })).toBe(5);
    expect(choice(some, { lost: 0, current: 8 })).toBe(8);
  });

  it('uses nine tenths of the allowed loss where readings come more often than every minute', () => {
    expect(choice({ 5: { lost: 8, paid: 60 }, 7: { lost: 8.9, paid: 40 } }, { step: 59 })).toBe(7);
    expect(choice({ 5: { lost: 8, paid: 60 }, 7: { lost: 9.1, paid: 40 } }, { step: 59 })).toBe(5);
  });

  it('uses four fifths where readings come every minute and sudden rises are not usual', () => {
    const at = (lost: number) => choice({ 5: { lost: 7, paid: 60 }, 7: { lost, paid: 40 } }, { risesAreUsual: false });
    expect([at(7.9), at(8.1)]).toEqual([7, 5]);
  });

  it.each([
    // One half less after two hours, and from there the rest again until two days are over: 1 − ½ × ½ × 47 ÷ 48 at one hour.
    ['at once', 0, 9.5],
    ['in the first hour', 3600, 9.5 * (1 - (0.25 * 47) / 48)],
    ['after two hours', 7200, 9.5 * (1 - (0.5 * 46) / 48)],
    ['after a day', 86_400, 9.5 * 0.75],
    ['after a week', 604_800, 9.5],
  ])('allows less where the history is short: %s', (_, seen, most) => {
    const at = (lost: number) => choice({ 5: { lost: 0, paid: 60 }, 7: { lost, paid: 40 } }, { seen });
    expect([at(most - 0.01), at(most + 0.01)]).toEqual([7, 5]);
  });

  it.each([
    ['of what was not foreseeable', { unforeseen: 0.002 }, 7.2],
    ['down to a half', { unforeseen: 0.02 }, 4.5],
    ['not with readings a minute apart', { unforeseen: 0.002, step: 60 }, 9.5],
    ['not within a day', { unforeseen: 0.002, seen: 86_399 }, 9 * (1 - (0.5 * 86_401) / TWO_DAYS)],
    ['after a day', { unforeseen: 0.002, seen: 86_400 }, 7.2 * 0.75],
  ])('allows less after a crowd that nobody foresaw: %s', (_, more, most) => {
    const at = (lost: number) => choice({ 5: { lost: 0, paid: 60 }, 7: { lost, paid: 40 } }, { step: 59, ...more });
    expect([at(most - 0.01), at(most + 0.01)]).toEqual([7, 5]);
  });

  it.each([
    ['that the future differs from the past', {}, 'future'],
    ['nothing where nothing may be lost', { lost: 0, unforeseen: 0.2 }, null],
    ['a short history', { seen: 7200 }, 'history'],
    ['a short history, more than readings a minute apart', { seen: 86_400, step: 60 }, 'history'],
    ['readings a minute apart', { step: 60, unforeseen: 0.02 }, 'minutes'],
    ['the first sudden rise, with readings a minute apart', { step: 60, risesAreUsual: false }, 'rise'],
    ['not the first sudden rise with others', { risesAreUsual: false }, 'future'],
    ['a crowd', { unforeseen: 0.002 }, 'crowd'],
    ['a crowd too small to matter more', { unforeseen: 0.0005 }, 'future'],
    ['a crowd, more than a short history', { unforeseen: 0.004, seen: 86_400 }, 'crowd'],
  ])('says what makes the allowed loss smaller: %s', (_, more, by) => {
    expect(allowedOf({ ...CHOOSING, step: 59, ...more }).by).toBe(by);
  });

  it('stays with the active strategy unless another one is cheaper by more than a hundredth', () => {
    const among = (paid: number, lost = 0) => choice({ 0: { lost, paid }, 5: { lost: 0, paid: 100 } }, { current: 0 });
    expect([100.9, 101, 101.1].map((paid) => among(paid))).toEqual([0, 0, 5]);
    expect(among(50, 9.6)).toBe(5);
  });

  it('is by the loss beyond what none could prevent, if none meets the objective', () => {
    // All lose a hundred: 8.55 more are 0.95 % of the other nine hundred.
    const some = { 3: { lost: 100 }, 5: { lost: 108.5, paid: 60 }, 7: { lost: 108.6, paid: 40 } };
    expect(choice(some)).toBe(5);
    expect(choice(some, { current: 3 })).toBe(5);
  });

  it('is the one that loses least if all seem to lose more than the demand, which rare spikes look like', () => {
    const some = { 3: { lost: 1100 }, 5: { lost: 1500, paid: 40 } };
    expect(choice(some, { others: 1200 })).toBe(3);
    expect(choice({ 3: { lost: 1000 }, 5: { lost: 1001, paid: 40 } }, { others: 1200 })).toBe(3);
  });
});

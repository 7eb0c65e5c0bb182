import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apart, type Played, play } from './pace-play.ts';

/** Half a day, after which a group has tried once more when its metrics come, and the steps that it then takes. */
const HALF_DAY_MINUTES = 720;
const STEPS_MINUTES = 80;
const STEP = 10;
/** A try costs two stale evaluations, and more if the schedule runs between the two moments of the minute. */
const STALE_PER_TRY = 6;
const CHANGES_PER_TRY = 9;

const second = fc.integer({ min: 0, max: 59 });
const delay = fc.integer({ min: 0, max: 200 });
/** Per minute of disorder: how much later than usual it comes (or never), and whether it comes twice. */
const disorder = fc.array(
  fc.record({ more: fc.option(fc.integer({ min: 0, max: 150 }), { freq: 5 }), isTwice: fc.boolean() }),
  { maxLength: 30 },
);
const seconds = fc.integer({ min: 0, max: 130 });
const lateness = fc.array(seconds, { minLength: 1, maxLength: 30 });
const regular = seconds.map((late) => [late]);

const changes = (evaluations: readonly Played[]): number =>
  evaluations.slice(1).filter(({ pace }, index) => {
    const before = evaluations[index]?.pace;
    return before?.age !== pace?.age || before?.state !== pace?.state;
  }).length;

describe('whenever metrics come', () => {
  it('evaluations are due at most 70 s apart, except for one in an hour, and are further apart only by the lateness of evaluations and ticks', async () => {
    await fc.assert(
      fc.asyncProperty(
        ...[second, fc.integer({ min: 0, max: 5 }), delay, disorder, fc.oneof(regular, lateness)],
        async (tick, jitter, usual, some, late) => {
          const evaluations = await play({
            ...{ tick, jitter, minutes: 60 },
            arrival: (minute) => arrivalOf(some[(minute + 600) % 30], usual),
            isTwice: (minute) => some[(minute + 600) % 30]?.isTwice ?? false,
            late: (index) => late[index % late.length] ?? 0,
          });
          const unpunctual = 3 * jitter + Math.max(...late);
          const gaps = apart(evaluations);
          // A group that learns twice between two ticks is passed over once.
          expect(Math.max(...gaps)).toBeLessThanOrEqual(130 + unpunctual);
          if (Math.max(...late) - Math.min(...late) < 15)
            expect(gaps.filter((gap) => gap > 70 + unpunctual).length).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('evaluations run just after the metrics within half a day after these come regularly, and the pace is then changed only to try', async () => {
    await fc.assert(
      fc.asyncProperty(
        ...[second, delay, fc.integer({ min: 0, max: 45 }), disorder, lateness],
        async (tick, usual, late, some, before) => {
          const evaluations = await play({
            ...{ tick, minutes: some.length + 2 * HALF_DAY_MINUTES + 2 * STEPS_MINUTES },
            arrival: (minute) => arrivalOf(some[minute], usual),
            isTwice: (minute) => some[minute]?.isTwice ?? false,
            late: (index) => (index < some.length ? (before[index % before.length] ?? 0) : late),
          });
          const settled = evaluations.slice(some.length + HALF_DAY_MINUTES + STEPS_MINUTES);
          // An evaluation that is due when the minute ends can't be due earlier.
          const newest = Math.max(usual, late) + STEP;
          expect(settled.filter(({ age }) => age > newest).length).toBeLessThanOrEqual(2 * STALE_PER_TRY);
          expect(changes(settled)).toBeLessThanOrEqual(2 * CHANGES_PER_TRY);
        },
      ),
      { numRuns: 20 },
    );
  });
});

const arrivalOf = (of: { more: number | null } | undefined, usual: number): number | null => {
  if (of === undefined) return usual;
  return of.more === null ? null : usual + of.more;
};

describe('a group with regular metrics', () => {
  const learned = async (arrival: number, late: number, tick: number) =>
    (await play({ tick, minutes: 80, arrival: () => arrival, late: () => late })).slice(60);

  it.each([
    ...[0, 15, 30, 45].map((late): [number, number] => [late, 1]),
    // No worse than without a pace.
    ...[55, 75, 130].map((late): [number, number] => [late, 6]),
  ])('whose evaluations are %i s late learns its pace, to within %i steps', async (late, steps) => {
    for (const tick of [3, 31, 57]) {
      for (const { age } of await learned(95, late, tick)) {
        expect(age).toBeGreaterThanOrEqual(95);
        expect(age).toBeLessThanOrEqual(95 + steps * STEP);
      }
    }
  });

  it('learns its pace although one minute is late, and one never comes', async () => {
    const arrival = (minute: number) => (minute === 2 ? 115 : minute === 4 ? null : 65);
    const ages = (await play({ tick: 50, minutes: 40, arrival })).slice(20).map(({ age }) => age);
    expect(Math.max(...ages)).toBeLessThanOrEqual(65 + STEP);
  });

  it('whose evaluations have waited takes one step for all of them', async () => {
    // The evaluations of ten minutes run in the same second.
    const late = (index: number) => (index < 10 ? 60 * (10 - index) : 0);
    const evaluations = await play({ tick: 20, minutes: 12, arrival: () => 65, late });
    const together = evaluations.filter(({ at }) => at === evaluations[0]?.at);
    expect(together).toHaveLength(11);
    expect(new Set(together.map(({ pace }) => pace?.age)).size).toBe(1);
  });
});

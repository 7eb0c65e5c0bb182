import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  Demand,
  FORECASTS,
  INPUTS,
  Outlook,
  seasonSeen,
  type Timing,
} from '../../../../../shared/rules/forecasting/index.ts';
import type { Winner } from '../../../../../shared/rules/objective/learned.ts';
import { nextCapacity, upperOf } from '../../../../../shared/rules/objective/strategies/candidates.ts';
import { Guard } from '../../../../../shared/rules/objective/strategies/guard.ts';
import { missOf } from '../../../../../shared/rules/objective/strategies/spread.ts';
import { wantOf } from '../../../../../shared/rules/objective/strategies/wants.ts';
import { Floors } from '../../../../../shared/rules/objective/unusual/floors.ts';
import { continued, wanted } from '../../../../../shared/rules/objective/wanted.ts';
import { TWICE } from '../../../decision/tuned.ts';

interface Seen {
  readonly winner: Winner;
  /** All demand, of which the tournament did not know the last `since`. */
  readonly demand: readonly number[];
  readonly since: number;
  readonly timing: Timing;
}

/** What a strategy wants with each reading, and may keep: its forecast is computed again from all readings up to then. */
function wantsOf({ winner, demand, since, timing }: Seen) {
  const { candidate, misses, weights, dayBefore } = winner;
  const { want } = candidate;
  const tuned = demand.length - 1 - since;
  const name = want.by === 'forecast' ? want.forecast : null;
  const outlooks = demand.map((_, index) => {
    const [known, outlook] = [new Demand(demand.length), new Outlook(timing)];
    for (const each of demand.slice(0, index + 1)) known.add(each);
    const learned = (which: string) => (name === which ? weights : null);
    outlook.look(known, seasonSeen(dayBefore, tuned - index, timing), [learned('learned'), learned('learnedPeak')]);
    return outlook;
  });
  const isQuick = want.by === 'forecast' && want.spread === 'quick' && name !== 'learnedPeak';
  const horizon = 1 + Math.ceil(timing.boot / timing.step) + Math.max(0, Math.ceil(timing.delay / timing.step - 0.25));
  // The usual error is brought up to date with the readings of at most an hour.
  const from = demand.length - Math.min(since, 3600 / timing.step);
  let quick = misses[0] ?? -1;
  return outlooks.map((outlook, index) => {
    const forecast = name === null ? -1 : (outlooks[index - horizon]?.forecasts[FORECASTS.indexOf(name)] ?? -1);
    if (isQuick && index >= from && forecast >= 0 && quick >= 0) {
      const keep = 2 ** (-timing.step / 3600);
      quick = keep * quick + (1 - keep) * missOf(forecast, demand[index] as number);
    }
    const squared = isQuick ? quick : (misses[outlook.state] ?? -1);
    return { out: wantOf(want, outlook, squared), most: wantOf(upperOf(candidate), outlook, squared) };
  });
}

/** The capacity and the credit after the newest reading, as if every reading since the tournament had been decided on. */
function replayed(seen: Seen, had: number) {
  const { winner, demand, since, timing } = seen;
  const { hold, coarse } = winner.candidate;
  const [wants, holds] = [wantsOf(seen), Math.max(1, Math.round(hold / timing.step))];
  const heldAt = (index: number) =>
    Math.max(...wants.slice(Math.max(0, index + 1 - holds), index + 1).map(({ most }) => most));
  const floors = new Floors(winner, demand, since, timing);
  const last = demand.length - 1;
  const tuned = last - since;
  const guard = winner.guard && new Guard(timing, winner.guard.credit, winner.guard.capacity);
  for (const each of demand.slice(0, tuned)) guard?.add(each);
  let [strategy, group] = [winner.capacity ?? had, winner.guard?.capacity ?? had];
  for (let index = winner.capacity === undefined ? last : tuned; index <= last; index += 1) {
    const { out } = wants[index] as { out: number };
    if (index > tuned || winner.capacity === undefined) strategy = nextCapacity(strategy, out, heldAt(index), coarse);
    const { floor, isYoung } = floors.at(index);
    const to = Math.max(strategy, floor);
    const from = index === last ? had : group;
    // While history is short, a scale-in has at least one worker and a tenth.
    const isSmall = isYoung && from > to && from - to < Math.max(1, from / 10);
    group = isSmall ? from : to;
    if (guard) group = guard.next(demand[index] as number, group);
  }
  return { capacity: group, credit: guard?.credit };
}

const demands = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 9 })), { minLength: 1, maxLength: 12 })
  .map((pieces) => pieces.flatMap(([value, steps]) => Array<number>(steps).fill(value)));
const wants = fc.oneof(
  fc.record({
    by: fc.constant('headroom' as const),
    load: fc.constantFrom(0.35, 0.65, 0.95),
    window: fc.constantFrom(15, 300, 900),
  }),
  fc.record({
    by: fc.constant('forecast' as const),
    forecast: fc.constantFrom(...FORECASTS),
    spread: fc.constantFrom('quick' as const, 'state' as const),
    times: fc.constantFrom(-0.5, 0, 1.5),
  }),
);
const candidates = fc.record(
  {
    want: wants,
    hold: fc.constantFrom(60, 300, 900),
    coarse: fc.constantFrom(0, 0.15, 0.3),
    above: fc.constant(1),
  },
  { requiredKeys: ['want', 'hold', 'coarse'] },
);
const timings = fc.record({
  step: fc.constantFrom(60, 300),
  boot: fc.constantFrom(0, 120, 400),
  drain: fc.constantFrom(30, 80),
  delay: fc.constantFrom(0, 60),
});
/** Results stored earlier lack the capacity and the guard. */
const founds = fc.oneof(
  fc.constant({}),
  fc.record(
    {
      capacity: fc.integer({ min: 1, max: 60 }),
      guard: fc.record({ credit: fc.integer({ min: 0, max: 60_000 }), capacity: fc.integer({ min: 1, max: 60 }) }),
    },
    { requiredKeys: ['capacity'] },
  ),
);
const none = fc.constant<number[]>([]);
const winners = fc
  .record({
    candidate: candidates,
    misses: fc.oneof(none, fc.array(fc.integer({ min: -1, max: 9 }), { minLength: 9, maxLength: 9 })),
    weights: fc.array(fc.double({ min: -0.1, max: 0.3, noNaN: true }), { minLength: INPUTS, maxLength: INPUTS }),
    dayBefore: fc.oneof(none, fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 181, maxLength: 181 })),
    keeps: fc.boolean(),
    seen: fc.constantFrom(3600, 864_000),
    found: founds,
  })
  .map(({ found, ...winner }): Winner => ({ ...TWICE, ...winner, ...found }));

it('a strategy goes on as if the tournament had known the readings since', () => {
  fc.assert(
    fc.property(
      winners,
      demands,
      timings,
      fc.nat(20),
      fc.integer({ min: 1, max: 60 }),
      (winner, demand, timing, most, had) => {
        const since = Math.min(most, demand.length - 1);
        const given = continued(winner, { recent: demand, since, capacity: had }, timing);
        const { capacity, credit } = replayed({ winner, demand, since, timing }, had);
        expect(given.capacity).toBe(capacity);
        if (credit !== undefined) expect(given.guard?.credit).toBeCloseTo(credit, 6);
        const { guard: _, ...common } = given;
        expect(wanted(winner, { recent: demand, since, capacity: had }, timing)).toEqual(common);
      },
    ),
    { numRuns: 80 },
  );
});

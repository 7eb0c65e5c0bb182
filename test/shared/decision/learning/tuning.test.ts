import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isLearning, isLearningDue, learningSeconds, RuleLearner } from '../../../../shared/decision/index.ts';
import { type Datapoint, type Policy, parseObservation } from '../../../../shared/policy/index.ts';
import type { Learned, LearningRule } from '../../../../shared/rules/index.ts';
import { demandOfPattern, PATTERNS } from '../../../../shared/simulation/index.ts';
import { decided, policyOf, type WrittenPolicy } from '../builders.ts';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const MINUTE = 60_000;
const HOURS = 60;

const REQUESTS = { cloudwatch: { namespace: 'Web', name: 'Requests' } };
const OBJECTIVE: WrittenPolicy = {
  metrics: { demand: REQUESTS },
  rules: [{ kind: 'objective', metric: 'demand', perWorker: 10 }],
};
const FORECAST: WrittenPolicy = {
  metrics: { demand: REQUESTS },
  rules: [{ kind: 'forecast', metric: 'demand', value: 10, per: 'worker' }],
};

function ruleOf({ rules: [rule] }: Policy): LearningRule {
  if (!rule || !isLearning(rule)) throw new Error('the rule does not tune itself');
  return rule;
}
/** A reading a minute, the last a minute before {@link NOW}. */
const minutely = (values: readonly number[]): Datapoint[] =>
  values.map((value, index) => ({ at: NOW - MINUTE * (values.length - index), value }));
const seenAt = (now: number, points: readonly Datapoint[]) => ({ now, desired: 5, metrics: { demand: [...points] } });

/** What is found on all of the readings at once. */
function tunedOn(written: WrittenPolicy, points: readonly Datapoint[], now = NOW): Learned | null {
  const policy = policyOf(written);
  const tuner = new RuleLearner(ruleOf(policy), policy);
  tuner.read(seenAt(now, points));
  return tuner.learned();
}
function found(written: WrittenPolicy, points: readonly Datapoint[]): Learned {
  const tuned = tunedOn(written, points);
  if (!tuned) throw new Error('nothing is found');
  return tuned;
}
/** A day's rhythm with some unrest. */
const rhythm = (count: number): number[] =>
  Array.from({ length: count }, (_, minute) => 200 - 120 * Math.cos(minute / 229) + 15 * Math.sin(minute * 2.4));

describe('a tuner', () => {
  it('finds nothing on a single reading, nor on a quarter of an hour less one', () => {
    expect(tunedOn(OBJECTIVE, minutely([200]))).toBeNull();
    expect(tunedOn(OBJECTIVE, minutely(Array(14).fill(200)))).toBeNull();
    expect(tunedOn(OBJECTIVE, minutely(Array(15).fill(200)))).toMatchObject({ kind: 'objective', at: NOW - MINUTE });
  });

  it('forecasts nothing before forty of its forecasts can be checked', () => {
    expect(tunedOn(FORECAST, minutely(Array(30).fill(200)))).toBeNull();
    expect(tunedOn(FORECAST, minutely(Array(60).fill(200)))).toMatchObject({ kind: 'forecast', at: NOW - MINUTE });
  });

  it('knows the time, interval and delay of its readings', () => {
    expect(tunedOn(OBJECTIVE, minutely(rhythm(60)), NOW + 45_000)?.timing).toEqual({
      ...{ step: 60, boot: 120, drain: 120, delay: 45 },
    });
  });

  it('learns from a formula over a metric, as far back as it has data', () => {
    const metrics = { ...OBJECTIVE.metrics, each: { formula: 'demand / 60' } };
    const rules = [{ kind: 'objective' as const, metric: 'each', perWorker: 10 / 60 }];
    const one = found(OBJECTIVE, minutely(rhythm(90)));
    const other = found({ metrics, rules }, minutely(rhythm(90)));
    expect(other).toMatchObject({ at: one.at, timing: one.timing });
    if (one.kind !== 'objective' || other.kind !== 'objective') throw new Error('no winner');
    expect(other.winner).toMatchObject({ candidate: one.winner.candidate, seen: one.winner.seen });
  });

  const counts = fc.array(
    fc.oneof({ weight: 9, arbitrary: fc.nat(400) }, { weight: 1, arbitrary: fc.constant(null) }),
    {
      minLength: 40,
      maxLength: 130,
    },
  );
  it.each([
    ['objective', OBJECTIVE],
    ['forecast', FORECAST],
  ] as const)('finds the same step by step as at once: %s', (_, written) => {
    const policy = policyOf(written);
    fc.assert(
      fc.property(counts, fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1 }), (values, paces) => {
        const points = minutely([100, 110, ...values.map((value) => value ?? -1)]).filter(({ value }) => value >= 0);
        const stepwise = new RuleLearner(ruleOf(policy), policy);
        for (let shown = 2, turn = 0; shown < points.length + 20; turn += 1) {
          const known = points.slice(0, shown);
          stepwise.read(seenAt((known.at(-1)?.at ?? NOW) + MINUTE, known));
          shown += paces[turn % paces.length] ?? 1;
        }
        expect(stepwise.learned()).toEqual(tunedOn(written, points, (points.at(-1)?.at ?? NOW) + MINUTE));
      }),
      { numRuns: 15 },
    );
  });

  it('includes each reading once, at any intervals', () => {
    const policy = policyOf({ ...OBJECTIVE, metrics: {} });
    const tuner = new RuleLearner(ruleOf(policy), policy);
    const points = Array.from({ length: 100 }, (_, index) => ({
      at: NOW + index * MINUTE + (index > 0 && index % 2 === 0 ? 4000 : 0),
      value: 100,
    }));
    for (let shown = 2; shown <= 100; shown += 1) {
      const known = points.slice(0, shown);
      tuner.read(seenAt(known.at(-1)?.at ?? NOW, known));
    }
    expect(tuner.learned()).toMatchObject({ winner: { seen: 100 * 60 } });
  });

  it('keeps the active strategy unless another one is cheaper', () => {
    const policy = policyOf(OBJECTIVE);
    // 12.2 workers: with 5 % of headroom, and without, that takes 13.
    const points = minutely(Array(300).fill(122));
    const first = found(OBJECTIVE, points);
    if (first.kind !== 'objective') throw new Error('no winner');
    const drivenBy = (load: number) => {
      const candidate = { want: { by: 'headroom' as const, load, window: 900 }, hold: 900, coarse: 0 };
      const tuner = new RuleLearner(ruleOf(policy), policy, { ...first, winner: { ...first.winner, candidate } });
      tuner.read(seenAt(NOW, points));
      const tuned = tuner.learned();
      return tuned?.kind === 'objective' && isDeepStrictEqual(tuned.winner.candidate, candidate);
    };
    expect(first.winner.candidate).not.toMatchObject({ want: { load: 0.95, window: 900 }, hold: 900 });
    expect([drivenBy(0.95), drivenBy(0.35)]).toEqual([true, false]);
  });
});

describe('a tuning is due', () => {
  const policy = policyOf(OBJECTIVE);
  const rule = ruleOf(policy);
  const isDueIn = (tuned: Learned, seconds: number) => isLearningDue(rule, policy, tuned, NOW + seconds * 1000);

  it('without a previous one', () => {
    expect(isLearningDue(rule, policy, null, NOW)).toBe(true);
    expect(isLearningDue(rule, policy, undefined, NOW)).toBe(true);
  });
  it('if the previous one has other settings', () => {
    const tuned = found(OBJECTIVE, minutely(rhythm(300)));
    const other = policyOf({ ...OBJECTIVE, warmup: '5m' });
    expect(isDueIn(tuned, 0)).toBe(false);
    expect(isLearningDue(ruleOf(other), other, tuned, NOW)).toBe(true);
  });
  it('after a twentieth of the history of the previous one', () => {
    const tuned = found(OBJECTIVE, minutely(rhythm(100)));
    expect([isDueIn(tuned, 299), isDueIn(tuned, 300)]).toEqual([false, true]);
    const forecast = found(FORECAST, minutely(rhythm(100)));
    const on = policyOf(FORECAST);
    expect(isLearningDue(ruleOf(on), on, forecast, NOW + 299_000)).toBe(false);
    expect(isLearningDue(ruleOf(on), on, forecast, NOW + 300_000)).toBe(true);
  });
  it('at most an hour after the previous one', () => {
    const tuned = found(OBJECTIVE, minutely(rhythm(30 * HOURS)));
    expect([isDueIn(tuned, 3599), isDueIn(tuned, 3600)]).toEqual([false, true]);
  });
  it('on two days of demand, and on a fortnight of seasons', () => {
    expect(learningSeconds(rule)).toBe(2 * 86_400 + 10_800);
    expect(learningSeconds(ruleOf(policyOf(FORECAST)))).toBe(14 * 86_400 + 10_800);
  });
});

const isoOf = (at: number): string => new Date(at).toISOString();
/** As an observation document holds it. */
const writtenAs = (tuned: Learned) => ({ ...tuned, at: isoOf(tuned.at) });
const documentOf = (tuned: unknown, points: readonly Datapoint[]) => ({
  now: isoOf(NOW),
  desired: 5,
  metrics: { demand: points.map(({ at, value }) => ({ at: isoOf(at), value })) },
  history: { tuned: { demand: tuned } },
});
const turned = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, inner]) => [key, turned(inner)]),
  );
};

describe('a tuning', () => {
  const days = minutely(rhythm(30 * HOURS));
  const lately = days.slice(-150);
  it.each([
    ['objective', OBJECTIVE],
    ['forecast', FORECAST],
  ] as const)('is the same after JSON and a different order of fields: %s', (_, written) => {
    const tuned = found(written, days);
    const kept = JSON.parse(JSON.stringify(turned(writtenAs(tuned))));
    const parsed = parseObservation(documentOf(kept, lately));
    expect(parsed.ok && parsed.value.history.tuned['demand']).toEqual(tuned);
    const now = { desired: 5, metrics: { demand: documentOf(null, lately).metrics.demand } };
    const first = decided(written, { ...now, history: { tuned: { demand: writtenAs(tuned) } } });
    expect(decided(written, { ...now, history: { tuned: { demand: kept } } })).toEqual(first);
    expect(first).not.toEqual(decided(written, now));
  });

  it.each(PATTERNS)('stays small enough to be written with every change of a group: %s', (pattern) => {
    const values = demandOfPattern(pattern, { start: NOW, days: 3, stepSeconds: 60, peak: 12_345, seed: 5 });
    const tuned = found(OBJECTIVE, minutely(values.map(({ value }) => value)));
    expect(JSON.stringify(tuned).length).toBeLessThan(6000);
  });

  const value = fc.oneof(
    fc.constantFrom(0, 1e-9, 1, 1e15),
    fc.double({ min: 0, max: 1e15, noNaN: true }),
    fc.double({ min: 0, max: 100, noNaN: true }),
  );
  const pieces = fc.array(fc.tuple(value, fc.integer({ min: 1, max: 40 })), { minLength: 1, maxLength: 8 });
  const units = fc.constantFrom(0.001, 10, 1e9);
  it.each([
    [
      'objective',
      (unit: number) => ({ ...OBJECTIVE, rules: [{ kind: 'objective', metric: 'demand', perWorker: unit }] }),
    ],
    ['forecast', (unit: number) => ({ ...FORECAST, rules: [{ kind: 'forecast', metric: 'demand', value: unit }] })],
  ] as const)('can be stored in DynamoDB and read for any readings: %s', (_, written) => {
    fc.assert(
      fc.property(pieces, units, (demand, unit) => {
        const values = demand.flatMap(([each, times]) => Array<number>(times).fill(each));
        const tuned = tunedOn(written(unit) as WrittenPolicy, minutely(values));
        if (!tuned) return;
        const parsed = parseObservation(documentOf(JSON.parse(JSON.stringify(writtenAs(tuned))), []));
        expect(parsed.ok ? parsed.value.history.tuned['demand'] : parsed.faults).toEqual(tuned);
        for (const each of numbersOf(tuned)) {
          // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
          expect(Math.abs(each)).toBeLessThanOrEqual(Number.MAX_SAFE_INTEGER);
          expect(each === 0 || Math.abs(each) >= 1e-130).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });
});

const numbersOf = (value: unknown): number[] =>
  typeof value === 'number'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(numbersOf)
      : [];

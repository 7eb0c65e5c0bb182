import { describe, expect, it } from 'vitest';
import { isLearning, RuleLearner } from '../../../../shared/decision/index.ts';
import type { Datapoint } from '../../../../shared/policy/index.ts';
import type { Learned } from '../../../../shared/rules/index.ts';
import { normal, seededRandom } from '../../../../shared/simulation/random.ts';
import { decided, policyOf, toldAt, type WrittenPolicy } from '../builders.ts';

const START = Date.parse('2026-11-18T00:00:00Z');
const MINUTE = 60_000;
const [HOUR, DAY] = [60, 1440];

/** Ten requests a second keep a worker busy. */
const metrics: WrittenPolicy['metrics'] = { demand: { pushed: {} } };
const common = { name: 'web', metric: 'demand', boot: '2m' } as const;
const OBJECTIVE: WrittenPolicy = { metrics, rules: [{ ...common, kind: 'objective', perWorker: 10 }] };
const FORECAST: WrittenPolicy = {
  metrics,
  rules: [{ ...common, kind: 'forecast', value: 10, per: 'worker', tolerance: 0 }],
};

type Demand = (minute: number) => number;

/** Demand in busy workers by minute, with some noise. */
function noisy(demand: Demand, minutes: number): number[] {
  const random = seededRandom(7);
  return Array.from({ length: minutes }, (_, minute) => demand(minute) + normal(random));
}

/** A reading a minute, without those of the gap. */
const recorded = (demand: readonly number[], from: number, to: number): Datapoint[] =>
  demand.flatMap((busy, minute) =>
    minute >= from && minute < to ? [] : [{ at: START + minute * MINUTE, value: Math.max(0, 10 * busy) }],
  );

/** What the rule has learned from the readings before this minute. */
function learnedBy(minute: number, points: readonly Datapoint[], policy = OBJECTIVE): Learned {
  const parsed = policyOf(policy);
  const [rule] = parsed.rules;
  if (!rule || !isLearning(rule)) throw new Error('the first rule does not tune itself');
  const learner = new RuleLearner(rule, parsed);
  const now = START + minute * MINUTE;
  learner.read({ now, desired: 1, metrics: { demand: points.filter(({ at }) => at < now) } });
  const learned = learner.learned();
  if (learned === null) throw new Error('nothing is learned');
  return learned;
}

/** What the rule decides with the reading of this minute. */
function decidedAt(minute: number, points: readonly Datapoint[], learned: Learned, policy = OBJECTIVE) {
  const written = points
    .filter(({ at }) => at <= START + minute * MINUTE)
    .map(({ at, value }) => ({ at: new Date(at).toISOString(), value }));
  const at = new Date(learned.at).toISOString();
  const decision = decided(policy, {
    now: new Date(START + minute * MINUTE).toISOString(),
    desired: 1,
    metrics: { demand: written },
    history: { tuned: { web: { ...learned, at } } },
  });
  return { proposal: decision.proposal ?? 0, text: toldAt(decision, 'rule:web') };
}

describe('a gap in the readings of an objective', () => {
  /** The proposal of the first reading after the gap, and the largest jump of the day that is learned an hour later. */
  function endOf(demand: Demand, from: number, to: number) {
    const busy = noisy(demand, to + HOUR);
    const [gap, whole] = [recorded(busy, from, to), recorded(busy, to, to)];
    const decision = decidedAt(to, gap, learnedBy(from, gap));
    const steepest = (points: readonly Datapoint[]) => {
      const learned = learnedBy(to + HOUR, points);
      return (learned.kind === 'objective' && learned.winner.steepest) || 0;
    };
    return { ...decision, busy: busy[to] as number, steepest: { gap: steepest(gap), whole: steepest(whole) } };
  }
  /** From 10 workers at midnight to 50 at noon. */
  const daily: Demand = (minute) => 30 - 20 * Math.cos((2 * Math.PI * minute) / DAY);

  it.each<[string, Demand, number, number]>([
    ['20 minutes of a ramp', (minute) => 20 + Math.max(0, minute - DAY - 120) * 0.5, DAY + 130, DAY + 150],
    ['an hour of a daily course', daily, DAY + 5 * HOUR, DAY + 6 * HOUR],
    ['a night', daily, DAY - 2 * HOUR, DAY + 4 * HOUR],
  ])('is not taken for a jump: %s', (_, demand, from, to) => {
    const { proposal, text, busy, steepest } = endOf(demand, from, to);
    expect(text).not.toContain('jumped');
    expect(proposal).toBeGreaterThan(0.9 * busy);
    expect(proposal).toBeLessThan(1.3 * busy);
    expect(steepest.gap).toBeLessThan(1.1 * steepest.whole);
  });

  it.each([20, 2])('in which demand really jumped is followed at once: %d minutes', (minutes) => {
    const middle = DAY + 130;
    const { proposal, busy } = endOf(
      (minute) => (minute < middle ? 20 : 60),
      middle - minutes / 2,
      middle + minutes / 2,
    );
    expect(proposal).toBeGreaterThanOrEqual(busy);
  });

  it('after which a part of the demand shows first, as after an outage, does not look like a jump when all of it is back', () => {
    const back = DAY + 130;
    const points = recorded(
      noisy((minute) => (minute === back ? 30 : 60), back + 2),
      back - 10,
      back,
    );
    const { proposal, text } = decidedAt(back + 1, points, learnedBy(back - 10, points));
    expect(text).not.toContain('jumped');
    expect(proposal).toBeLessThan(70);
  });
});

describe('a gap of the day before', () => {
  /** Office hours: demand rises from 10 to 50 workers from seven to eight, and falls from 18 to 19 o'clock. */
  const office: Demand = (minute) => {
    const hour = (minute / HOUR) % 24;
    return 10 + 40 * (Math.max(0, Math.min(1, hour - 7)) - Math.max(0, Math.min(1, hour - 18)));
  };

  it.each<[string, string, number, WrittenPolicy]>([
    ['objective', 'rises', 7, OBJECTIVE],
    ['objective', 'falls', 18, OBJECTIVE],
    ['forecast', 'rises', 7, FORECAST],
    ['forecast', 'falls', 18, FORECAST],
  ])('hardly changes what %s proposes while demand %s', (_, __, hour, policy) => {
    const now = 3 * DAY + hour * HOUR;
    const busy = noisy(office, now + 1.5 * HOUR);
    const proposals = (from: number, to: number): number[] => {
      const points = recorded(busy, from, to);
      const learned = learnedBy(now, points, policy);
      return [12, 36, 48, 54, 60].map((minute) => decidedAt(now + minute, points, learned, policy).proposal);
    };
    const whole = proposals(0, 0);
    const gap = proposals(now - DAY + 12, now - DAY + 54);
    gap.forEach((proposal, index) => {
      expect(proposal / (whole[index] as number)).toBeGreaterThan(0.9);
      expect(proposal / (whole[index] as number)).toBeLessThan(1.15);
    });
  });
});

import { describe, expect, it } from 'vitest';
import { phrase } from '../../../../shared/presentation/index.ts';
import type { Learned } from '../../../../shared/rules/objective/learned.ts';
import { recommend } from '../../../../shared/rules/objective/recommend.ts';
import type { RuleContext } from '../../../../shared/rules/rule-context.ts';
import { TWICE } from '../../decision/tuned.ts';

const NOON = Date.parse('2026-11-21T12:00:00Z');
const MINUTE = 60_000;
const steady = (value: number, steps: number): number[] => Array<number>(steps).fill(value);

interface Seen {
  /** A reading a minute. The last one began a minute ago. */
  readonly demand: readonly number[];
  readonly latest?: number | undefined;
  readonly current?: number;
  readonly measured?: readonly string[];
}
/** Ten requests a second keep a worker busy. */
const RULE = { kind: 'objective', name: 'web', metric: 'rps', perWorker: 10, lost: 0.01 } as const;

function asked({ demand, current = 1, measured = ['Requests'], ...rest }: Seen, learned: Learned | null, rule = RULE) {
  const points = demand.map((value, index) => ({ at: NOON - MINUTE * (demand.length - index), value }));
  const latest = 'latest' in rest ? rest.latest : demand.at(-1);
  const readings = { latest: () => latest, past: () => ({ points, step: 60 }), measured: () => measured };
  const context = { readings, now: NOON, current, warmup: 0, drain: 30 } as unknown as RuleContext;
  const recommendation = recommend(rule, context, () => learned);
  return { ...recommendation, text: phrase(recommendation.reason) };
}

/** Twice the last minute's peak, or another winner, as it was found this many minutes before the newest reading. */
const found = (minutesAgo: number, more: Partial<Learned['winner']> = {}): Learned => ({
  ...{ kind: 'objective', at: NOON - MINUTE * (1 + minutesAgo), basis: 'any', winner: { ...TWICE, ...more } },
  timing: { step: 60, boot: 120, drain: 30, delay: 0 },
});

/** A load of 95 % at the last minute's peak. */
const LEAN = { candidate: { want: { by: 'headroom', load: 0.95, window: 60 }, hold: 60, coarse: 0 } } as const;

describe('an objective without data', () => {
  it('proposes nothing', () => {
    for (const learned of [null, found(0)]) {
      expect(asked({ demand: [] }, learned)).toMatchObject({ kind: 'no-data', text: 'rps has no fresh data' });
      expect(asked({ demand: [50, 50], latest: undefined }, learned)).toMatchObject({ kind: 'no-data' });
      expect(asked({ demand: [], latest: 50 }, learned)).toMatchObject({ kind: 'no-data' });
    }
  });
});

describe('an objective that has learned nothing yet', () => {
  it('keeps room above its only reading: 15 % for each minute until a new worker serves', () => {
    // A new worker boots for two minutes, and serves the reading after that: at most 5 × (1 + 3 × 0.15) = 7.25. A minute of history makes it 7.1.
    expect(asked({ demand: [50] }, null)).toMatchObject({
      ...{ kind: 'propose', capacity: 8 },
      text: 'rps 50 keeps 5 workers busy; too little history to choose a strategy, so the group keeps room for a rise above the peak of 5 and does not scale in yet',
    });
  });

  it('does not scale in, and keeps a worker for no demand', () => {
    expect(asked({ demand: [50], current: 30 }, null)).toMatchObject({ capacity: 30, needed: 8 });
    expect(asked({ demand: [0], current: 0 }, null)).toMatchObject({ capacity: 1 });
  });
});

describe('an objective with a strategy', () => {
  it('has what the strategy wants for the latest demand, and says which', () => {
    expect(asked({ demand: steady(50, 90), current: 40 }, found(0))).toMatchObject({
      ...{ kind: 'propose', capacity: 10 },
      text: "rps 50 keeps 5 workers busy; 50 % of the capacity free at the last minute's peak, held for 60 s: of 900 strategies, this is the cheapest that would have met the objective over the last 72 h, losing 0.4 % of the demand",
    });
  });

  it('keeps one worker if there is no demand', () => {
    expect(asked({ demand: steady(0, 90), current: 3 }, found(0))).toMatchObject({ capacity: 1 });
  });

  it('continues from what the strategy had when it was chosen, with the readings since', () => {
    const demand = steady(50, 90);
    expect(asked({ demand, current: 40 }, found(0, { capacity: 20 }))).toMatchObject({ capacity: 20 });
    expect(asked({ demand, current: 40 }, found(1, { capacity: 20 }))).toMatchObject({ capacity: 10 });
    // A coarse strategy keeps 12 workers where it wants 10. The demand before the choice, which wanted 20, changes nothing.
    const coarse = { ...TWICE.candidate, coarse: 0.3 };
    const fallen = [...steady(100, 60), ...steady(50, 30)];
    expect(asked({ demand: fallen, current: 40 }, found(1, { candidate: coarse, capacity: 12 }))).toMatchObject({
      capacity: 12,
    });
  });

  it('compares a rise with the hour before it, however long ago it was tuned', () => {
    const demand = (before: number) => [...steady(20, 39), before, ...steady(20, 49), 100];
    for (const minutesAgo of [0, 30]) {
      // At 95 % load, ten busy workers are eleven. Demand was as high 50 minutes before.
      expect(asked({ demand: demand(100) }, found(minutesAgo, LEAN))).toMatchObject({ capacity: 11 });
      // If it was not, the rise is expected to go on, up to twice the demand.
      expect(asked({ demand: demand(20) }, found(minutesAgo, LEAN))).toMatchObject({ capacity: 20 });
    }
  });

  it('says why it proposes more than the strategy wants', () => {
    // Demand has risen by six workers within a minute. Half of that is expected in each of the three minutes until a new worker serves.
    const risen = asked({ demand: [...steady(50, 89), 110] }, found(0, LEAN));
    expect(risen).toMatchObject({ kind: 'propose', capacity: 11 + 9 });
    expect(risen.text).toContain('; at least 20 because demand is higher than in the day or the hour before');
  });
});

describe('a metric that saturates', () => {
  const WARNING = 'rps cannot show demand beyond what the workers serve, so lost demand is not seen';
  const text = (...measured: string[]) => asked({ demand: steady(50, 90), measured }, found(0)).text;

  it('is reported if one of the metrics that it reads is a utilization', () => {
    expect(text('Requests', 'CPUUtilization')).toContain(WARNING);
    expect(text('CPUUtilization')).toContain(WARNING);
    expect(text('Requests', 'Messages')).not.toContain(WARNING);
    expect(text()).not.toContain(WARNING);
  });

  it('is reported before there is a strategy as well', () => {
    expect(asked({ demand: [50], measured: ['CPUUtilization'] }, null).text).toContain(WARNING);
  });
});

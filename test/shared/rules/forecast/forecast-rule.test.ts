import { describe, expect, it } from 'vitest';
import type { PolicyDocument } from '../../../../shared/policy/index.ts';
import {
  ago,
  decided,
  decides,
  every,
  type Seen,
  said,
  steady,
  toldAt,
  type WrittenPolicy,
} from '../../decision/builders.ts';
import { dayBefore, RAISED, tunedBy } from '../../decision/tuned.ts';

type Forecast = Extract<NonNullable<PolicyDocument['rules']>[number], { kind: 'forecast' }>;

/** Ten requests a second for each worker. */
const policy = (more: Partial<Forecast> = {}, rest: WrittenPolicy = {}): WrittenPolicy => ({
  metrics: { rps: { cloudwatch: { namespace: 'Web', name: 'Requests' } } },
  rules: [{ kind: 'forecast', metric: 'rps', value: 10, per: 'worker', tolerance: 0, ...more }],
  ...rest,
});
const seen = (desired: number, values: readonly number[], newest = 60): Seen => ({
  desired,
  metrics: { rps: every(60, values, newest) },
});
/** Where the last minute's mean raised by a tenth was calibrated. */
const driven = (written: WrittenPolicy, now: Seen): Seen => ({
  ...now,
  history: { tuned: tunedBy(written, { calibrated: RAISED }) },
});
/** Two hours around a hundred, and nearly ever within a tenth of it. */
const noisy = Array.from(
  { length: 120 },
  (_, minute) => 100 + 10 * Math.sin(minute * 2.4) * (minute % 7 === 0 ? 2 : 1),
);

describe('a forecast with a warm pool', () => {
  it('leaves to its members what they can still serve, and asks for what comes before they are ready', () => {
    // A tenth more than 299 workers, three minutes ahead.
    const at = (ready?: number) =>
      decided(policy(), {
        ...driven(policy(), seen(299, steady(2990, 20))),
        ...(ready !== undefined && { pool: { size: 50, start: 30, ready } }),
      }).proposal;
    expect(at()).toBe(329);
    expect(at(0)).toBe(329);
    expect(at(5)).toBe(324);
    expect(at(50)).toBe(321);
  });

  it('is ahead of the newest reading by as much as a random walk', () => {
    // 300 and three tenths more; the members are ready in 90 s of the 180 s.
    const written = policy();
    const calibrated = { ...RAISED, by: 'last' as const, raise: Math.log(1.3) };
    const at = (values: readonly number[]) =>
      decided(written, {
        ...seen(10, values),
        history: { tuned: tunedBy(written, { calibrated }) },
        pool: { size: 50, start: 30, ready: 50 },
      }).proposal;
    const later = 300.5 * 1.3 - 0.5;
    expect(at([0, 1000, 3000])).toBe(Math.ceil(Math.max(later - 50, 300 + (later - 300) * Math.sqrt(0.5))));
  });

  it('looks as far ahead as without one where demand stays', () => {
    const written = policy();
    const calibrated = { ...RAISED, by: 'last' as const, raise: 0 };
    const decision = decided(written, {
      ...seen(3, steady(100, 20)),
      history: { tuned: tunedBy(written, { calibrated }) },
      pool: { size: 50, start: 30, ready: 50 },
    });
    expect(toldAt(decision, 'rule:rps')).toContain('forecast 180 s ahead: the latest reading, ');
  });

  it('asks for what comes later where that is less than now', () => {
    // A tenth less than 299 workers: the members change nothing.
    const written = policy({ scaleIn: true });
    const calibrated = { ...RAISED, raise: Math.log(0.9) };
    const at = (ready: number) =>
      decided(written, {
        ...seen(299, steady(2990, 20)),
        history: { tuned: tunedBy(written, { calibrated }) },
        pool: { size: 50, start: 30, ready },
      }).proposal;
    expect([at(0), at(5), at(50)]).toEqual([270, 270, 270]);
  });
});

describe('a forecast', () => {
  decides([
    {
      name: 'has no opinion until it is calibrated, and does not stand in the way of a shrink',
      policy: policy(
        {},
        {
          metrics: {},
          rules: [...(policy().rules ?? []), { kind: 'target', metric: 'jobs', value: 1, per: 'worker' }],
        },
      ),
      seen: { desired: 8, metrics: { rps: every(60, steady(300, 20)), jobs: 2 } },
      gives: { desired: 2, blind: [], blockedBy: null },
    },
    {
      name: 'has no opinion alone either',
      policy: policy(),
      seen: seen(3, steady(300, 20)),
      gives: {
        desired: 3,
        proposal: null,
        blockedBy: null,
        reason: {
          code: 'hold',
          params: {
            current: 3,
            desired: 3,
            proposal: null,
            rules: { code: 'no-proposal', params: {} },
            constraint: null,
            also: [],
          },
        },
      },
    },
    {
      name: 'grows a group for what will be',
      policy: policy(),
      seen: driven(policy(), seen(3, [100, 100])),
      gives: { desired: 12, fired: ['rps'] },
    },
    {
      name: 'does not shrink it',
      policy: policy(),
      seen: driven(policy(), seen(30, [100, 100])),
      gives: { desired: 30, proposal: null },
    },
    {
      name: 'shrinks it where that is allowed',
      policy: policy({ scaleIn: true }),
      seen: driven(policy({ scaleIn: true }), seen(30, [100, 100])),
      gives: { desired: 12, direction: 'in' },
    },
    {
      name: 'of an average multiplies the workers that are ready',
      policy: policy({ per: 'group', value: 60 }),
      seen: driven(policy({ per: 'group', value: 60 }), { ...seen(6, [90, 90]), workers: { ready: 4, pending: 2 } }),
      gives: 7,
    },
    {
      name: 'has its tolerance',
      policy: policy({ tolerance: 0.5 }),
      seen: driven(policy({ tolerance: 0.5 }), seen(10, [100, 100])),
      gives: { desired: 10, direction: 'hold' },
    },
    {
      name: 'without fresh data is blind',
      policy: policy(),
      seen: driven(policy(), seen(3, [100, 100], 600)),
      gives: { desired: 3, blockedBy: 'missing-data', blind: ['rps'] },
    },
    {
      name: 'is held by the maximum',
      policy: policy({}, { capacity: { min: 0, max: 5 } }),
      seen: driven(policy({}, { capacity: { min: 0, max: 5 } }), seen(3, [100, 100])),
      gives: { desired: 5, proposal: 12, blockedBy: 'at-max' },
    },
    {
      name: 'gives way to a larger number',
      policy: policy(
        {},
        {
          metrics: {},
          rules: [...(policy().rules ?? []), { kind: 'backlog', metric: 'rps', perWorker: 5, name: 'b' }],
        },
      ),
      seen: driven(policy({}, { metrics: {} }), seen(3, [100, 100])),
      gives: 20,
    },
  ]);

  it('calibrates itself on the history in the observation', () => {
    const { desired } = decided(policy(), seen(3, noisy));
    expect(desired).toBeGreaterThanOrEqual(10);
    expect(desired).toBeLessThan(15);
  });

  it('is higher with a higher coverage', () => {
    const asked = (quantile: number) => decided(policy({ quantile }), seen(3, noisy)).desired;
    expect(asked(0.99)).toBeGreaterThan(asked(0.5));
  });

  it('continues a rise', () => {
    const rising = Array.from({ length: 120 }, (_, minute) => 10 * minute);
    expect(decided(policy(), seen(3, rising)).desired).toBeGreaterThan(Math.ceil((rising.at(-1) ?? 0) / 10));
  });

  it('continues with the day before since its tuning', () => {
    const knowing = (after: number) => {
      const calibrated = { ...RAISED, by: 'day', raise: 0, before: dayBefore(after, 40) } as const;
      const history = { tuned: tunedBy(policy(), { calibrated }) };
      return decided(policy(), { ...seen(5, steady(100, 90)), history }).desired;
    };
    // Found at 11:55; what is launched now serves the reading of 12:02, and those around it count.
    expect(knowing(6)).toBe(40);
    for (const after of [2, 12]) expect(knowing(after)).toBeLessThanOrEqual(10);
  });

  it('compares with a whole hour, however long ago its tuning is', () => {
    const calibrated = { ...RAISED, by: 'day', raise: 0, before: dayBefore(90, 10) } as const;
    const { rps: tuned } = tunedBy(policy(), { calibrated });
    const history = { tuned: { rps: { ...tuned, at: ago(900) } as NonNullable<typeof tuned> } };
    // Ten yesterday, and twenty in the mean of the hour: 40 for 20 minutes, and 10 for 40.
    const now = { ...seen(5, [...steady(400, 20), ...steady(100, 40)]), history };
    expect(decided(policy(), now).desired).toBe(20);
  });

  it('says that it has too little history', () => {
    expect(toldAt(decided(policy(), seen(3, steady(300, 20))), 'rule:rps')).toBe(
      'rps has too little history to forecast it',
    );
  });

  it('predicts as far ahead as the boot time plus the age of the reading', () => {
    const told = (written: WrittenPolicy, newest = 60) => toldAt(decided(written, seen(3, noisy, newest)), 'rule:rps');
    expect(told(policy())).toContain('; forecast 180 s ahead: ');
    expect(told(policy(), 90)).toContain('; forecast 210 s ahead: ');
    expect(told(policy({ boot: '5m' }))).toContain('; forecast 360 s ahead: ');
    expect(told(policy({}, { warmup: '4m' }))).toContain('; forecast 300 s ahead: ');
  });

  it('has a reason with its method and its coverage', () => {
    const decision = decided(policy(), driven(policy(), seen(3, [90, 110])));
    expect(toldAt(decision, 'rule:rps')).toBe(
      "rps 121.5, 10 per worker: 13 workers; forecast 180 s ahead: the last minute's mean + 10 %, to cover 90 % of the time",
    );
    expect(said(decision)).toContain('(rps 121.5, 10 per worker, forecast 180 s ahead)');
  });

  it.each<[string, WrittenPolicy]>([
    ['value', policy({ value: 9 })],
    ['quantile', policy({ quantile: 0.8 })],
    ['season', policy({ season: '8h' })],
    ['boot', policy({ boot: '1m' })],
    ['source', policy({}, { metrics: { rps: { cloudwatch: { namespace: 'Shop', name: 'Requests' } } } })],
  ])('computed for another %s is discarded', (_, changed) => {
    const { history } = driven(policy(), seen(3, [100, 100]));
    const now = { ...seen(3, [100, 100]), history };
    expect([decided(policy(), now).proposal, decided(changed, now).proposal]).toEqual([12, null]);
  });
});

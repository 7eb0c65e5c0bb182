import { describe, expect, it } from 'vitest';
import type { PolicyDocument } from '../../../../shared/policy/index.ts';
import {
  ago,
  decided,
  decides,
  every,
  type Seen,
  steady,
  toldAt,
  type WrittenPolicy,
} from '../../decision/builders.ts';
import { dayBefore, RAISED, TWICE, tunedBy } from '../../decision/tuned.ts';

type Objective = Extract<NonNullable<PolicyDocument['rules']>[number], { kind: 'objective' }>;

const requests = { cloudwatch: { namespace: 'Web', name: 'Requests', dimensions: { Stage: 'live', Zone: 'a' } } };
/** Ten requests a second keep a worker busy. */
const policy = (more: Partial<Objective> = {}, rest: WrittenPolicy = {}): WrittenPolicy => ({
  metrics: { demand: requests },
  rules: [{ kind: 'objective', metric: 'demand', perWorker: 10, ...more }],
  ...rest,
});
/** So many workers, kept busy by so many in each of the last minutes. */
const seen = (desired: number, ...loads: number[]): Seen => ({
  desired,
  metrics: {
    demand: every(
      60,
      loads.map((load) => load * 10),
    ),
  },
});
/** The same, where {@link TWICE} drives. */
const driven = (written: WrittenPolicy, now: Seen): Seen => ({
  ...now,
  history: { tuned: tunedBy(written, { winner: TWICE }) },
});

describe('an objective without history', () => {
  it('keeps room for a rise above its first reading', () => {
    const { desired } = decided(policy(), seen(1, 10));
    expect(desired).toBeGreaterThan(11);
    expect(desired).toBeLessThan(20);
  });

  it('keeps more room for a longer boot, whether configured or from the warmup', () => {
    const asked = (written: WrittenPolicy) => decided(written, seen(1, 10)).desired;
    expect(asked(policy({ boot: '10m' }))).toBeGreaterThan(asked(policy()));
    expect(asked(policy({}, { warmup: '10m' }))).toBe(asked(policy({ boot: '10m' })));
  });

  decides([
    {
      name: 'does not shrink the group',
      policy: policy(),
      seen: seen(30, 10),
      gives: { desired: 30, direction: 'hold', blockedBy: null, proposal: 30, blind: [] },
    },
    {
      name: 'does not shrink the group after fourteen minutes either',
      policy: policy(),
      seen: seen(30, ...steady(10, 14)),
      gives: 30,
    },
  ]);

  it('scales in after a quarter of an hour, but not to the last worker', () => {
    const { desired } = decided(policy(), seen(30, ...steady(10, 16)));
    expect(desired).toBeGreaterThan(10);
    expect(desired).toBeLessThan(20);
  });

  it('tunes on the history in the observation, and keeps less room for a calmer one', () => {
    const asked = (loads: readonly number[]) => decided(policy(), seen(1, ...loads)).desired;
    const calm = steady(20, 110);
    const wild = calm.map((load, minute) => (minute % 11 === 5 ? 2 * load : load));
    expect(asked(wild)).toBeGreaterThan(asked(calm));
  });
});

describe('an objective that was tuned', () => {
  decides([
    {
      name: 'drives by the winner',
      policy: policy(),
      seen: driven(policy(), seen(40, 10, 10)),
      gives: { desired: 20, direction: 'in', fired: ['demand'] },
    },
    {
      name: 'keeps a worker where nothing is asked for',
      policy: policy(),
      seen: driven(policy(), seen(3, 0, 0)),
      gives: 1,
    },
    {
      name: 'of another kind is not believed',
      policy: policy(),
      seen: {
        ...seen(40, 10),
        history: {
          tuned: tunedBy(
            { ...policy(), rules: [{ kind: 'forecast', metric: 'demand', value: 10 }] },
            { calibrated: RAISED },
          ),
        },
      },
      gives: 40,
    },
  ]);

  const source = (more: object) => ({
    metrics: { demand: { cloudwatch: { ...requests.cloudwatch, ...more } } },
  });
  it.each<[string, WrittenPolicy]>([
    ['another worker', policy({ perWorker: 9.5 })],
    ['another share', policy({ lost: 0.02 })],
    ['another boot', policy({ boot: '3m' })],
    ['another warmup', policy({}, { warmup: '3m' })],
    ['another drain', policy({}, { behavior: { in: { drain: 31 } } })],
    ['another load balancer', policy({}, source({ dimensions: { Stage: 'test', Zone: 'a' } }))],
    ['another statistic', policy({}, source({ statistic: 'Maximum' }))],
    ['another formula', policy({}, { metrics: { raw: requests, demand: { formula: 'raw * 1' } } })],
  ])('for %s is discarded', (_, changed) => {
    const { history } = driven(policy(), seen(40, 10));
    const before = decided(policy(), { ...seen(40, 10), history });
    const after = decided(changed, { ...seen(40, 10), history });
    expect([before.desired, after.desired]).toEqual([20, 40]);
  });

  it.each<[string, WrittenPolicy]>([
    ['other bounds', policy({}, { capacity: { min: 3, max: 99 } })],
    ['a fallback', policy({ fallback: { after: 3, workers: 4 } })],
    ['the dimensions in another order', policy({}, source({ dimensions: { Zone: 'a', Stage: 'live' } }))],
    ['another age', policy({}, { metrics: { demand: { ...requests, maxAge: '10m' } } })],
  ])('is kept for %s', (_, changed) => {
    const { history } = driven(policy(), seen(40, 10));
    expect(decided(changed, { ...seen(40, 10), history }).desired).toBe(20);
  });

  it('continues with the day before since its tuning', () => {
    const knowing = (after: number) => {
      const want = { by: 'forecast', forecast: 'day', spread: 'state', times: 0 } as const;
      const winner = { ...TWICE, candidate: { want, hold: 60, coarse: 0 }, misses: steady(0, 9) };
      const tuned = tunedBy(policy(), { winner: { ...winner, dayBefore: dayBefore(after, 40) } });
      return decided(policy(), { ...seen(12, ...steady(10, 90)), history: { tuned } }).desired;
    };
    // Found at 11:55; what is launched now serves the reading of 12:02, and those around it count.
    expect(knowing(6)).toBe(40);
    for (const after of [2, 12]) expect(knowing(after)).toBeLessThanOrEqual(10);
  });

  it('includes the readings since its tuning by their age', () => {
    const old = tunedBy(policy(), { winner: { ...TWICE, candidate: { ...TWICE.candidate, hold: 900 } } });
    const loads = [...steady(20, 10), ...steady(5, 6)];
    expect(decided(policy(), { ...seen(40, ...loads), history: { tuned: old } }).desired).toBe(40);
    expect(decided(policy(), { ...seen(40, ...loads, ...steady(5, 9)), history: { tuned: old } }).desired).toBe(10);
  });
});

describe('an objective without fresh data', () => {
  const blind = {
    desired: 9,
    direction: 'hold',
    blockedBy: 'missing-data',
    blind: ['demand'],
    proposal: null,
  } as const;
  decides([
    { name: 'holds', policy: policy(), seen: { desired: 9, metrics: { demand: null } }, gives: blind },
    {
      name: 'holds on readings that are too old, whatever it has found out',
      policy: policy(),
      seen: { ...driven(policy(), seen(9)), metrics: { demand: every(60, [10, 10], 600) } },
      gives: blind,
    },
    {
      name: 'keeps another rule from shrinking the group',
      policy: policy(
        {},
        { rules: [...(policy().rules ?? []), { kind: 'target', metric: 'demand', value: 1, name: 't' }] },
      ),
      seen: { desired: 9, metrics: {} },
      gives: { desired: 9, blind: ['demand', 't'] },
    },
    {
      name: 'falls back where that is written',
      policy: policy({ fallback: { after: 0, workers: 12 } }),
      seen: { desired: 9, metrics: { demand: null } },
      gives: { desired: 12, blind: ['demand'] },
    },
  ]);
});

describe('an objective on a metric that saturates', () => {
  const told = (written: WrittenPolicy, metric: string) =>
    toldAt(decided(written, { desired: 4, metrics: { [metric]: 40 } }), `rule:${metric}`);
  const BLIND = 'cannot show demand beyond what the workers serve, so lost demand is not seen';
  const on = (name: string): WrittenPolicy => ({
    ...policy(),
    metrics: { demand: { cloudwatch: { namespace: 'App', name } } },
  });

  it.each(['CPUUtilization', 'cpu_usage_active', 'GPU utilisation', 'BusyPercent'])('reports it for %s', (name) => {
    expect(told(on(name), 'demand')).toContain(`demand ${BLIND}`);
  });
  it("reports it for a metric's own name", () => {
    expect(told({ rules: [{ kind: 'objective', metric: 'cpu', perWorker: 1 }] }, 'cpu')).toContain(BLIND);
  });
  it('reports it for a formula over such a metric', () => {
    const metrics = { ...on('CPUUtilization').metrics, load: { formula: 'demand * 2' } };
    const written: WrittenPolicy = { metrics, rules: [{ kind: 'objective', metric: 'load', perWorker: 1 }] };
    expect(toldAt(decided(written, { desired: 4, metrics: { demand: 40 } }), 'rule:load')).toContain(`load ${BLIND}`);
  });
  it.each(['RequestCount', 'NumberOfMessagesSent', 'CPUCreditUsage'])('does not report it for %s', (name) => {
    expect(told(on(name), 'demand')).not.toContain('cannot show');
  });
});

describe('an objective is limited like any other rule', () => {
  const at20 = driven(policy(), seen(10, 10, 10));
  const held = (name: string, rest: WrittenPolicy, gives: object) => ({
    name,
    policy: policy({}, rest),
    seen: at20,
    gives,
  });
  decides([
    { name: 'by nothing, where nothing is written', policy: policy(), seen: at20, gives: 20 },
    held('by the maximum', { capacity: { min: 0, max: 15 } }, { desired: 15, proposal: 20, blockedBy: 'at-max' }),
    held('by the minimum', { capacity: { min: 30, max: 99 } }, { desired: 30, proposal: 20 }),
    held(
      'by limits that are written',
      { behavior: { out: { limits: [{ workers: 3, every: 60 }] } } },
      { desired: 13, blockedBy: 'limit' },
    ),
    held('by a pause', { paused: true }, { desired: 10, blockedBy: 'paused' }),
    held(
      'by maintenance',
      { guards: { maintenance: [{ cron: '0 11 * * *', lasts: '3h' }] } },
      { desired: 10, blockedBy: 'maintenance' },
    ),
    {
      name: 'by a cooldown that is written',
      policy: policy({}, { behavior: { out: { cooldown: 60 } } }),
      seen: { ...at20, history: { ...at20.history, lastOutAt: ago(30) } },
      gives: { desired: 10, blockedBy: 'cooldown' },
    },
    held('by the floor', { guards: { floor: 25 } }, { desired: 25 }),
    {
      name: 'and asks for no more than the largest group, whatever is measured',
      policy: policy({ perWorker: 0.001 }, { capacity: { min: 0, max: 100_000 } }),
      seen: { desired: 1, metrics: { demand: every(60, [1e15, 1e15]) } },
      gives: 100_000,
    },
  ]);
});

describe('an objective among other rules', () => {
  const beside = (value: number): WrittenPolicy =>
    policy(
      {},
      {
        metrics: {},
        rules: [...(policy().rules ?? []), { kind: 'target', metric: 'total', value, per: 'worker', tolerance: 0 }],
      },
    );
  const both = (value: number): Seen => {
    const written = beside(value);
    const now = seen(10, 10, 10);
    return { ...driven(written, now), metrics: { ...now.metrics, total: 100 } };
  };
  decides([
    {
      name: 'carries the larger number',
      policy: beside(10),
      seen: both(10),
      gives: { desired: 20, fired: ['demand'] },
    },
    {
      name: 'gives way to a larger one',
      policy: beside(2),
      seen: both(2),
      gives: { desired: 50, fired: ['demand', 'total'] },
    },
  ]);
});

import { describe, expect, it } from 'vitest';
import { ago, type Case, decided, decides, minutes, said, toldAt } from '../../decision/builders.ts';

type Threshold = {
  out?: { above: number; add?: number; percent?: number; multiply?: number; for?: string; when?: object[] };
  in?: { below: number; remove?: number; percent?: number; multiply?: number; for?: string; when?: object[] };
  cooldown?: string;
};
const rule = (written: Threshold, name = 'cpu') => ({ kind: 'threshold' as const, metric: 'cpu', name, ...written });
const policy = (written: Threshold) => ({ rules: [rule(written) as never] });
const both: Threshold = { out: { above: 80, add: 2 }, in: { below: 20, remove: 1 } };

const at = (name: string, written: Threshold, cpu: number, desired: number, gives: number): Case => ({
  name,
  policy: policy(written),
  seen: { desired, metrics: { cpu } },
  gives,
});

describe('a threshold', () => {
  decides([
    at('adds above its upper bound', both, 81, 4, 6),
    at('does nothing at its upper bound', both, 80, 4, 4),
    at('removes below its lower bound', both, 19, 4, 3),
    at('does nothing at its lower bound', both, 20, 4, 4),
    at('grows by a percentage, rounded up', { out: { above: 80, percent: 10 } }, 90, 11, 13),
    at('grows by at least one', { out: { above: 80, percent: 1 } }, 90, 1, 2),
    at('grows from zero by a percentage', { out: { above: 80, percent: 10 } }, 90, 0, 1),
    at('grows by a factor, rounded up', { out: { above: 80, multiply: 1.5 } }, 90, 3, 5),
    at('grows to a decimal product exactly: 10 × 1.1 is 11', { out: { above: 80, multiply: 1.1 } }, 90, 10, 11),
    at('shrinks by a percentage, rounded toward fewer removals', { in: { below: 20, percent: 25 } }, 10, 11, 9),
    at('shrinks by at least one', { in: { below: 20, percent: 1 } }, 10, 4, 3),
    at('shrinks by a factor, rounded toward fewer removals', { in: { below: 20, multiply: 0.5 } }, 10, 5, 3),
    at('shrinks to zero by a factor of zero', { in: { below: 20, multiply: 0 } }, 10, 5, 0),
    at('does not go below zero', { in: { below: 20, remove: 9 } }, 10, 5, 0),
  ]);
});

const slowly = (name: string) => ({ cloudwatch: { namespace: 'N', name, period: 300 } });
const slowMetrics = { busy: slowly('busy'), all: slowly('all'), cpu: { formula: '100 * busy / all' } };
/** Three datapoints of five minutes each, up to now. */
const slow = (value: number) => [900, 600, 300].map((age) => ({ at: ago(age), value }));

describe('a threshold with a duration', () => {
  const lasting = policy({ out: { above: 80, add: 1, for: '3m' }, in: { below: 20, remove: 1, for: '5m' } });
  const seen = (...values: unknown[]) => ({ desired: 4, metrics: { cpu: minutes(...values) } });
  decides([
    {
      name: 'acts when every datapoint of it is beyond the bound',
      policy: lasting,
      seen: seen(50, 90, 90, 90),
      gives: 5,
    },
    { name: 'waits while it is too short', policy: lasting, seen: seen(50, 90, 90), gives: 4 },
    { name: 'starts again after a datapoint inside the bound', policy: lasting, seen: seen(90, 90, 50, 90), gives: 4 },
    { name: 'starts again at a datapoint on the bound', policy: lasting, seen: seen(90, 80, 90), gives: 4 },
    { name: 'has one for each direction', policy: lasting, seen: seen(10, 10, 10, 10), gives: 4 },
    { name: 'shrinks after the longer one', policy: lasting, seen: seen(10, 10, 10, 10, 10), gives: 3 },
    { name: 'bridges one datapoint that is no number', policy: lasting, seen: seen(90, 'NaN', 90), gives: 5 },
    {
      name: 'does not bridge a gap in which data would be stale',
      policy: lasting,
      seen: { desired: 4, metrics: { cpu: [{ at: ago(600), value: 90 }, ...minutes(90)] } },
      gives: 4,
    },
    {
      name: 'counts the past of a formula as well',
      policy: {
        metrics: { busy: { pushed: {} }, all: { pushed: {} }, cpu: { formula: '100 * busy / all' } },
        ...lasting,
      },
      seen: { desired: 4, metrics: { busy: minutes(9, 9, 9), all: minutes(10, 10, 10) } },
      gives: 5,
    },
    {
      name: 'holds for a formula over slow metrics that has held long enough',
      policy: { ...lasting, metrics: slowMetrics },
      seen: { desired: 4, metrics: { busy: slow(9), all: slow(10) } },
      gives: 5,
    },
    {
      name: "stops at a formula's value inside the bound",
      policy: {
        metrics: { busy: { pushed: {} }, all: { pushed: {} }, cpu: { formula: '100 * busy / all' } },
        ...lasting,
      },
      seen: { desired: 4, metrics: { busy: minutes(9, 5, 9), all: minutes(10, 10, 10) } },
      gives: 4,
    },
  ]);
});

describe('a threshold with further conditions', () => {
  const when = [
    { metric: 'jobs', above: 5 },
    { metric: 'errors', below: 1 },
  ];
  const guarded = policy({ out: { above: 80, add: 1, when } });
  const seen = (jobs: number | null, errors: number) => ({ desired: 4, metrics: { cpu: 90, jobs, errors } });
  decides([
    { name: 'acts when all of them hold', policy: guarded, seen: seen(6, 0), gives: 5 },
    { name: 'does not act when one does not: above', policy: guarded, seen: seen(5, 0), gives: 4 },
    { name: 'does not act when one does not: below', policy: guarded, seen: seen(6, 1), gives: 4 },
    {
      name: 'has no data when one has none',
      policy: guarded,
      seen: seen(null, 0),
      gives: { desired: 4, blockedBy: 'missing-data', blind: ['cpu'] },
    },
    {
      name: 'has no data when one has none, whatever the order of those that do not hold',
      policy: guarded,
      seen: { desired: 4, metrics: { cpu: 90, jobs: 5, errors: null } },
      gives: { desired: 4, blockedBy: 'missing-data', blind: ['cpu'] },
    },
    {
      name: 'does not need their data while its own metric is inside the bound',
      policy: guarded,
      seen: { desired: 4, metrics: { cpu: 50, jobs: null } },
      gives: { desired: 4, blockedBy: null },
    },
  ]);
});

describe('a threshold while workers boot', () => {
  const seen = (ready: number, pending: number) => ({
    desired: ready + pending,
    workers: { ready, pending },
    metrics: { cpu: 90 },
  });
  const double = policy({ out: { above: 80, percent: 100 } });
  decides([
    { name: 'adds only the difference', policy: policy({ out: { above: 80, add: 3 } }), seen: seen(4, 2), gives: 7 },
    { name: 'counts its percentage from those in service', policy: double, seen: seen(4, 2), gives: 8 },
    { name: 'never shrinks the group for those under way', policy: double, seen: seen(1, 5), gives: 6 },
  ]);
});

describe("a threshold's own cooldown", () => {
  const cooling = policy({ ...both, cooldown: '5m' });
  const seen = (firedAt: string) => ({ desired: 4, metrics: { cpu: 90 }, history: { ruleFiredAt: { cpu: firedAt } } });
  decides([
    {
      name: 'holds the rule until it has passed',
      policy: cooling,
      seen: seen(ago(299)),
      gives: { desired: 4, blockedBy: 'cooldown', fired: [] },
    },
    {
      name: 'is over when it has passed',
      policy: cooling,
      seen: seen(ago(300)),
      gives: { desired: 6, blockedBy: null, fired: ['cpu'] },
    },
    {
      name: 'does not hold another rule',
      policy: {
        rules: [rule({ ...both, cooldown: '5m' }) as never, { kind: 'backlog', metric: 'jobs', perWorker: 1 }],
      },
      seen: { ...seen(ago(10)), metrics: { cpu: 90, jobs: 9 } },
      gives: { desired: 9, blockedBy: null, fired: ['jobs'] },
    },
    {
      name: 'does not start when the group moves to its minimum, whatever the rule asks for',
      policy: { ...cooling, capacity: { min: 6, max: 20 } },
      seen: seen(ago(300)),
      gives: { desired: 6, fired: [] },
    },
    {
      name: 'does not start when the group moves to its maximum',
      policy: { ...cooling, capacity: { min: 0, max: 3 } },
      seen: { desired: 4, metrics: { cpu: 10 } },
      gives: { desired: 3, fired: [] },
    },
    {
      name: 'does not start when the group gets the size that somebody has set',
      policy: cooling,
      seen: { ...seen(ago(300)), manual: { scale: { workers: 8, by: 'ann', because: 'fair', until: ago(-3600) } } },
      gives: { desired: 8, fired: [] },
    },
    {
      name: 'starts when the rule asks for more than the minimum',
      policy: { ...cooling, capacity: { min: 5, max: 20 } },
      seen: seen(ago(300)),
      gives: { desired: 6, fired: ['cpu'] },
    },
    {
      name: 'keeps the group from shrinking while the rule itself waits to shrink it',
      policy: {
        rules: [rule({ ...both, cooldown: '5m' }) as never, { kind: 'backlog', metric: 'jobs', perWorker: 1 }],
      },
      seen: { ...seen(ago(10)), metrics: { cpu: 10, jobs: 1 } },
      gives: { desired: 4, blockedBy: 'cooldown' },
    },
  ]);

  it('says what the rule would do, and how long it waits', () => {
    const decision = decided(cooling, seen(ago(60)));
    expect(toldAt(decision, 'rule:cpu')).toBe(
      "cpu 90, above 80: would ask for 6, but the rule's own cooldown lasts until 2026-11-21 12:04:00 UTC (240 s of 300 s left)",
    );
    expect(said(decision)).toBe(
      "Hold at 4. cpu 90, above 80: would ask for 6, but the rule's own cooldown lasts until 2026-11-21 12:04:00 UTC (240 s of 300 s left).",
    );
  });
});

describe('a threshold that only scales out', () => {
  decides([
    {
      name: 'does not keep others from shrinking it while it is content',
      policy: {
        rules: [rule({ out: { above: 80, add: 1 } }) as never, { kind: 'backlog', metric: 'jobs', perWorker: 1 }],
      },
      seen: { desired: 4, metrics: { cpu: 50, jobs: 2 } },
      gives: 2,
    },
  ]);
});

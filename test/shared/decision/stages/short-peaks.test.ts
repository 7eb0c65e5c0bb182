import { describe, expect, it } from 'vitest';
import { shortPeakSeconds } from '../../../../shared/decision/stages/index.ts';
import { ago, decided, decides, policyOf, type WrittenPolicy } from '../builders.ts';

const MINUTE = 60;
const rules = [{ kind: 'backlog' as const, metric: 'jobs', perWorker: 5 }];
const policy: WrittenPolicy = { rules, warmup: 900, behavior: { out: { shortPeaks: 'ignore' } } };
/** What was asked for, and until so many minutes ago. */
const asked = (...runs: [value: number, minutesAgo: number][]) => ({
  proposals: runs.map(([value, minutes]) => ({ value, at: ago(minutes * MINUTE) })),
});
/** Half an hour ago: 8 for 3 minutes, and 2 when workers that were launched then would have been ready. */
const PEAK = asked([1, 31], [8, 28], [6, 24], [4, 20], [2, 12], [0, 0]);
const grownBy = (by: number, minutesAgo: number) => ({ changes: [{ at: ago(minutesAgo * MINUTE), by }] });
const seen = (history: object, jobs = 40) => ({ desired: 2, metrics: { jobs }, history });

describe('a peak like an earlier one that was over before new workers were ready', () => {
  it('launches nothing, and says why', () => {
    const decision = decided(policy, seen(PEAK));
    expect(decision).toMatchObject({ direction: 'hold', desired: 2, proposal: 8, blockedBy: 'stabilization' });
    expect(decision.trace.at(-1)).toMatchObject({
      stage: 'short-peaks',
      reason: { code: 'short-peak', params: { boot: 900, needed: 2, capacity: 2 } },
    });
  });

  decides([
    {
      name: 'launches what was still asked for then',
      policy,
      seen: seen(asked([1, 31], [8, 28], [5, 12], [0, 0])),
      gives: { desired: 5, blockedBy: 'stabilization' },
    },
    {
      name: 'also when it is over a little later than the earlier one',
      policy,
      seen: seen(asked([1, 41], [8, 38], [0, 6], [8, 0])),
      gives: { desired: 2, blockedBy: 'stabilization' },
    },
    {
      name: 'counts even though workers were launched for it, because it had fallen before they could be ready',
      policy,
      seen: seen({ ...PEAK, changes: [...grownBy(6, 30).changes, ...grownBy(-6, 14).changes] }),
      gives: { desired: 2, blockedBy: 'stabilization' },
    },
  ]);
});

describe('a peak is followed', () => {
  decides([
    {
      name: 'without earlier ones',
      policy,
      seen: seen(asked([1, 31], [2, 0])),
      gives: { desired: 8, blockedBy: null },
    },
    { name: 'without any history', policy, seen: seen({}), gives: { desired: 8, blockedBy: null } },
    { name: 'if it is higher than earlier ones', policy, seen: seen(PEAK, 45), gives: { desired: 9, blockedBy: null } },
    {
      name: 'if it lasts longer than earlier ones',
      policy,
      seen: seen(asked([1, 41], [8, 38], [0, 8], [8, 0])),
      gives: { desired: 8, blockedBy: null },
    },
    {
      name: 'if one of the earlier ones lasted',
      policy,
      seen: seen(asked([1, 91], [8, 60], [0, 31], [8, 28], [0, 0])),
      gives: { desired: 8, blockedBy: null },
    },
    {
      name: 'if an earlier one is too recent to show what was needed later',
      policy,
      seen: seen(asked([1, 14], [8, 12], [0, 0])),
      gives: { desired: 8, blockedBy: null },
    },
    {
      name: 'if workers launched in an earlier one would be ready just now, when as much is asked for',
      policy,
      seen: seen(asked([1, 15], [8, 12], [2, 0])),
      gives: { desired: 8, blockedBy: null },
    },
    {
      name: 'if more workers met the earlier one',
      policy,
      seen: seen({ ...PEAK, ...grownBy(-4, 20) }),
      gives: { desired: 8, blockedBy: null },
    },
    {
      name: 'if the earlier one may have been over because of workers launched for it',
      policy,
      seen: seen({
        ...asked([1, 31], [8, 20], [2, 12], [0, 0]),
        changes: [...grownBy(6, 30).changes, ...grownBy(-6, 14).changes],
      }),
      gives: { desired: 8, blockedBy: null },
    },
    { name: 'without a warmup', policy: { ...policy, warmup: 0 }, seen: seen(PEAK), gives: { desired: 8 } },
    {
      name: 'with `shortPeaks: follow`',
      policy: { ...policy, behavior: { out: { shortPeaks: 'follow' } } },
      seen: seen(PEAK),
      gives: { desired: 8, blockedBy: null },
    },
  ]);
});

describe('repeated short peaks', () => {
  /** A minute is a moment; what was asked for in each, the newest last. A peak of so many minutes, then lows. */
  const course = (...runs: [value: number, minutes: number][]): number[] =>
    runs.flatMap(([value, minutes]) => Array<number>(minutes).fill(value));
  const proposals = (values: readonly number[]) => ({
    proposals: values.map((value, index) => ({ value, at: ago((values.length - 1 - index) * MINUTE) })),
  });
  const launched = (values: readonly number[], more: object = {}) =>
    decided(policy, seen({ ...proposals(values), ...more })).desired;

  it.each([
    ['each is as short', course([1, 5], [8, 3], [2, 30], [8, 3], [2, 30]), 2],
    ['one of them needed more', course([1, 5], [8, 3], [4, 30], [8, 3], [2, 30]), 4],
    ['the other one needed more', course([1, 5], [8, 3], [2, 30], [8, 3], [4, 30]), 4],
    ['the present one is as old as the others were when they were over', course([1, 5], [8, 3], [2, 30], [8, 3]), 2],
    [
      'the present one lasts a little longer, by less than a quarter of a boot',
      course([1, 5], [8, 3], [2, 30], [8, 6]),
      2,
    ],
    ['the present one lasts longer by more than that', course([1, 5], [8, 3], [2, 30], [8, 8]), 8],
    ['what was asked for first is not known', course([8, 3], [2, 30]), 8],
    ['nobody asks for as much', course([1, 5], [7, 3], [2, 30]), 8],
  ])('%s', (_, values, gives) => expect(launched(values)).toBe(gives));

  it('have the same result if the proposals are in another order', () => {
    const { proposals: listed } = proposals(course([1, 5], [8, 3], [4, 30]));
    expect(launched([], { proposals: listed.toReversed() })).toBe(4);
  });

  it('do not count if more workers served them, unless they ended before these workers were ready', () => {
    const values = course([1, 5], [8, 3], [2, 30]);
    const grown = (from: number, to: number) => ({
      changes: [
        { at: ago(from * MINUTE), by: 6 },
        { at: ago(to * MINUTE), by: -6 },
      ],
    });
    // It began 33 minutes ago and fell three minutes later. What was launched is gone since.
    expect(launched(values, grown(32, 20))).toBe(2);
    // More workers were there when it began.
    expect(launched(values, grown(40, 20))).toBe(8);
    // It lasted so long that they may have ended it.
    expect(launched(course([1, 5], [8, 9], [2, 30]), grown(37, 20))).toBe(8);
    expect(launched(course([1, 5], [8, 9], [2, 30]))).toBe(2);
  });

  it('count for eight boots, and for at most four hours', () => {
    const looks = (warmup: number, shortPeaks: 'ignore' | 'follow' = 'ignore') =>
      shortPeakSeconds(policyOf({ ...policy, warmup, behavior: { out: { shortPeaks } } }));
    expect([looks(0), looks(300), looks(1800), looks(3600), looks(300, 'follow')]).toEqual([
      0, 2400, 14_400, 14_400, 0,
    ]);
  });
});

describe('a dip while workers boot', () => {
  const waiting: WrittenPolicy = { rules, warmup: 900, behavior: { in: { stabilization: 300, whileBooting: 'wait' } } };
  const dip = asked([8, 10], [2, 0]);
  const group = (pending: number) => ({
    workers: { ready: 8 - pending, pending },
    metrics: { jobs: 10 },
    history: dip,
  });
  decides([
    {
      name: 'removes nobody until it has lasted as long as a boot',
      policy: waiting,
      seen: group(6),
      gives: { desired: 8, blockedBy: 'stabilization' },
    },
    {
      name: 'is like any other if none boots',
      policy: waiting,
      seen: group(0),
      gives: { desired: 2, blockedBy: null },
    },
    {
      name: 'is like any other with `whileBooting: proceed`',
      policy: { ...waiting, behavior: { in: { stabilization: 300, whileBooting: 'proceed' } } },
      seen: group(6),
      gives: { desired: 2, blockedBy: null },
    },
  ]);
});

import { describe, expect, it } from 'vitest';
import { ago, decided, decides, type WrittenPolicy } from './builders.ts';

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

import { describe, expect, it } from 'vitest';
import { learned } from '../../../../shared/rules/objective/learned.ts';

/** As an observation has it: with all that the newest version writes. */
const AT = '2026-11-21T11:59:00Z';
const FORECAST = { by: 'forecast', forecast: 'learned', spread: 'state', times: 1.5 };
const HEADROOM = { by: 'headroom', load: 0.65, window: 60 };
const CANDIDATE = { want: FORECAST, hold: 300, coarse: 0.15, above: 1 };
const WINNER = {
  ...{ candidate: CANDIDATE, capacity: 12, guard: { credit: -1800.5, capacity: 11 }, highest: 20, lowest: 4 },
  ...{ shareLost: 0.004, keeps: true, limit: { share: 0.0056, by: 'history' }, of: 1062, seen: 7200 },
  ...{ misses: [0.1, 0, -1], weights: [0.5, -0.5], dayBefore: [4, 5] },
};
const TIMING = { step: 60, boot: 120, drain: 30, delay: 15, pool: { size: 4, start: 30, back: 420 } };
const item = (winner: object = WINNER, timing: object = TIMING) => ({
  ...{ kind: 'objective', at: AT, basis: 'objective demand 10', timing, winner },
});
const read = (written: unknown): unknown => {
  const parsed = learned.safeParse(JSON.parse(JSON.stringify(written)));
  return parsed.success ? { ...parsed.data, at: new Date(parsed.data.at).toISOString().replace('.000', '') } : null;
};
const without = (fields: object, name: string): object =>
  Object.fromEntries(Object.entries(fields).filter(([each]) => each !== name));

/** An item with another value at this path of the winner. */
const changed = (path: string, value: unknown, want: object = FORECAST): unknown => {
  const written = item(structuredClone({ ...WINNER, candidate: { ...CANDIDATE, want } }));
  const names = path.split('.');
  const last = names.pop() as string;
  const place = names.reduce(
    (map, name) => map[name] as Record<string, unknown>,
    written.winner as Record<string, unknown>,
  );
  place[last] = value;
  return written;
};
/** Where the first fault of an item is, in its winner. */
const faultOf = (written: unknown): string | null => {
  const { error } = learned.safeParse(written);
  return error ? (error.issues[0]?.path.slice(1).join('.') ?? '') : null;
};

describe('a stored result of an objective', () => {
  it('is read as it was written, for a forecast and for a headroom', () => {
    expect(read(item())).toEqual(item());
    const headroom = item({ ...WINNER, candidate: { want: HEADROOM, hold: 60, coarse: 0 }, misses: [], weights: [] });
    expect(read(headroom)).toEqual(headroom);
  });

  it.each(['capacity', 'guard', 'highest', 'lowest', 'steepest', 'limit'])(
    'of an earlier version has no %s',
    (name) => {
      const earlier = item(without(WINNER, name));
      expect(read(earlier)).toEqual(earlier);
    },
  );

  it('of an earlier version has no band, and of a group without a warm pool no pool', () => {
    const earlier = item({ ...WINNER, candidate: without(CANDIDATE, 'above') }, without(TIMING, 'pool'));
    expect(read(earlier)).toEqual(earlier);
  });

  it.each(['candidate', 'shareLost', 'keeps', 'of', 'seen', 'misses', 'weights', 'dayBefore'])(
    'without %s is refused',
    (name) => {
      expect(faultOf(item(without(WINNER, name)))).toBe(name);
    },
  );

  it.each<[string, readonly unknown[], readonly unknown[]]>([
    ['candidate.hold', [0, 86_400], [-1, 86_401]],
    ['candidate.coarse', [0, 0.3, 1], [-0.01, 1.01]],
    ['candidate.above', [0, 1, 100], [-0.01, 100.1]],
    ['candidate.want.times', [-100, -0.5, 0, 100], [-100.1, 100.1]],
    ['candidate.want.forecast', ['day', 'learnedPeak', 'last'], ['tomorrow']],
    ['candidate.want.spread', ['quick', 'state'], ['slow']],
    ['capacity', [0, 12, 1_000_000], [-1]],
    ['guard.credit', [-1e9, 0, 1e9], [null, '5']],
    ['guard.capacity', [0, 12], [-1]],
    ['highest', [0, 20.5], [-0.1]],
    ['lowest', [0, 4.5], [-0.1]],
    ['shareLost', [0, 0.5, 1], [-0.01, 1.01]],
    ['keeps', [true, false], [1]],
    ['limit.share', [0, 0.5, 1], [-0.01, 1.01]],
    ['limit.by', ['history', 'crowd', 'rise', 'minutes', 'future'], ['luck', '']],
    ['of', [1, 900, 1062], [0, 1.5]],
    ['seen', [0, 864_000], [-1]],
    ['misses', [[], [-1, 0, 3.5]], ['few', 0]],
  ])('has %s within its bounds', (path, valid, invalid) => {
    expect(valid.map((value) => faultOf(changed(path, value)))).toEqual(valid.map(() => null));
    expect(invalid.map((value) => faultOf(changed(path, value)))).toEqual(invalid.map(() => path));
  });

  it.each<[string, readonly unknown[], readonly unknown[]]>([
    ['load', [0.01, 0.95, 1], [0, 1.01]],
    ['window', [0, 900, 86_400], [-1, 86_401]],
  ])('has the %s of a headroom within its bounds', (name, valid, invalid) => {
    const path = `candidate.want.${name}`;
    expect(valid.map((value) => faultOf(changed(path, value, HEADROOM)))).toEqual(valid.map(() => null));
    expect(invalid.map((value) => faultOf(changed(path, value, HEADROOM)))).toEqual(invalid.map(() => path));
  });

  it('is rejected with a strategy of another kind, and with unknown fields', () => {
    expect(faultOf(changed('candidate.want', { by: 'luck' }))).toBe('candidate.want.by');
    expect(faultOf(changed('candidate.want.load', 0.5))).toBe('candidate.want');
    for (const path of ['future', 'candidate.future', 'guard.future', 'limit.future'])
      expect(faultOf(changed(path, 1))).toBe(path.split('.').slice(0, -1).join('.'));
    expect(faultOf(changed('candidate.want.times', 1, HEADROOM))).toBe('candidate.want');
  });

  it('is of this kind of rule', () => {
    expect(learned.safeParse({ ...item(), kind: 'forecast' }).success).toBe(false);
  });

  it('is read for any times that a policy may have', () => {
    // A drain takes up to a year. After a boot of a day, a member of a warm pool has come back a quarter of an hour later.
    const slow = { ...TIMING, boot: 86_400, drain: 366 * 86_400, pool: { size: 1, start: 86_400, back: 86_400 + 900 } };
    expect(read(item(WINNER, slow))).toEqual(item(WINNER, slow));
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keptAt, terminationCandidates } from '../../../../shared/decision/termination/candidates.ts';
import type { Worker } from '../../../../shared/model/index.ts';

const worker = (id: string, more: Partial<Worker> = {}): Worker => ({
  ...{ id, state: 'ready', protected: false, metrics: {} },
  ...more,
});
const order = (kind: Parameters<typeof terminationCandidates>[2], ...workers: Worker[]): string[] =>
  terminationCandidates(workers, 100, kind, []);

describe('the order in which workers are removed', () => {
  it('is by their kind, and outdated ones first within a kind', () => {
    const workers = [
      worker('other'),
      worker('other-old', { outdated: true }),
      worker('idle', { busy: false }),
      worker('idle-old', { busy: false, outdated: true }),
      worker('pending', { state: 'pending' }),
      worker('pending-old', { state: 'pending', outdated: true }),
      worker('substitute', { substitute: true, state: 'pending' }),
      worker('substitute-old', { substitute: true, outdated: true }),
      worker('unhealthy', { state: 'unhealthy', substitute: true }),
      worker('unhealthy-old', { state: 'unhealthy', outdated: true }),
      worker('named', { state: 'unhealthy' }),
      worker('named-old', { outdated: true }),
    ];
    const all = terminationCandidates(workers, 12, 'oldest', ['named', 'named-old']);
    expect(all).toEqual(
      ['named', 'unhealthy', 'substitute', 'pending', 'idle', 'other'].flatMap((kind) => [`${kind}-old`, kind]),
    );
    for (const count of [0, 1, 5]) {
      expect(terminationCandidates(workers, count, 'oldest', ['named', 'named-old'])).toEqual(all.slice(0, count));
    }
  });

  it('is the oldest or the newest first, and by name for the same age', () => {
    const workers = [
      worker('c', { launchedAt: 20 }),
      worker('b', { launchedAt: 10 }),
      worker('a', { launchedAt: 10 }),
      worker('z'),
    ];
    expect(order('oldest', ...workers)).toEqual(['z', 'a', 'b', 'c']);
    expect(order('newest', ...workers)).toEqual(['c', 'b', 'a', 'z']);
  });

  it('is by the price of a unit of capacity, the highest first', () => {
    expect(
      order(
        'costliest',
        worker('cheap', { hourlyUsd: 1, weight: 4 }),
        worker('dear', { hourlyUsd: 0.5 }),
        worker('free'),
        worker('old', { hourlyUsd: 0.5, launchedAt: -1 }),
      ),
    ).toEqual(['old', 'dear', 'cheap', 'free']);
  });

  it('takes the oldest from the zone with the most remaining capacity', () => {
    const zone = (id: string, name: string, weight = 1) =>
      worker(id, { zone: name, weight, launchedAt: id.charCodeAt(0) });
    expect(order('balanced', zone('a', 'x'), zone('b', 'y'), zone('c', 'y'), zone('d', 'y'))).toEqual([
      ...['b', 'c', 'a', 'd'],
    ]);
    // Zone x holds four units in one worker, so it goes first.
    expect(order('balanced', zone('a', 'y'), zone('b', 'y'), zone('c', 'x', 4))).toEqual(['c', 'a', 'b']);
    expect(order('balanced', worker('a', { launchedAt: 2 }), worker('b', { launchedAt: 1 }))).toEqual(['b', 'a']);
  });

  it('takes the oldest where zones are equally full', () => {
    const zone = (id: string, name: string, launchedAt: number) => worker(id, { zone: name, launchedAt });
    const workers = [zone('a', 'x', 1), zone('d', 'x', 4), zone('b', 'y', 2), zone('c', 'y', 3)];
    expect(terminationCandidates(workers, 4, 'balanced', [])).toEqual(['a', 'b', 'c', 'd']);
  });

  it('does not count chosen workers in the remaining capacity of a zone', () => {
    const idle = (id: string, name: string) => worker(id, { zone: name, busy: false });
    // After the idle ones, zone x has one worker left and zone y two.
    const workers = [
      idle('a', 'x'),
      idle('b', 'x'),
      worker('c', { zone: 'x' }),
      worker('d', { zone: 'y' }),
      worker('e', { zone: 'y' }),
    ];
    expect(terminationCandidates(workers, 3, 'balanced', [])).toEqual(['a', 'b', 'd']);
  });

  it('counts workers that stay in the capacity of a zone or host: the protected and the busy', () => {
    const zoned = [
      ...['a', 'b'].map((id) => worker(id, { zone: 'x', busy: true })),
      worker('c', { zone: 'x', protected: true }),
      worker('d', { zone: 'x' }),
      ...['e', 'f'].map((id) => worker(id, { zone: 'y' })),
    ];
    expect(terminationCandidates(zoned, 1, 'balanced', [])).toEqual(['d']);
    const hosted = [
      ...['a', 'b'].map((id) => worker(id, { host: 'x', busy: true })),
      worker('c', { host: 'x' }),
      ...['d', 'e'].map((id) => worker(id, { host: 'y' })),
    ];
    expect(terminationCandidates(hosted, 1, 'balanced', [])).toEqual(['d']);
  });

  it('empties hosts: it takes from the host with the fewest workers', () => {
    const on = (id: string, host: string | undefined, launchedAt = 0) =>
      worker(id, { launchedAt, ...(host !== undefined && { host }) });
    expect(
      order(
        'balanced',
        on('a', 'h1', 3),
        on('b', 'h1', 2),
        on('c', 'h1', 1),
        on('d', 'h2', 5),
        on('e', undefined, 9),
        on('f', 'h2', 4),
      ),
    ).toEqual(['e', 'f', 'd', 'c', 'b', 'a']);
    // As many on each: one host after the other.
    expect(order('balanced', on('a', 'h2', 1), on('b', 'h1', 2), on('c', 'h2', 3), on('d', 'h1', 4))).toEqual([
      ...['b', 'd', 'a', 'c'],
    ]);
    expect(order('oldest', on('a', 'h1', 3), on('b', 'h2', 2), on('c', 'h1', 1))).toEqual(['c', 'b', 'a']);
  });

  it('leaves out workers that are protected, busy, draining, or run workers of other groups', () => {
    expect(
      order(
        'oldest',
        worker('protected', { protected: true }),
        worker('busy', { busy: true }),
        worker('draining', { state: 'draining' }),
        worker('host', { runs: { web: 1, api: 0 } }),
        worker('empty', { runs: { web: 0 } }),
      ),
    ).toEqual(['empty']);
  });
});

describe('in any group', () => {
  const any = fc.array(
    fc.record({
      state: fc.constantFrom<Worker['state'][]>('ready', 'ready', 'pending', 'unhealthy', 'draining'),
      protected: fc.boolean(),
      busy: fc.constantFrom(true, false, undefined),
      base: fc.boolean(),
      weight: fc.constantFrom(1, 1, 2, 5),
    }),
    { maxLength: 12 },
  );

  it('removes no more than asked for, and keeps the base and the workers that must stay', () => {
    fc.assert(
      fc.property(any, fc.nat(20), fc.nat(10), (all, count, base) => {
        const workers = all.map(({ busy, ...each }, index) =>
          worker(`w${index}`, { ...each, ...(busy !== undefined && { busy }) }),
        );
        const gone = new Set(terminationCandidates(workers, count, 'oldest', [], base));
        const units = (some: readonly Worker[]) => some.reduce((sum, { weight = 1 }) => sum + weight, 0);
        const live = workers.filter(({ state }) => state !== 'draining');
        const [removed, stay] = [live.filter(({ id }) => gone.has(id)), live.filter(({ id }) => !gone.has(id))];
        expect(units(removed)).toBeLessThanOrEqual(count);
        expect(removed.some((each) => each.protected || each.busy)).toBe(false);
        const [ofBase, left] = [units(live.filter((each) => each.base)), units(stay.filter((each) => each.base))];
        expect(left).toBeGreaterThanOrEqual(Math.min(ofBase, base, Math.max(0, units(live) - count)));
      }),
    );
  });

  it('the capacity that stays is that of protected workers, busy workers and the base', () => {
    fc.assert(
      fc.property(any, fc.nat(20), fc.nat(10), (all, capacity, base) => {
        const workers = all.map(({ busy, ...each }, index) =>
          worker(`w${index}`, { ...each, ...(busy !== undefined && { busy }) }),
        );
        let [held, heldOfBase, ofBase] = [0, 0, 0];
        for (const each of workers) {
          if (each.state === 'draining') continue;
          const weight = each.weight ?? 1;
          if (each.base) ofBase += weight;
          if (each.protected || each.busy) held += weight;
          if (each.base && (each.protected || each.busy)) heldOfBase += weight;
        }
        const needed = Math.max(0, Math.min(base, capacity, ofBase) - heldOfBase);
        expect(keptAt(workers, capacity, base)).toEqual({ kept: held + needed, ofBase: needed });
      }),
    );
  });
});

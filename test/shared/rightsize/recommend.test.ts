import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { MARGIN, type MeasuredWorker, recommend } from '../../../shared/rightsize/index.ts';
import { CATALOG, GIBIBYTE, HOUR, MONDAY, measured, priceOf, steady, worker, workers } from './generated.ts';

const codeOf = (some: readonly MeasuredWorker[], changes = {}) => recommend(measured(some, changes)).verdict.code;
const typeOf = (some: readonly MeasuredWorker[], changes = {}) => recommend(measured(some, changes)).type;
const verdictOn = (type: string, some: readonly MeasuredWorker[], changes = {}) =>
  recommend(measured(some, changes)).types.find((each) => each.type.name === type)?.verdict.code;
const notes = (some: readonly MeasuredWorker[], changes = {}) =>
  recommend(measured(some, changes)).notes.map(({ code }) => code);

/** The largest share that a worker had, as an amount. */
const peakOf = (some: readonly MeasuredWorker[], resource: 'memory'): number =>
  Math.max(
    ...some.flatMap((each) =>
      each[resource].map(
        ({ p95 = 0, max = 0 }) => (Math.max(p95, max) / 100) * (CATALOG.get(each.type)?.memoryMiB ?? 0),
      ),
    ),
  );

describe('a recommendation', () => {
  it('is the cheapest type that has the measured peaks with the margin', () => {
    // 30 % of 8 vCPUs and 40 % of 16 GiB: 2.76 vCPUs and 7.36 GiB.
    const found = recommend(measured([worker()]));
    expect(found).toMatchObject({ type: 'c7g.xlarge', current: 'c7g.2xlarge' });
    expect(found.cpu.need).toBeCloseTo(8 * 0.3 * 1.15);
    expect(found.verdict).toEqual({
      code: 'rightsize-recommended',
      params: { type: 'c7g.xlarge', instead: 'c7g.2xlarge', savedPercent: 50 },
    });
  });

  it('has the use that each type would have', () => {
    const { types } = recommend(measured([worker()]));
    const half = types.find(({ type }) => type.name === 'c7g.xlarge');
    expect(half?.cpu.peak).toBeCloseTo(0.6);
    expect(half?.memory?.peak).toBeCloseTo(0.8);
  });

  it('may be a family with more memory, or a larger type', () => {
    expect(typeOf([worker({ memory: steady(168, 90) })])).toBe('r7g.xlarge');
    expect(typeOf([worker({ cpu: steady(168, 50, 95) })])).toBe('c7g.4xlarge');
  });

  it('is to keep the type if it is the cheapest that is large enough', () => {
    expect(codeOf([worker({ cpu: steady(168, 60), memory: steady(168, 60) })])).toBe('rightsize-keep');
  });

  it('names the types that launches may use: the recommended one, and listed ones that are large enough', () => {
    const launched = ['c7g.large', 'c7g.2xlarge'];
    expect(recommend(measured([worker()], { launched })).launches).toEqual(['c7g.xlarge', 'c7g.2xlarge']);
  });

  it('counts workers of different types by what they used', () => {
    const small = worker({ id: 'i-2', type: 'c7g.large', cpu: steady(168, 100), memory: steady(168, 20) });
    expect(recommend(measured([worker(), small])).cpu.peak).toBeCloseTo(2.4);
  });

  it('is about the hours of the week, from Monday 00:00 UTC', () => {
    const peak = [{ at: MONDAY + 26 * HOUR, p95: 20, max: 50 }];
    const { cpu } = recommend(
      measured([worker({ cpu: [...steady(26, 10), ...peak, ...steady(10, 10, 10, MONDAY + 27 * HOUR)] })]),
    );
    expect(cpu.week.find(({ peak: most }) => most > 1)).toEqual({ hour: 26, p95: 1.6, peak: 4 });
  });
});

describe('limits', () => {
  it('keep a type within minAllowed and maxAllowed, by name or by size', () => {
    expect(typeOf([worker()], { allowed: { minAllowed: 'c7g.2xlarge' } })).toBe('c7g.2xlarge');
    expect(typeOf([worker()], { allowed: { minAllowed: { memoryGiB: 10 } } })).toBe('m7g.xlarge');
    expect(verdictOn('c7g.xlarge', [worker()], { allowed: { minAllowed: { vcpus: 5 } } })).toBe('type-not-allowed');
  });

  it('are no reason for a type that is too small', () => {
    const found = recommend(measured([worker()], { allowed: { maxAllowed: 'c7g.large' } }));
    expect(found).toMatchObject({ type: null, launches: [], verdict: { code: 'rightsize-nothing-fits' } });
    expect(found.types).not.toEqual([]);
  });

  it.each([
    [{ minAllowed: { vcpus: 8 }, maxAllowed: { vcpus: 4 } }, 'rightsize-bounds-contradict'],
    [{ minAllowed: 'r7g.large', maxAllowed: 'c7g.xlarge' }, 'rightsize-bounds-contradict'],
    [{ maxAllowed: 'c7g.huge' }, 'rightsize-type-unknown'],
  ])('%j: %s', (allowed, code) => {
    expect(codeOf([worker()], { allowed })).toBe(code);
  });

  it('may allow only what the policy lists', () => {
    const launched = ['c7g.2xlarge', 'm7g.xlarge'];
    expect(typeOf([worker()], { launched, isListedOnly: true })).toBe('m7g.xlarge');
  });
});

describe('what is not recommended', () => {
  it('is another architecture, bare metal, or a burstable type without enough credits', () => {
    const { types } = recommend(measured([worker()]));
    expect(types.map(({ type }) => type.name)).not.toContain('c7i.large');
    expect(types.map(({ type }) => type.name)).not.toContain('c7g.metal');
    const little = [worker({ cpu: steady(168, 10, 20), memory: steady(168, 30) })];
    expect(verdictOn('t4g.large', little)).toBe('type-burst-too-small');
    expect(verdictOn('t4g.large', [worker({ cpu: steady(168, 5, 20), memory: steady(168, 30) })])).toMatch(
      /^type-(fits|recommended)$/,
    );
  });

  it('is fewer accelerators', () => {
    const gpu = { ...(CATALOG.get('c7g.xlarge') as never as object), name: 'g5g.xlarge', accelerators: 1 };
    const catalog = new Map([...CATALOG, ['g5g.xlarge', gpu as never]]);
    const { types } = recommend(measured([worker({ type: 'g5g.xlarge' })], { catalog, launched: ['g5g.xlarge'] }));
    expect(types.map(({ type }) => type.name)).toEqual(['g5g.xlarge']);
  });

  it('is anything after too little was measured', () => {
    const short = recommend(measured([worker({ cpu: steady(1, 20) })]));
    expect(short).toMatchObject({ type: null, launches: [] });
    expect(short.verdict).toEqual({ code: 'rightsize-too-little', params: { hours: 1, workers: 1, needed: 30 } });
    expect(codeOf([])).toBe('rightsize-too-little');
    expect(codeOf([worker({ cpu: [] })])).toBe('rightsize-too-little');
  });

  it('is a type that does not exist, or whose price nobody knows', () => {
    expect(codeOf([worker({ type: 'c7g.huge' })])).toBe('rightsize-type-unknown');
    expect(codeOf([worker()], { launched: ['c7g.huge'] })).toBe('rightsize-type-unknown');
    expect(codeOf([worker()], { priceOf: () => null })).toBe('rightsize-unpriced');
  });

  it('is less memory than today if memory was not measured for long enough', () => {
    for (const memory of [[], steady(29, 1)]) {
      const found = recommend(measured([worker({ memory })]));
      expect(found.memory).toBeNull();
      expect(found.type).toBe('m7g.xlarge');
      expect(found.notes.map(({ code }) => code)).toContain('rightsize-memory-unmeasured');
    }
  });
});

describe('measurements', () => {
  it('with gaps and impossible values count where they are values', () => {
    const odd = [Number.NaN, -5, Number.POSITIVE_INFINITY, 1e9];
    const cpu = [
      ...steady(168, 20, 30),
      ...odd.map((value, index) => ({ at: MONDAY + (200 + index) * HOUR, p95: value, max: value })),
      { at: MONDAY + 300 * HOUR, max: 31 },
      { at: MONDAY + 301 * HOUR },
    ];
    expect(recommend(measured([worker({ cpu })])).cpu).toMatchObject({ hours: 169, peak: expect.closeTo(8 * 0.31) });
  });

  it('of the hour in which a worker started do not count, unless there is no other', () => {
    const cpu = [{ at: MONDAY, p95: 99, max: 100 }, ...steady(40, 20, 30, MONDAY + HOUR)];
    const launchedAt = MONDAY + 600_000;
    expect(recommend(measured([worker({ cpu, launchedAt })])).cpu.peak).toBeCloseTo(2.4);
    const brief = worker({ id: 'i-2', cpu: steady(1, 99, 100), launchedAt });
    expect(recommend(measured([worker({ cpu, launchedAt }), brief])).cpu.peak).toBeCloseTo(8);
  });

  it('show what to know first', () => {
    expect(notes([worker()])).toEqual(['rightsize-same-count']);
    expect(notes([worker({ cpu: steady(100, 20) })])).toContain('rightsize-part-of-week');
    expect(notes([worker({ cpu: steady(168, 97) })])).toContain('rightsize-cpu-limited');
    expect(notes([worker({ type: 't4g.large' })], { launched: ['t4g.large'] })).toContain(
      'rightsize-burstable-measured',
    );
    expect(notes([worker()], { known: 700 })).toContain('rightsize-some-workers');
  });
});

test('no recommended type has less than a measured peak with its margin', () => {
  fc.assert(
    fc.property(workers, (some) => {
      const unknownStart = some.map((each) => ({ ...each, launchedAt: null }));
      const { type, launches, memory } = recommend(measured(unknownStart));
      for (const name of launches) {
        const found = CATALOG.get(name);
        for (const { cpu, type: own } of unknownStart) {
          const vcpus = CATALOG.get(own)?.vcpus ?? 0;
          for (const { p95 = 0, max = 0 } of cpu) {
            expect(found?.vcpus).toBeGreaterThanOrEqual((Math.max(p95, max) / 100) * vcpus * (1 + MARGIN));
          }
        }
        expect(found?.memoryMiB).toBeGreaterThanOrEqual(peakOf(unknownStart, 'memory') * (1 + MARGIN));
      }
      expect(memory?.need).toBeGreaterThanOrEqual((peakOf(unknownStart, 'memory') / 1024) * GIBIBYTE);
      if (type !== null) expect(launches[0]).toBe(type);
    }),
    { numRuns: 60 },
  );
});

test('more use never has a smaller need, nor a cheaper type', () => {
  const more = fc.double({ min: 1, max: 3, noNaN: true });
  fc.assert(
    fc.property(workers, more, (some, factor) => {
      const raised = some.map((each) => ({
        ...each,
        cpu: times(each.cpu, factor),
        memory: times(each.memory, factor),
      }));
      const [before, after] = [recommend(measured(some)), recommend(measured(raised))];
      expect(after.cpu.need).toBeGreaterThanOrEqual(before.cpu.need);
      expect(after.memory?.need).toBeGreaterThanOrEqual(before.memory?.need ?? 0);
      if (after.type === null) return;
      expect(before.type).not.toBeNull();
      expect(priceOf(after.type)).toBeGreaterThanOrEqual(priceOf(before.type ?? '') ?? 0);
    }),
    { numRuns: 60 },
  );
});

const times = (hours: MeasuredWorker['cpu'], factor: number) =>
  hours.map(({ at, p95 = 0, max = 0 }) => ({ at, p95: Math.min(100, p95 * factor), max: Math.min(100, max * factor) }));

describe('launch times', () => {
  const launchOf = (times: Readonly<Record<string, number>>) => ({
    launchOf: (type: string) => (times[type] === undefined ? null : { p50: times[type], p95: times[type] }),
  });

  it('keep a type from being recommended whose launches take much longer than today', () => {
    const slow = launchOf({ 'c7g.xlarge': 400, 'c7g.2xlarge': 100 });
    expect(typeOf([worker()], slow)).not.toBe('c7g.xlarge');
    expect(verdictOn('c7g.xlarge', [worker()], slow)).toBe('type-launches-slowly');
    expect(recommend(measured([worker()], { ...slow, launched: ['c7g.xlarge'] })).launches).not.toContain('c7g.xlarge');
  });

  it('are stated where they differ less', () => {
    const { type, notes: stated } = recommend(
      measured([worker()], launchOf({ 'c7g.xlarge': 150, 'c7g.2xlarge': 100 })),
    );
    expect(type).toBe('c7g.xlarge');
    expect(stated).toContainEqual({
      code: 'rightsize-launch-time',
      params: { type: 'c7g.xlarge', seconds: 150, instead: 'c7g.2xlarge', today: 100 },
    });
  });

  it('change nothing if they are alike, or if one of them was not measured', () => {
    for (const times of [{ 'c7g.xlarge': 110, 'c7g.2xlarge': 100 }, { 'c7g.2xlarge': 10 }, { 'c7g.xlarge': 900 }]) {
      expect(typeOf([worker()], launchOf(times))).toBe('c7g.xlarge');
      expect(notes([worker()], launchOf(times))).not.toContain('rightsize-launch-time');
    }
  });
});

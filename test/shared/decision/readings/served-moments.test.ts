import { describe, expect, it } from 'vitest';
import { type Remembered, Serving } from '../../../../shared/decision/readings/serving.ts';
import { fleetOf } from '../../../../shared/model/index.ts';
import { policyOf, type WrittenPolicy } from '../builders.ts';

const NOW = 1_800_000_000_000;
const moment = (seconds: number): number => NOW - seconds * 1000;
type Seen = Parameters<typeof fleetOf>[1];
type Counts = Partial<Record<'ready' | 'pending' | 'warming' | 'draining', number>>;
const counted = (counts: Counts): Seen['workers'] => ({
  ...{ ready: 0, pending: 0, warming: 0, draining: 0, unhealthy: 0 },
  ...counts,
});

function servingOf(workers: Seen['workers'], history: Partial<Remembered> = {}, written: WrittenPolicy = {}): Serving {
  const policy = policyOf({ rules: [{ kind: 'target', metric: 'cpu', value: 60 }], ...written });
  const fleet = fleetOf(policy, { workers, now: NOW });
  return new Serving(policy, { now: NOW, history: { changes: [], ...history } }, fleet.live, fleet);
}
const at = (serving: Serving, ...agos: number[]): number[] => agos.map((ago) => serving.at('serving', moment(ago)));

describe('of workers that are only counted', () => {
  const grown = { at: moment(300), by: 4 };
  const shrunk = { at: moment(100), by: -3 };

  it('those serve that the changes since then added, and those that they removed do not', () => {
    expect(at(servingOf(counted({ ready: 10 }), { changes: [grown, shrunk] }), 0, 100, 101, 300, 301)).toEqual([
      10, 10, 13, 13, 9,
    ]);
  });

  it('the newest are those that do not serve yet', () => {
    const changes = [grown, { at: moment(250), by: 1 }, shrunk];
    // Two boot: the one that came last, and one of four.
    expect(at(servingOf(counted({ ready: 10, pending: 2 }), { changes }), 200, 260, 301)).toEqual([13, 13, 10]);
  });

  it('those that drain served until the scale-in', () => {
    const drains = { lastInAt: moment(100) };
    expect(at(servingOf(counted({ ready: 10, draining: 5 }), drains), 100, 101)).toEqual([10, 15]);
    // Three of the five are in the changes.
    const both = servingOf(counted({ ready: 10, draining: 5 }), { changes: [grown, shrunk], ...drains });
    expect(at(both, 200, 301)).toEqual([15, 11]);
  });

  it('those that warm up serve, and have come within the warm-up', () => {
    const warming = servingOf(counted({ ready: 8, warming: 2 }), {}, { warmup: 120 });
    expect(warming.running).toBe(10);
    expect(at(warming, 0, 60, 119, 121)).toEqual([10, 10, 10, 8]);
  });

  it('what is remembered counts, from its first moment on', () => {
    const serving = [
      { at: moment(500), workers: 5 },
      { at: moment(200), workers: 7 },
    ];
    expect(at(servingOf(counted({ ready: 10 }), { serving }), 0, 199, 200, 201, 500, 501)).toEqual([
      10, 7, 7, 5, 5, 10,
    ]);
  });
});

describe('of workers that are listed', () => {
  const worker = (id: string, state: 'ready' | 'warming', launched?: number) => ({
    ...{ id, state, protected: false, metrics: {} },
    ...(launched !== undefined && { launchedAt: moment(launched) }),
  });

  it('one serves when it has booted, as far as a rule says how long that takes', () => {
    const rules: WrittenPolicy['rules'] = [{ kind: 'objective', metric: 'cpu', perWorker: 1, boot: 150 }];
    const workers = [worker('a', 'ready', 9000), worker('b', 'ready', 200)];
    expect(at(servingOf(workers, {}, { rules }), 0, 49, 51)).toEqual([2, 2, 1]);
    expect(at(servingOf(workers), 199, 201)).toEqual([2, 1]);
  });

  it('one that warms up without the moment of its launch is younger than the warm-up', () => {
    const serving = servingOf([worker('a', 'ready'), worker('b', 'warming')], {}, { warmup: 120 });
    expect(serving.running).toBe(2);
    expect(at(serving, 119, 121)).toEqual([2, 1]);
  });
});

describe('over a time', () => {
  const serving = (...workers: [ago: number, workers: number][]) =>
    servingOf(counted({ ready: 10 }), {
      serving: workers.map(([ago, count]) => ({ at: moment(ago), workers: count })),
      changes: [],
    });
  const over = (of: Serving, from: number, to: number) => of.over('serving', moment(from), moment(to));

  it('the mean is by the time that each number of workers served', () => {
    const halves = over(serving([600, 5], [300, 10]), 600, 0);
    expect(halves.mean).toBe(7.5);
    // As many work-seconds by 5 and by 10: 600 ÷ (300 ÷ 5 + 300 ÷ 10).
    expect(halves.least).toBeCloseTo(600 / 90, 9);
  });

  it('a time in which nobody served does not count', () => {
    expect(over(serving([600, 0], [300, 10]), 600, 0)).toEqual({ mean: 10, least: 10 });
    expect(over(serving([600, 0], [300, 10]), 600, 400)).toEqual({ mean: 0, least: 0 });
  });

  it('is a moment if both ends are the same or to come', () => {
    const of = serving([600, 5], [300, 10]);
    expect(over(of, 400, 400)).toEqual({ mean: 5, least: 5 });
    expect(over(of, -100, -200)).toEqual({ mean: 10, least: 10 });
    expect(of.over('desired', moment(-100), moment(-200))).toEqual({ mean: 10, least: 10 });
  });
});

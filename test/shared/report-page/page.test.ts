import { describe, expect, test } from 'vitest';
import { rowOf } from '../../../shared/comparison/result.ts';
import { PageRecorder, pageOf } from '../../../shared/report-page/index.ts';
import { Buckets } from '../../../shared/report-page/record/buckets.ts';
import { MostSignificant } from '../../../shared/report-page/record/most-significant.ts';
import { OptimumLevels } from '../../../shared/report-page/record/optimum-levels.ts';
import { LevelOptimum, Scorer, seededRandom } from '../../../shared/simulation/index.ts';
import { textReason } from '../../text-reason.ts';
import { decisionOf, pageWith, START, scenarioOf, tickOf } from './pages.ts';

const SCENARIO = scenarioOf({ kind: 'interactive', workerRate: 1 });

describe('buckets', () => {
  const filled = (values: readonly number[], most: number) => {
    const buckets = new Buckets({ mean: 'mean', least: 'least', most: 'most', last: 'last' }, most);
    for (const value of values) buckets.add({ mean: value, least: value, most: value, last: value });
    return buckets;
  };

  test('contain one step as long as the limit allows', () => {
    const buckets = filled([3, 1, 2, 5], 4);
    expect(buckets.width).toBe(1);
    for (const name of ['mean', 'least', 'most', 'last'] as const) expect(buckets.column(name)).toEqual([3, 1, 2, 5]);
  });

  test('are merged in pairs above the limit; the last one contains the remaining steps', () => {
    const buckets = filled([3, 1, 2, 5, 7, 9, 8, 8, 40], 4);
    expect(buckets.width).toBe(4);
    expect(buckets.column('mean')).toEqual([2.75, 8, 40]);
    expect(buckets.column('least')).toEqual([1, 7, 40]);
    expect(buckets.column('most')).toEqual([5, 9, 40]);
    expect(buckets.column('last')).toEqual([5, 8, 40]);
  });
});

describe("the optimum's workers", () => {
  const levelsOf = (loads: readonly number[], overhead: number, min = 0): number[] => {
    const levels: number[] = [];
    const optimum = new OptimumLevels(overhead, min, (level) => levels.push(level));
    for (const load of loads) optimum.add(load);
    optimum.end();
    return levels;
  };

  test.each<[string, number[], number[]]>([
    ['stay through a gap that is as short as a restart', [2, 0, 0, 2, 0], [2, 2, 2, 2, 0]],
    ['stop in a longer gap', [2, 0, 0, 0, 2], [2, 0, 0, 0, 2]],
    ['independently by level', [3, 1, 2, 0, 3], [3, 2, 2, 2, 3]],
    ['exist from the start if needed soon', [0, 0, 1, 1], [1, 1, 1, 1]],
  ])('%s', (_, loads, expected) => {
    expect(levelsOf(loads, 2)).toEqual(expected);
  });

  test('cost as much as the optimum, including their starts', () => {
    const random = seededRandom(5);
    const loads = Array.from({ length: 2000 }, (_, step) => 8 + 6 * Math.sin(step / 40) + 5 * random());
    for (const overhead of [0, 1, 7, 30]) {
      const levels = levelsOf(loads, overhead, 3);
      expect(levels).toHaveLength(loads.length);
      const best = new LevelOptimum(overhead, 3);
      for (const load of loads) best.add(load);
      const starts = levels.slice(1).reduce((sum, level, place) => sum + Math.max(0, level - (levels[place] ?? 0)), 0);
      const served = levels.reduce((sum, level) => sum + level, 0);
      expect(served + starts * overhead).toBeCloseTo(best.workerTicks, 6);
    }
  });
});

test('keeps the heaviest items in their order, and samples items of equal weight evenly', () => {
  const significant = new MostSignificant<{ at: number; weight: number }>(32, ({ weight }) => weight);
  for (let at = 0; at < 1000; at += 1) significant.add({ at, weight: at === 321 ? 9 : 1 });
  const kept = significant.kept().map(({ at }) => at);
  expect(significant.made).toBe(1000);
  expect(kept).toHaveLength(32);
  expect(kept).toContain(321);
  expect(kept.toSorted((one, other) => one - other)).toEqual(kept);
  for (const quarter of [0, 250, 500, 750]) {
    const within = kept.filter((at) => at >= quarter && at < quarter + 250);
    expect(within.length).toBeGreaterThanOrEqual(6);
  }
});

describe('the recorder', () => {
  test('records changes, and consecutive held decisions as one', () => {
    const recorder = new PageRecorder(SCENARIO, { min: 1 });
    const play = recorder.play('policy');
    for (let index = 0; index < 12; index += 1) {
      const held = decisionOf({ current: 6, desired: 6, proposal: 9, blockedBy: 'cooldown' });
      if (index === 2) play.decided(decisionOf());
      else if (index > 4 && index < 9) play.decided(held);
      else play.decided(decisionOf({ current: 6, desired: 6 }));
      play.step(tickOf(index));
    }
    const data = recorder.data();
    const at = (index: number) => START + index * 15_000;
    expect(data.plays[0]?.decisions).toEqual([
      expect.objectContaining({ at: at(2), from: 5, to: 6, blockedBy: null, times: 1 }),
      expect.objectContaining({ at: at(5), until: at(8), times: 4, to: 6, proposal: 9, blockedBy: 'cooldown' }),
    ]);
    expect(data.plays[0]?.counts).toEqual({ changes: { made: 1, kept: 1 }, held: { made: 1, kept: 1 } });
    const [change] = data.plays[0]?.decisions ?? [];
    expect(data.texts[change?.reason ?? -1]).toBe('From 5 to 6.');
    const [stage, proposed, because] = change?.trace[0] ?? [];
    expect([data.texts[stage ?? -1], proposed, data.texts[because ?? -1]]).toEqual(['rule:cpu', 6, 'because']);
  });

  const twoPlays = () => {
    const recorder = new PageRecorder(SCENARIO, { min: 1 });
    for (const name of ['now', 'new']) {
      const play = recorder.play(name);
      for (let index = 0; index < 4; index += 1) {
        if (index === 1) play.decided(decisionOf({ reason: textReason(name) }));
        play.step(tickOf(index, { arrived: 2, ready: name === 'now' ? 5 : 4 }));
      }
    }
    return recorder;
  };
  test('records the decisions of two plays, and the demand of the first', () => {
    const { plays, demand, texts } = twoPlays().data();
    expect(demand?.mean).toEqual([2, 2, 2, 2]);
    expect(plays.map(({ name, ready }) => [name, ready[0]])).toEqual([
      ['now', 5],
      ['new', 4],
    ]);
    expect(plays.map(({ decisions }) => texts[decisions[0]?.reason ?? -1])).toEqual(['now.', 'new.']);
  });
  test('shows plays in the order of the page, whenever they were played', () => {
    const { plays, demand, texts } = twoPlays().data(['new', 'now']);
    expect(demand?.mean).toEqual([2, 2, 2, 2]);
    expect(plays.map(({ name, ready }) => [name, ready[0]])).toEqual([
      ['new', 4],
      ['now', 5],
    ]);
    expect(plays.map(({ decisions }) => texts[decisions[0]?.reason ?? -1])).toEqual(['new.', 'now.']);
  });
});

describe('the page', () => {
  test('stays below 2 MB for a week of constant changes, and reports what it leaves out', () => {
    const recorder = new PageRecorder(SCENARIO, { min: 1 });
    const random = seededRandom(1);
    for (const name of ['policy', 'hpa', 'target-tracking', 'step', 'keda', 'karpenter', 'static']) {
      const play = recorder.play(name);
      for (let index = 0; index < 40_000; index += 1) {
        const size = 50 + Math.round(50 * random());
        if (name === 'policy' && index % 4 === 0) {
          const because = `metric ${random()} is ${random()} × the target ${random()}, and so on and so forth`;
          const trace = Array.from({ length: 20 }, (_, rule) => ({
            stage: `rule:${rule}`,
            proposed: size,
            reason: textReason(because + rule),
          }));
          play.decided(decisionOf({ current: 50, desired: 51 + size, reason: textReason(because), trace }));
        }
        play.step(
          tickOf(index, { arrived: 50 * random(), ready: size, booting: Math.round(9 * random()), lost: random() }),
        );
      }
    }
    const row = rowOf('policy', new Scorer(SCENARIO, 1).score(), { hours: 1, losing: () => 1 });
    const text = { title: 'web', about: 'a test', rows: [row], hours: 167 };
    const data = recorder.data();
    const page = pageOf(text, data);
    expect(Buffer.byteLength(page)).toBeLessThan(2_000_000);
    const [kept = 0] = (/This page has (\d+) of the 10,000 actions: the largest\./.exec(page) ?? [])
      .slice(1)
      .map(Number);
    expect(kept).toBeGreaterThan(50);
    expect(page).not.toContain('trajectory');
    expect(pageOf({ ...text, trajectory: 'all.csv' }, data)).toContain(
      'The file of --trajectory, all.csv, has every decision of the policy.',
    );
  });

  test('says how many decisions of all autoscalers it leaves out, as the filter above counts them', () => {
    const recorder = new PageRecorder(SCENARIO, { min: 1 });
    for (const name of ['one', 'two', 'three']) {
      const play = recorder.play(name);
      for (let index = 0; index < 6000; index += 1) {
        if (index % 3 === 0) play.decided(decisionOf({ reason: textReason(`${name} ${index}`) }));
        // Further apart than those that count as one.
        if (index % 99 === 1) play.decided(decisionOf({ current: 6, desired: 6, proposal: 9, blockedBy: 'cooldown' }));
        play.step(tickOf(index));
      }
    }
    const rows = ['one', 'two', 'three'].map((name) =>
      rowOf(name, new Scorer(SCENARIO, 1).score(), { hours: 1, losing: () => 1 }),
    );
    const data = recorder.data();
    const decisions = data.plays.flatMap((play) => play.decisions);
    const actions = decisions.filter(({ from, to }) => from !== to).length;
    expect(actions).toBeLessThan(6000);
    expect(pageOf({ title: 'web', about: 'a test', rows, hours: 25 }, data)).toContain(
      `This page has ${actions.toLocaleString('en')} of the 6,000 actions of all 3 autoscalers: of each, the largest.`,
    );
  });

  test('escapes texts, so that they cannot end its script', () => {
    const words = '</script><script>alert(1)</script><!--<b>"\'&';
    const page = pageWith(words);
    expect(page).not.toContain('alert(1)</script>');
    expect(page).not.toContain('<!--');
    expect(page.match(/<script/g)).toHaveLength(2);
    expect(page.match(/<\/script/g)).toHaveLength(2);
    const json = /<script type="application\/json" id="data">(.*)<\/script>/.exec(page)?.[1] ?? '';
    expect(JSON.parse(json).plays[0].name).toBe(words);
  });
});

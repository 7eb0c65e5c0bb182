import { expect, test } from 'vitest';
import { onlyInFullRun } from '../full-run.ts';
import { MUTATIONS, stormOf } from './mutations.ts';
import { type Run, run } from './run.ts';
import { shrink } from './shrink.ts';
import { keysOf, shrunkText } from './shrunk-text.ts';

const use = { configuration: stormOf(14, 'usual'), mutate: MUTATIONS['lost-answer-is-a-failure'] };

test('of a simulation that fails, what causes the failure is left', onlyInFullRun, async () => {
  const failed = await run(14, use);
  const shrunk = await shrink(failed, (only) => run(14, { ...use, only }));
  const { list } = shrunk.run.stage.injections;
  expect(failed.stage.injections.list.length).toBeGreaterThan(50);
  expect(list.length).toBeLessThan(6);
  expect(list.map(({ text }) => text).join()).toMatch(/resizer\.launch \d+: (answer lost|sleeps)/);

  const text = shrunkText(failed, shrunk);
  const numbers = /--with (\S+)/.exec(text)?.[1] ?? '';
  const again = await run(14, { ...use, only: keysOf(numbers, failed) });
  expect(again.faults).toEqual(shrunk.run.faults);
  expect(again.faults).not.toEqual([]);
});

/** A run of injections 0 to 99 that fails if both 17 and 60 happen, with another number each time. */
function played(only: ReadonlySet<string> | null): Run {
  const injections = Array.from({ length: 100 }, (_, at) => ({ key: `${at}`, at, text: `${at}` }));
  const list = injections.filter(({ key }) => only === null || only.has(key));
  const fails = ['17', '60'].every((key) => list.some((each) => each.key === key));
  const faults = fails ? [`${list.length} workers are lost`] : ['another failure'];
  return { seed: 1, stage: { injections: { list } }, days: 0, settledAfter: null, faults } as unknown as Run;
}

test('two injections of a hundred are found in few runs, and another failure does not count', async () => {
  const { run: shortest, runs } = await shrink(played(null), async (only) => played(only));
  expect(shortest.stage.injections.list.map(({ key }) => key)).toEqual(['17', '60']);
  expect(shortest.faults).toEqual(['2 workers are lost']);
  expect(runs).toBeLessThan(40);
});

test('after the allowed number of runs, the shortest one so far is returned', async () => {
  const { run: shortest, runs } = await shrink(played(null), async (only) => played(only), 8);
  expect(runs).toBe(8);
  expect(shortest.stage.injections.list.length).toBeLessThan(100);
  expect(shortest.faults).not.toEqual(['another failure']);
});

test('numbers of injections that the seed does not have are refused', async () => {
  const whole = await run(14, { ...use, only: new Set(['group-0']) });
  expect(keysOf('1', whole)).toEqual(new Set(['group-0']));
  expect(keysOf('2', whole)).toBeNull();
  expect(keysOf('none', whole)).toEqual(new Set());
});

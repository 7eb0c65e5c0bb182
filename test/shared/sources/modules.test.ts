import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { monthlyUsd, sourceModules, sourceOf } from '../../../shared/sources/index.ts';
import { NOON } from '../../contracts/examples.ts';

const folder = (kind: string) => fileURLToPath(new URL(`../../../shared/sources/${kind}/`, import.meta.url));
const MINUTE = 60_000;
const minutes = (...at: number[]) => at.map((minute) => ({ at: NOON + minute * MINUTE, value: minute }));
const load = (change: object = {}) => ({
  cloudwatch: { namespace: 'App', name: 'Load', statistic: 'Average', period: 60, dimensions: {}, ...change },
});
const series = (definition: object, read: ReturnType<typeof minutes>, now: number) => {
  const { module, config } = sourceOf(definition);
  return module.series(read, config, now);
};

describe.each(sourceModules.map((module) => [module.kind, module] as const))('the source %s', (kind, module) => {
  const reference = readFileSync(`${folder(kind)}reference.md`, 'utf8');

  it('has a reference page that names its actions and its monthly price', () => {
    expect(reference).toMatch(new RegExp(`^# \`${kind}\``));
    for (const action of module.permissions.flatMap(({ actions }) => actions)) expect(reference).toContain(action);
    if (module.price) expect(reference).toContain(`$${monthlyUsd(module.price, 1).toFixed(2)} a month`);
  });

  it('has a reader exactly if it is read', () => {
    expect(existsSync(`${folder(kind)}reader.ts`)).toBe(module.isRead);
  });
});

it('no two sources have a statement of the same name', () => {
  const sids = sourceModules.flatMap(({ permissions }) => permissions.map(({ sid }) => sid));
  expect(new Set(sids).size).toBe(sids.length);
});

describe('the datapoints of CloudWatch', () => {
  it.each(['Sum', 'SampleCount'])(
    'leave out the running period of a %s and the one before, which still grow',
    (statistic) => {
      const definition = load({ statistic });
      expect(series(definition, minutes(0, 1, 2), NOON + 3.9 * MINUTE)).toEqual(minutes(0, 1));
      expect(series(definition, minutes(0, 1, 2), NOON + 4 * MINUTE)).toEqual(minutes(0, 1, 2));
    },
  );

  it.each(['Average', 'Maximum', 'p95'])(
    'include the current period of %s, which is a level at any time',
    (statistic) => {
      expect(series(load({ statistic }), minutes(0, 1, 2), NOON + 2.9 * MINUTE)).toEqual(minutes(0, 1, 2));
    },
  );

  it('of a long period are complete two minutes after it has ended', () => {
    const definition = load({ statistic: 'Sum', period: 300 });
    expect(series(definition, minutes(0, 5), NOON + 11.9 * MINUTE)).toEqual(minutes(0));
    expect(series(definition, minutes(0, 5), NOON + 12 * MINUTE)).toEqual(minutes(0, 5));
  });
});

it('a count of a queue has the time of the decision', () => {
  const definition = { sqs: { queue: 'jobs', count: 'waiting' as const } };
  expect(series(definition, [{ at: NOON, value: 7 }], NOON + 900)).toEqual([{ at: NOON + 900, value: 7 }]);
});

describe('what a metric measures', () => {
  const identity = (definition: object) => JSON.stringify(sourceOf(definition).identity);

  it('does not depend on the order of its dimensions', () => {
    const one = load({ dimensions: { A: '1', B: '2' } });
    expect(identity(one)).toBe(identity(load({ dimensions: { B: '2', A: '1' } })));
    expect(identity(one)).not.toBe(identity(load({ dimensions: { A: '1', B: '3' } })));
  });

  // What rules found out is kept under a digest of these: another text would discard it.
  it('has the format in stored group states', () => {
    const dimensions = { B: '2', A: '1' };
    expect(identity(load({ dimensions }))).toBe('["App","Load","Average",60,[["A","1"],["B","2"]]]');
    expect(identity({ sqs: { queue: 'jobs', count: 'all' } })).toBe('["all","jobs"]');
    expect(identity({ formula: 'a + b' })).toBe('["a + b"]');
    expect(identity({ pushed: {} })).toBe('null');
  });
});

it('a metric without a source is rejected', () => {
  expect(() => sourceOf({})).toThrow('the metric has no source');
});

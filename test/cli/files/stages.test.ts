import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { forStage, stageErrors, stagesIn } from '../../../cli/files/stages.ts';
import { parsePolicy } from '../../../shared/policy/index.ts';
import { blocksOf } from '../../docs/markdown.ts';
import { folderWith, headcount } from '../headcount.ts';

const BASE = { group: 'ci', capacity: { min: 0, max: 5 }, warmup: 60, rules: [{ kind: 'target' }] };
const staged = (stages: unknown) => ({ ...BASE, stages });

describe('a document as a stage gets it', () => {
  test('has maps merged, lists and values replaced, and null removed', () => {
    const change = { capacity: { max: 50 }, warmup: null, rules: [], guards: { floor: 2, budget: null } };
    expect(forStage(staged({ production: change }), 'production')).toEqual({
      ...{ group: 'ci', capacity: { min: 0, max: 50 }, rules: [], guards: { floor: 2 } },
    });
  });

  test('is without changes where the stage has none', () => {
    const document = staged({ production: { warmup: 1 }, staging: null });
    for (const stage of ['staging', 'local', 'toString', null]) expect(forStage(document, stage)).toEqual(BASE);
    expect(forStage(BASE, 'production')).toEqual(BASE);
    for (const other of [null, 7, 'text', [1]]) expect(forStage(other, 'production')).toBe(other);
  });

  test('may have any names', () => {
    const change = JSON.parse('{ "__proto__": { "max": 1 }, "metrics": { "__proto__": 1 } }');
    expect(Object.keys(forStage(staged({ a: change }), 'a') as object)).toContain('__proto__');
    expect(stagesIn(staged({ a: null, b: {} }))).toEqual(['a', 'b']);
  });
});

test.each([
  [[], ['stages']],
  ['production', ['stages']],
  [{ 'a b': {} }, ['stages.a b']],
  [{ a: 7, b: [] }, ['stages.a', 'stages.b']],
  [{ a: { group: 'other', stages: {} } }, ['stages.a.group', 'stages.a.stages']],
  [{ a: null, b: { warmup: 5 } }, []],
])('stages %j have errors at %j', (stages, paths) => {
  expect(stageErrors(staged(stages)).map(({ path }) => path)).toEqual(paths);
});

test('validate also reports the other errors of a document with wrong stages, and suggests the field stages', async () => {
  const files = {
    'group.yaml': `group: ci\ncapacity: { min: 9, max: 5 }\nstages: { local: { group: other, warmup: -1 } }\n`,
    'misspelled.yaml': 'group: ci\ncapacity: { min: 1, max: 5 }\nstags: { local: { warmup: 60 } }\n',
  };
  const folder = await folderWith(files);
  const { code, err } = await headcount(['policy', 'validate', ...Object.keys(files)], { directory: folder });
  expect(code).toBe(2);
  expect(err).toContain('stages.local.group: must not differ between stages');
  expect(err).toContain('capacity.min: ');
  expect(err).toContain('stages.local.warmup: ');
  expect(err).toMatch(/stags: .*did you mean stages\?/);
});

test('the example of the reference is valid in every stage', () => {
  const [block] = blocksOf('docs/reference/policy.md').filter(({ marks }) => marks.includes('staged'));
  const document = parse(block?.text ?? '');
  expect(stageErrors(document)).toEqual([]);
  const policies = ['production', 'staging', 'local'].map((stage) => parsePolicy(forStage(document, stage)));
  expect(policies.map((each) => each.ok && [each.value.capacity.max, each.value.warmup])).toEqual([
    [50, 120],
    [5, 0],
    [5, 120],
  ]);
});

const FILE = `group: ci
capacity: { min: 1, max: 5 }
stages:
  production: { capacity: { min: 4 } }
  staging: { capacity: { max: 0 }, warmup: -1 }
`;

test('validate checks every stage, and decide uses the one that is named', async () => {
  const folder = await folderWith({
    'ci.yaml': FILE,
    'now.json': JSON.stringify({ now: '2026-11-21T12:00:00Z', desired: 0, workers: { ready: 0 }, metrics: {} }),
  });
  const run = (words: string[]) => headcount(words, { directory: folder });
  const decided = (...flags: string[]) =>
    run(['decide', '--policy', 'ci.yaml', '--observation', 'now.json', '--json', ...flags]);
  const [all, one, other, byDefault, wrong] = await Promise.all([
    run(['policy', 'validate', 'ci.yaml']),
    run(['policy', 'validate', 'ci.yaml', '--stage', 'production']),
    decided('--stage', 'local'),
    decided(),
    decided('--stage', 'staging'),
  ]);
  expect(all.code).toBe(2);
  expect(all.err).toContain('stages.staging.warmup: ');
  expect(all.err).toContain('stages.staging.capacity.min: ');
  expect(all.err).not.toContain('stages.production');
  expect(one.code).toBe(0);
  expect(JSON.parse(other.out)).toMatchObject({ desired: 1 });
  expect(JSON.parse(byDefault.out)).toMatchObject({ desired: 4 });
  expect([wrong.code, wrong.err.includes('capacity.min: ')]).toEqual([2, true]);
});

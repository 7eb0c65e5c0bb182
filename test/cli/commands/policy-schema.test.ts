import { existsSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { formsOf, parsePolicy, policyJsonSchema } from '../../../shared/policy/index.ts';
import { examplesOf, where } from '../../docs/examples.ts';
import { pages, pathOf } from '../../docs/markdown.ts';
import { headcount } from '../headcount.ts';

const schema = policyJsonSchema();
const isValid = new Ajv2020({ strict: true, allowUnionTypes: true, strictRequired: false }).compile(schema);
const faultsOf = (document: unknown) => (isValid(document) ? [] : isValid.errors);

const MINIMAL = { group: 'web', capacity: { min: 0, max: 3 } };
const examples = pages()
  .filter((page) => existsSync(pathOf(page)))
  .flatMap((page) => examplesOf(page))
  .map((example) => [where(example.policy), example] as const);

test('the command prints it', async () => {
  const { code, out } = await headcount(['policy', 'schema']);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toEqual(JSON.parse(JSON.stringify(schema)));
});

test('it has a description, and so has every field', () => {
  expect(schema).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Headcount scaling policy',
    description: expect.any(String),
  });
  const described = JSON.parse(JSON.stringify(schema)) as {
    properties: Record<string, { description?: string; items?: { oneOf?: { description?: string }[] } }>;
  };
  for (const field of Object.values(described.properties)) expect(field.description).toBeTruthy();
  const kinds = described.properties['rules']?.items?.oneOf ?? [];
  expect(kinds).toHaveLength(9);
  for (const kind of kinds) expect(kind.description).toBeTruthy();
});

test('all fields of rules, providers and metrics have a description, unless their name explains them', () => {
  const undescribed = [schema.properties?.['rules'], schema.properties?.['provider'], schema.properties?.['metrics']]
    .flatMap((part) => [...formsOf(Object(part).items ?? part)])
    .flatMap(({ properties }) => Object.entries(properties ?? {}))
    .filter(([, field]) => !formsOf(Object(field)).some(({ description }) => description !== undefined))
    .map(([name]) => name);
  expect([...new Set(undescribed)]).toEqual(['kind']);
});

test('its patterns have no classes of Unicode, because Python and other languages do not know them', () => {
  const patterns = [...JSON.stringify(schema).matchAll(/"pattern":("(?:[^"\\]|\\.)*")/g)].map(([, text]) =>
    JSON.parse(text ?? ''),
  );
  expect(patterns.length).toBeGreaterThan(20);
  expect(patterns.filter((pattern) => /\\[pP]\{/.test(pattern))).toEqual([]);
});

test.each([
  ['Größe 📈', true],
  ['cpu\u0085', false],
  ['a\u007fb', false],
])('the metric name %j is as valid by it as by the functions', (name, expected) => {
  const document = { ...MINIMAL, metrics: { cpu: { cloudwatch: { namespace: 'AWS/EC2', name } } } };
  expect(isValid(document)).toBe(expected);
  expect(parsePolicy(document).ok).toBe(expected);
});

describe('a policy of the documentation', () => {
  const valid = examples.filter(([, { policy }]) => !policy.marks.includes('invalid'));
  test('is there to be checked', () => expect(valid.length).toBeGreaterThan(5));
  test.each(valid)('at %s is valid by it', (_, { documents }) => {
    for (const document of documents) expect(faultsOf(document)).toEqual([]);
  });
});

describe('a value with several notations', () => {
  test.each([
    ['a duration as text', { ...MINIMAL, warmup: '5m' }],
    ['a duration in seconds', { ...MINIMAL, warmup: 300 }],
    ['tolerance as a fraction', { ...MINIMAL, rules: [{ kind: 'target', metric: 'cpu', value: 1, tolerance: 0.2 }] }],
    [
      'tolerance by direction',
      { ...MINIMAL, rules: [{ kind: 'target', metric: 'cpu', value: 1, tolerance: { in: 0.2 } }] },
    ],
    ['paused as a word', { ...MINIMAL, paused: 'out' }],
    ['paused as yes or no', { ...MINIMAL, paused: true }],
    [
      'task seconds as a metric',
      { ...MINIMAL, rules: [{ kind: 'backlog', metric: 'q', taskSeconds: 't', drainWithin: '1h' }] },
    ],
  ])('is valid: %s', (_, document) => {
    expect(faultsOf(document)).toEqual([]);
    expect(parsePolicy(document).ok).toBe(true);
  });
});

describe('a document that the schema rejects', () => {
  test.each([
    ['a field that is not known', { ...MINIMAL, colour: 'red' }],
    ['one in the capacity', { ...MINIMAL, capacity: { min: 0, max: 3, most: 3 } }],
    ['one in a rule', { ...MINIMAL, rules: [{ kind: 'target', metric: 'cpu', value: 1, per_worker: 1 }] }],
    [
      'one in a step',
      { ...MINIMAL, rules: [{ kind: 'step', metric: 'm', threshold: 1, steps: [{ from: 0, plus: 1 }] }] },
    ],
    ['one in a window', { ...MINIMAL, guards: { maintenance: [{ cron: '0 2 * * *', lasts: '1h', zone: 'UTC' }] } }],
    ['one in a metric', { ...MINIMAL, metrics: { jobs: { sqs: { queue: 'jobs', region: 'x' } } } }],
    ['one in a limit', { ...MINIMAL, behavior: { in: { limits: [{ workers: 1, every: 60, max: 1 }] } } }],
    ['no capacity', { group: 'web' }],
    ['a capacity in text', { ...MINIMAL, capacity: { min: '1', max: 3 } }],
    ['a name that no group may have', { ...MINIMAL, group: 'Web!' }],
    ['an unknown kind of rule', { ...MINIMAL, rules: [{ kind: 'magic' }] }],
    ['a rule without its metric', { ...MINIMAL, rules: [{ kind: 'target', value: 1 }] }],
    ['a duration that is none', { ...MINIMAL, warmup: 'soon' }],
    ['a target of zero', { ...MINIMAL, rules: [{ kind: 'target', metric: 'cpu', value: 0 }] }],
  ])('is rejected by the functions as well: %s', (_, document) => {
    expect(isValid(document)).toBe(false);
    expect(parsePolicy(document).ok).toBe(false);
  });
});

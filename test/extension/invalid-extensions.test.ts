import { afterAll, expect, test } from 'vitest';
import { extensionsModule } from '../../infra/bundling/extensions.ts';
import { extended } from '../../shared/model/index.ts';
import { registerExtensions } from '../../shared/registration/index.ts';
import { headcount } from '../cli/headcount.ts';
import { outsideProject } from './outside-project.ts';

const project = outsideProject();
afterAll(() => project.remove());

const RULE = `{ kind: 'ramp', description: 'A toy.', pace: 'waits', fields: ({ int }) => ({ size: int() }),
  metrics: () => ({ group: [], perWorker: [] }), recommend: ({ size }) => ({ kind: 'propose', capacity: size, reason: { code: 'toy-ramp', params: {} } }) }`;
const SOURCE = "{ kind: 'gauge', fields: () => ({}), reader: () => ({ read: async () => new Map() }) }";
const extension = (text: string) => `export default { name: 'toy', ${text} };`;
const without = (name: string, of: string) => of.replace(new RegExp(`${name}: [^,]+, `), '');

/** Registers a module with this text; the message of the error. */
function errorOf(text: string, file = 'tried.mjs'): string {
  project.write(file, text);
  return attempted([`./${file}`]);
}
let attempts = 0;
function attempted(modules: readonly string[]): string {
  try {
    registerExtensions(modules, project.folder);
  } catch (error) {
    return (error as Error).message;
  }
  return '';
}
/** Node keeps what it has loaded, so each has a name of its own. */
const wrong = (text: string): string => errorOf(text, `wrong-${attempts++}.mjs`);

test.each<[name: string, text: string, error: RegExp]>([
  ['no name', `export default { rules: [${RULE}] };`, /name is required/],
  ['a name with capitals', "export default { name: 'Acme', rules: [] };", /name must have lower-case letters/],
  ['nothing by default', 'export const rules = [];', /name is required/],
  ['no object', "export default 'toy';", /must export an extension by default/],
  ['no kinds', extension(''), /must have rules, sources or providers/],
  ['a misspelled field', extension(`rule: [${RULE}]`), /rule is not a field of an extension/],
  ['a kind that is no object', extension('rules: [null]'), /rules\[0\] must be a map/],
  ['a list that is none', extension('rules: {}'), /rules must be a list/],
  ['a kind without a name', extension(`rules: [${without('kind', RULE)}]`), /rules\[0\]\.kind is required/],
  ['a rule without a pace', extension(`rules: [${without('pace', RULE)}]`), /rules\[0\]\.pace must be waits/],
  [
    'a source without a reader',
    extension("sources: [{ kind: 'gauge', fields: () => ({}) }]"),
    /sources\[0\]\.reader must be a function/,
  ],
  [
    'a field that every rule has',
    extension(`rules: [${RULE.replace('{ size: int() }', '{ size: int(), fallback: int() }')}]`),
    /rules\[0\]\.fields .*Headcount adds a field fallback itself; give yours another name/,
  ],
  [
    'a built-in rule',
    extension(`rules: [${RULE.replace('ramp', 'target')}]`),
    /adds the rule target, but Headcount has a rule of that name/,
  ],
  [
    'a built-in source',
    extension(`sources: [${SOURCE.replace('gauge', 'sqs')}]`),
    /adds the source sqs, but Headcount has/,
  ],
  [
    'a source named as a field of metrics',
    extension(`sources: [${SOURCE.replace('gauge', 'window')}]`),
    /adds the source window, but/,
  ],
  ['a kind twice', extension(`rules: [${RULE}, ${RULE}]`), /adds the rule ramp, but \.\/wrong-\d+\.mjs adds a rule/],
  [
    'a code of somebody else',
    extension(`rules: [{ ...${RULE}, reasons: { 'no-data': { meaning: '', text: () => '' } } }]`),
    /has the code no-data, which does not begin with toy-/,
  ],
  [
    'a reason without a text',
    extension(`rules: [{ ...${RULE}, reasons: { 'toy-a': 'a' } }]`),
    /reasons\.toy-a must be made by defineReason/,
  ],
  [
    'fields that are no schemas',
    extension(`rules: [{ ...${RULE}, fields: () => ({ size: 3 }) }]`),
    /rules\[0\]\.fields must return zod schemas of its own fields/,
  ],
  [
    'a pattern without a reason',
    extension(
      `sources: [{ ...${SOURCE}, permissions: [{ sid: 'Read', actions: ['s3:GetObject'], resources: ['*'] }] }]`,
    ),
    /permissions\[0\]\.patternBecause is required/,
  ],
  ['an error when it is loaded', "throw new Error('no licence');", /cannot be loaded: no licence/],
  ['a syntax error', 'export default {', /cannot be loaded: SyntaxError/],
  ['a missing import', "import 'not-installed';", /cannot be loaded: Cannot find package 'not-installed'/],
])('an extension with %s is rejected', (_name, text, error) => {
  const before = extended();
  expect(wrong(text)).toMatch(error);
  expect(extended()).toBe(before);
});

test('a module that is not there is named, with the folder', () => {
  expect(attempted(['./absent.js'])).toMatch(/^The extension \.\/absent\.js cannot be found from .*headcount-outside/);
  expect(attempted(['not-installed'])).toMatch(/cannot be found .* Write the name of an installed package/);
});

test('two extensions of one kind, or of one name, are rejected', () => {
  project.write('one.mjs', extension(`rules: [${RULE}]`));
  project.write('two.mjs', extension(`rules: [${RULE}]`).replace("'toy'", "'other'"));
  project.write('three.mjs', extension(`sources: [${SOURCE}]`));
  expect(attempted(['./one.mjs', './two.mjs'])).toMatch(
    /\.\/two\.mjs adds the rule ramp, but \.\/one\.mjs adds a rule/,
  );
  expect(attempted(['./one.mjs', './three.mjs'])).toMatch(/\.\/one\.mjs and \.\/three\.mjs are both named toy/);
});

test('a CommonJS module is an extension like another, twice named is once registered, and both can be bundled', () => {
  project.write('common.cjs', `exports.__esModule = true;\nexports.default = { name: 'toy', rules: [${RULE}] };`);
  const registered = registerExtensions(['./common.cjs', `${project.folder}/common.cjs`], project.folder);
  expect(registered.map(({ extension: { name } }) => name)).toEqual(['toy', 'toy']);
  expect([...extended().rules.keys()]).toEqual(['ramp']);
  expect(extensionsModule(registered.slice(0, 1))).toContain('toy-ramp');
  project.write('lacking.mjs', `import './gone.mjs';\n${extension(`sources: [${SOURCE}]`)}`);
  const [one] = registered;
  if (!one) throw new Error('nothing is registered');
  expect(() => extensionsModule([{ ...one, module: 'lacking', file: `${project.folder}/lacking.mjs` }])).toThrow(
    /^The extensions lacking cannot be bundled for the functions: .*gone\.mjs/s,
  );
});

test('a command ends with its work, although an extension keeps a timer or a connection open', async () => {
  project.write('waiting.mjs', `setInterval(() => {}, 60_000);\n${extension(`rules: [${RULE}]`)}`);
  const { code, out } = await headcount(['policy', 'schema', '--extensions', './waiting.mjs'], {
    directory: project.folder,
  });
  expect(code).toBe(0);
  expect(JSON.parse(out)).toHaveProperty('properties');
});

test('the command line takes extensions before and after a command, and from the environment', async () => {
  project.write(
    'observation.json',
    JSON.stringify({
      ...{ now: '2026-11-21T12:00:00Z', desired: 2, workers: { ready: 2 } },
      metrics: { orders: [{ at: '2026-11-21T12:00:00Z', value: 150 }] },
    }),
  );
  const run = (...words: string[]) => headcount(words, { directory: project.folder });
  const decide = ['decide', '--policy', 'policy.yaml', '--observation', 'observation.json'];
  const [first, after, environment, without, faulty] = await Promise.all([
    run('--extensions', './src/index.ts', ...decide),
    run('policy', 'validate', 'policy.yaml', '--extensions=./src/index.ts'),
    headcount([...decide, '--json'], {
      directory: project.folder,
      environment: { HEADCOUNT_EXTENSIONS: './src/index.ts' },
    }),
    run(...decide),
    run('policy', 'validate', 'policy.yaml', '--json', '--extensions', './absent.js'),
  ]);
  expect(first.out).toContain('Rules asked for 4 (orders 150 is at the step from 100: 4).');
  expect([after.code, after.out]).toEqual([0, 'policy.yaml: orders is valid\n']);
  expect(JSON.parse(environment.out)).toMatchObject({ desired: 4 });
  expect([without.code, without.err]).toEqual([2, expect.stringContaining('name the extension in --extensions')]);
  expect(faulty.code).toBe(2);
  expect(JSON.parse(faulty.err)).toMatchObject({
    error: { code: 'extension-not-found', params: { module: './absent.js' } },
  });
});

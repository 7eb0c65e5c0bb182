import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { REPOSITORY } from '../../local/paths.ts';
import { providerKinds } from '../../shared/providers/index.ts';
import { ruleFormats } from '../../shared/rules/index.ts';
import { sourceKinds } from '../../shared/sources/index.ts';
import { HOMONYMS, isHomonym } from './homonyms.ts';
import { mentionsOfKinds } from './mentions.ts';
import { filesIn, importsOf } from './sources.ts';

/** Folders of kinds, their registries, and what is generated from the reference of all kinds. */
const KNOW_KINDS = /^shared\/(rules|sources|providers)\/|^shared\/policy\/document\/described\.ts$/;
const KINDS = {
  rule: ruleFormats.map(({ kind }) => kind),
  source: [...sourceKinds] as string[],
  provider: [...providerKinds] as string[],
};
const FOLDERS = ['shared', 'cli', 'functions', 'infra', 'local', 'bench'];

describe('only the folders of kinds and their registries test for a kind', () => {
  test.each(Object.keys(KINDS) as (keyof typeof KINDS)[])('%s', (family) => {
    const found = filesIn(...FOLDERS)
      .filter((path) => path.endsWith('.ts') && !KNOW_KINDS.test(path))
      .flatMap((path) =>
        mentionsOfKinds(readFileSync(join(REPOSITORY, path), 'utf8'), KINDS[family])
          .filter(({ kind }) => !isHomonym(kind, path))
          .map(({ line, text }) => `${path}:${line}: ${text}`),
      );
    expect(found).toEqual([]);
  });
});

test('functions, the stack and the rooms import no file of a kind, except to adopt what exists and to read what CloudWatch recorded', () => {
  const families = { rules: KINDS.rule, sources: KINDS.source, providers: KINDS.provider };
  const folders = Object.entries(families).flatMap(([room, kinds]) => kinds.map((kind) => `shared/${room}/${kind}/`));
  const found = filesIn('shared', 'functions', 'infra')
    .filter((path) => path.endsWith('.ts') && !KNOW_KINDS.test(path) && !/^shared\/(adopt|backtest)\//.test(path))
    .flatMap((path) => importsOf(path))
    .filter(({ to }) => folders.some((folder) => to.startsWith(folder)));
  expect(found).toEqual([]);
});

test('no kind imports a file of another, except that a forecast aims as a target does', () => {
  const families = { rules: KINDS.rule, sources: KINDS.source, providers: KINDS.provider };
  const kindOf = (path: string) => {
    const [, room = '', kind = '', file] = path.split('/');
    const kinds: Readonly<Record<string, readonly string[]>> = families;
    return file !== undefined && kinds[room]?.includes(kind) ? `${room}/${kind}` : undefined;
  };
  const found = filesIn('shared/rules', 'shared/sources', 'shared/providers')
    .filter((path) => path.endsWith('.ts') && kindOf(path) !== undefined)
    .flatMap((path) => importsOf(path).map(({ to }) => [kindOf(path), kindOf(to)]))
    .filter(([from, to]) => to !== undefined && from !== to);
  expect([...new Set(found.map(([from, to]) => `${from} → ${to}`))]).toEqual(['rules/forecast → rules/target']);
});

test('every homonym that is allowed is there', () => {
  const all = Object.values(KINDS).flat();
  const mentioned = filesIn(...FOLDERS).flatMap((path) =>
    path.endsWith('.ts')
      ? mentionsOfKinds(readFileSync(join(REPOSITORY, path), 'utf8'), all).map(({ kind }) => ({ path, kind }))
      : [],
  );
  const unused = HOMONYMS.filter(
    (one) => !mentioned.some(({ path, kind }) => kind === one.word && one.files.test(path)),
  );
  expect(unused).toEqual([]);
});

const NAMES = ['target', 'workers', 'sqs', 'ec2', 'auto-scaling-group'];
test.each([
  ["if (rule.kind === 'target')", ['target']],
  ["const { kind } = rule;\nif (kind !== 'target') return;", ['target']],
  ["case 'ec2':", ['ec2']],
  ["if ('sqs' in metric)", ['sqs']],
  ["['target', 'workers'].includes(kind)", ['target', 'workers']],
  ["byKind.get('auto-scaling-group')", ['auto-scaling-group']],
  ["names['auto-scaling-group']", ['auto-scaling-group']],
  ["const TEXT = { 'auto-scaling-group': 'a group' };", ['auto-scaling-group']],
  ['const TEXT = { target: one, workers: two };', ['target', 'workers']],
  ['const TEXT = {\n  target: one,\n  workers: two,\n};', ['target', 'workers']],
  ['const TEXT = { target: one };', ['target']],
  ['const TEXT: Record<string, string> = {\n  target: one,\n};', ['target']],
  ['definition.sqs', ['sqs']],
  ['const { sqs } = definition;', ['sqs']],
  ['const rule = {\n  target: one,\n};', []],
  // What writes a document, or uses the word otherwise, tests nothing.
  ["const rule = { kind: 'target', value: 60 };", []],
  ["type Rule = Extract<Document, { kind: 'target' }>;", []],
  ["function count({ workers }: Pick<Seen, 'workers'>) {}", []],
  ["const metric = { sqs: { queue: 'jobs' } };", []],
  ["service: 'ec2',", []],
  ["// the kind 'target'", []],
])('%s', (text, kinds) => {
  expect(mentionsOfKinds(text, NAMES).map(({ kind }) => kind)).toEqual(kinds);
});

describe('the linter rejects', () => {
  test.each([
    ['a test for a kind of rule', "export const isTarget = (rule: { kind: string }) => rule.kind === 'target';\n"],
    [
      'a test for a kind of provider',
      "export const f = (p: { provider: { kind: string } }) => p.provider.kind !== 'x';\n",
    ],
    ['a look for a source by its field', 'export const f = (definition: { sqs?: string }) => definition.sqs;\n'],
  ])('%s', async (_, text) => {
    expect(await lint('shared/evaluation/example.ts', text)).toMatch(/Ask the module|ask its module/);
  });

  test('a deep import into a room', async () => {
    const text =
      "import { table } from '../shared/presentation/table.ts';\n\nexport const print = () => table([], []);\n";
    expect(await lint('cli/example.ts', text)).toContain('through its index.ts');
  });

  test('an import against the order of the rooms', async () => {
    const text = "import { evaluate } from '../evaluation/index.ts';\n\nexport const again = () => evaluate;\n";
    expect(await lint('shared/policy/example.ts', text)).toContain('policy is pure');
  });
});

/** What the linter says about a text, as if it were this file of the project. */
async function lint(path: string, text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'headcount-lint-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await cp(join(REPOSITORY, 'lint'), join(folder, 'lint'), { recursive: true });
  await cp(join(REPOSITORY, 'biome.json'), join(folder, 'biome.json'));
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
  const biome = join(REPOSITORY, 'node_modules', '.bin', 'biome');
  const { stdout, stderr } = spawnSync(biome, ['lint', '--vcs-enabled=false', path], { cwd: folder, encoding: 'utf8' });
  return stdout + stderr;
}

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { REPOSITORY } from '../../local/paths.ts';
import { ruleModules } from '../../shared/rules/index.ts';
import { filesIn } from './sources.ts';

/** Folders and registries that may know kinds. */
const KNOW_KINDS = /^shared\/(rules|sources|providers)\//;
/** The provider `ec2` is not a module yet. */
const PROVIDER_KINDS = ['ec2', 'auto-scaling-group'];
const KINDS = [...ruleModules.map(({ kind }) => kind), ...PROVIDER_KINDS];

test('only the folders of kinds and their registries test for a kind', () => {
  const tests = new RegExp(`kind (?:===|!==) '(?:${KINDS.join('|')})'|case '(?:${KINDS.join('|')})':`);
  const found = filesIn('shared', 'cli', 'functions', 'infra', 'local', 'bench')
    .filter((path) => path.endsWith('.ts') && !KNOW_KINDS.test(path))
    .flatMap((path) =>
      readFileSync(join(REPOSITORY, path), 'utf8')
        .split('\n')
        .flatMap((line, index) => (tests.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [])),
    );
  expect(found).toEqual([]);
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

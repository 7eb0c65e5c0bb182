import { execFile } from 'node:child_process';
import { chmod, mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { candidatesFor } from '../../../cli/program/candidates.ts';
import { groupNamesFile } from '../../../cli/program/group-names.ts';
import { REPOSITORY } from '../../../local/paths.ts';
import { folderWith, headcount, NO_AWS } from '../headcount.ts';

const run = promisify(execFile);

async function wordsAfter(line: readonly string[]): Promise<string[]> {
  const { words, areFiles } = await candidatesFor(line);
  const values = words.map(({ value }) => value).filter((value) => value.startsWith(line.at(-1) ?? ''));
  return [...values, ...(areFiles ? [':files'] : [])];
}

describe('what may follow comes from the commands', () => {
  test.each<[string, string[], string[]]>([
    ['commands', ['po'], ['policy']],
    ['commands of a command', ['policy', 'va'], ['validate']],
    ['options', ['status', '--out'], ['--output']],
    ['values of options', ['status', '-o', ''], ['wide']],
    ['values after =', ['status', '--output='], ['--output=wide']],
    ['values of arguments', ['worker', 're'], ['ready', 'retire']],
    ['files', ['policy', 'apply', ''], [':files']],
    ['files of options', ['decide', '--policy', ''], [':files']],
    ['nothing after a value that is free', ['push', 'web', '--at', ''], []],
    ['nothing for a command that does not exist', ['production', 'x'], []],
  ])('%s', async (_, line, words) => {
    expect(await wordsAfter(line)).toEqual(words);
  });

  test('an option is not offered twice', async () => {
    const words = await wordsAfter(['status', '--json', '--']);
    expect(words).toContain('--stage');
    expect(words).not.toContain('--json');
  });
});

describe('names of groups', () => {
  test.each<[string[], string | undefined]>([
    [['status', ''], undefined],
    [['status', '--stage', 'x', 'w'], 'x'],
    [['explain', '--stage=y', ''], 'y'],
    [['preflight', '--group', ''], undefined],
  ])('may follow %j', async (line, stage) => {
    expect((await candidatesFor(line)).groups).toEqual({ stage });
  });

  test('come from a file for a minute, and later if AWS does not answer', async () => {
    const folder = await folderWith({});
    const environment = { ...NO_AWS, XDG_CACHE_HOME: folder };
    const file = groupNamesFile('production', environment);
    await mkdir(join(file, '..'), { recursive: true });
    await writeFile(file, '["ci-runners","web"]');
    const ran = await headcount(['complete', '--', 'status', 'w'], { environment });
    expect(ran).toEqual({ code: 0, out: 'web\t\n', err: '' });
    await utimes(file, 0, 0);
    expect((await headcount(['complete', '--', 'status', ''], { environment })).out).toBe('ci-runners\t\nweb\t\n');
  });
});

test('bash completes with it, also when it is loaded twice', async () => {
  const folder = await folderWith({ 'my policy.yaml': '', headcount: '' });
  const program = join(folder, 'headcount');
  await writeFile(program, `#!/bin/sh\nexec "${process.execPath}" "${join(REPOSITORY, 'cli', 'bin.js')}" "$@"\n`);
  await chmod(program, 0o755);
  const ask = (line: string) => `
    COMP_WORDS=(${line}); COMP_CWORD=$(( \${#COMP_WORDS[@]} - 1 )); COMP_LINE="${line}"
    _headcount; echo "[\${COMPREPLY[*]}]"`;
  const script = `
    source <(headcount completion bash); source <(headcount completion bash)
    complete -p headcount
    ${ask('headcount pol')} ${ask("headcount status --stage x -o ''")} ${ask('headcount status --output = w')}`;
  const PATH = `${folder}:${process.env['PATH']}`;
  const { stdout, stderr } = await run('bash', ['--norc', '-c', script], { cwd: folder, env: { PATH, HOME: folder } });
  expect(stderr).toBe('');
  expect(stdout.split('\n')).toEqual([
    'complete -o default -F _headcount headcount',
    ...['[policy]', '[wide]', '[wide]'],
    '',
  ]);
});

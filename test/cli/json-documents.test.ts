import { describe, expect, test } from 'vitest';
import { DOCUMENTS } from '../../cli/documents/index.ts';
import { COMMANDS } from '../../cli/program/tree.ts';
import { expectDocumented } from './documented.ts';
import { folderWith, headcount, NO_AWS, OBSERVATION, POLICY } from './headcount.ts';

const FILES = { 'policy.yaml': POLICY, 'bad.yaml': 'group: Web\n', 'observation.json': JSON.stringify(OBSERVATION) };

describe('what a command prints with --json has a published schema', () => {
  test.each<[string, string[]]>([
    ['policy validate', ['policy', 'validate', 'policy.yaml', 'bad.yaml']],
    ['decide', ['decide', '--policy', 'policy.yaml', '--observation', 'observation.json']],
    ['local status', ['local', 'status']],
  ])('%s', async (_, command) => {
    const { out } = await headcount([...command, '--json'], { directory: await folderWith(FILES) });
    expectDocumented(command, JSON.parse(out));
  });

  test('errors as well', async () => {
    for (const command of [
      ['status', '--json'],
      ['status', '--json', '--nope'],
      ['status', '--json', '--debug'],
      ['policy', 'validate', '--json', 'nowhere.yaml'],
      ['decide', '--json'],
    ]) {
      const { err } = await headcount(command, { environment: NO_AWS });
      expectDocumented(['error'], JSON.parse(err.trimEnd().split('\n').at(-1) ?? ''));
    }
  });

  test('every document is one of a command', () => {
    const words = (commands: typeof COMMANDS, path: string[] = []): string[] =>
      Object.entries(commands).flatMap(([name, entry]) => [
        ...('load' in entry ? [[...path, name].join(' ')] : []),
        ...words(entry.commands ?? {}, [...path, name]),
      ]);
    const known = words(COMMANDS);
    expect(Object.keys(DOCUMENTS).filter((name) => name !== 'error' && !known.includes(name))).toEqual([]);
  });

  test('which it prints', async () => {
    const { code, out } = await headcount(['schema', 'policy', 'list']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ $schema: expect.any(String), type: 'array' });
    const { err } = await headcount(['schema', 'polcy']);
    expect(err).toContain('These do: error, policy validate');
  });
});

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { REPOSITORY } from '../../local/paths.ts';
import { headcount, headcountFromSources, NO_AWS } from './headcount.ts';
import { everyCommand, helpOf } from './help.ts';

describe('the program of the sources, as Node alone runs it', () => {
  test('has the help of every command', async () => {
    const script = join(REPOSITORY, 'test', 'cli', 'every-help.ts');
    const { stdout } = await promisify(execFile)(process.execPath, [script]);
    const help = await Promise.all(everyCommand().map(async (words) => [words.join(' '), await helpOf(words)]));
    expect(JSON.parse(stdout)).toEqual(Object.fromEntries(help));
  });

  test.each([
    ['', []],
    ['policy', ['policy']],
    ['policy validate', ['policy', 'validate']],
    ['status', ['status']],
    ['decide', ['decide']],
    ['local up', ['local', 'up']],
  ])('prints the help of "headcount %s", which is no failure', async (_, command) => {
    expect(await headcountFromSources([...command, '--help'])).toEqual({
      code: 0,
      out: await helpOf(command),
      err: '',
    });
  });

  test('reports a usage error', async () => {
    const { code, out, err } = await headcountFromSources(['plicy']);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain("unknown command 'plicy'");
  });
});

/** What they print is a file, for another program. */
const WITHOUT_JSON = ['world init', 'demand generate', 'completion'];

test.each(everyCommand().map((command) => [command.join(' '), command]))(
  'the help of "headcount %s" has its usage, and an option for JSON',
  async (name, command) => {
    const help = await helpOf(command);
    expect(help).toMatch(new RegExp(`^Usage: headcount ${name}`.trim()));
    if (!help.includes('\nCommands:\n') && !WITHOUT_JSON.includes(name)) expect(help).toContain('--json');
  },
);

test('beside a command, --version is an option of the command', async () => {
  const { code, out, err } = await headcount(['policy', 'get', 'ci', '--version', 'x']);
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain('A version is a whole number, such as 3.');
});

test('its version is that of the package', async () => {
  const { code, out } = await headcount(['--version']);
  expect(code).toBe(0);
  expect(out).toMatch(/^\d+\.\d+\.\d+\n$/);
});

describe('a usage error says what to write instead', () => {
  test.each([
    ['an option of another command', ['recommend', 'rule', '--policy', 'x'], 'npx headcount simulate --policy FILE'],
    ['an option of the command below', ['recommend', '--demand', 'x'], 'npx headcount recommend rule --demand FILE'],
    ['a command without its first word', ['validate', 'x'], 'Did you mean "npx headcount policy validate"?'],
    ['another word for a command', ['rollout', 'web'], 'Did you mean "npx headcount replace"?'],
    ['a value that is close to one', ['top', '--sort', 'grop'], ' Did you mean group? Allowed'],
    ['an argument that is close to one', ['completion', 'bsh'], ' Did you mean bash? Allowed'],
    ['an event that is close to one', ['events', 'schema', 'Worker Drainin'], ' Did you mean worker-draining? Allowed'],
    ['a document that is close to one', ['schema', 'polcy', 'apply'], '; did you mean policy apply?'],
    ['a size without a time', ['scale', 'web', '8', '--because', 'x'], 'such as: npx headcount scale web 8 --for 1h'],
    ['a time for current metrics', ['metrics', '--prometheus', '--last', '2h'], "cannot be used with option '--last"],
    ['a push without values', ['push'], 'such as: npx headcount push web orders=12'],
    [
      'an argument as an option',
      ['policy', 'validate', '--policy', 'x'],
      'headcount policy validate [options] <files...>',
    ],
    [
      'a file without its option',
      ['simulate', 'x'],
      'Usage: headcount simulate --policy <file> --demand <file> [options]',
    ],
  ])('%s', async (_, words, told) => {
    const { code, out, err } = await headcount(words);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(told);
    expect(err).not.toContain('(Did you mean');
  });

  test('with --json, the only text is the error, also of a command below another one', async () => {
    const { err } = await headcount(['policy', 'validate', '--json', '--policy', 'x']);
    expect(JSON.parse(err)).toMatchObject({ error: { message: expect.stringContaining("unknown option '--policy'") } });
  });
});

describe('a usage error exits with 2 and a message', () => {
  test.each([
    ['no command', [], 'Usage: headcount'],
    ['an unknown command', ['plicy'], "unknown command 'plicy'"],
    ['an unknown part of a command', ['policy', 'aply'], "unknown command 'aply'"],
    ['help for a command that does not exist', ['production', '--help'], "unknown command 'production'"],
    ['help, in words, for one that does not exist', ['help', 'production'], "unknown command 'production'"],
    ['help for an unknown part of a command', ['policy', 'aply', '-h'], "unknown command 'aply'"],
    ['an unknown option', ['status', '--nope'], "unknown option '--nope'"],
    ['too much', ['status', 'a', 'b'], 'too many arguments'],
    ['too little', ['activities'], "missing required argument 'group'"],
    ['a limit that is no number', ['activities', 'web', '--limit', 'abc'], 'must be a whole number from 1 to 1000'],
    ['a limit of nothing', ['activities', 'web', '--limit', '0'], 'must be a whole number from 1 to 1000'],
    ['a port that is none', ['local', 'up', '--port', '70000'], 'must be a port from 1 to 65535'],
    ['a group that none can be called', ['status', 'Web!'], 'at most 63 lower-case letters'],
    ['a stage that none can be called', ['status', '--stage', 'a b'], 'A stage is a word such as'],
    ['decide without anything', ['decide'], 'decide needs --policy FILE and --observation FILE'],
    ['decide with half of it', ['decide', '--policy', 'x'], 'decide needs --policy FILE and --observation FILE'],
    ['cases beside a policy', ['decide', '--cases', 'x', '--policy', 'y'], 'cannot be used with option'],
    ['one input for two', ['decide', '--policy', '-', '--observation', '-'], 'Only one of'],
    ['a report to nowhere', ['report', 'web'], 'report needs --html FILE or --cases FILE.'],
    ['cases of all groups', ['report', '--cases', 'x'], 'report --cases needs a group.'],
    ['one file for page and cases', ['report', 'web', '--html', 'x', '--cases', 'x'], 'name the same file'],
    ['explain without anything', ['explain'], 'explain needs a group, or --decision FILE'],
    ['explain with too much', ['explain', 'web', '--decision', 'x'], 'not both'],
  ])('%s', async (_, command, told) => {
    const { code, out, err } = await headcount(command, { environment: NO_AWS });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(told);
    expect(err).not.toMatch(/^\s+at /m);
  });
});

describe('under --json, an error is one line of JSON on standard error', () => {
  test.each([
    ['an unknown option', ['status', '--json', '--nope'], 2, 'unknown-option'],
    ['a bad argument', ['status', 'Web!', '--json'], 2, 'invalid-argument'],
    ['a file that is not there', ['policy', 'validate', '--json', '/nonexistent.yaml'], 2, expect.any(String)],
    ['no AWS', ['status', '--json'], 1, expect.any(String)],
  ])('%s', async (_, command, code, errorCode) => {
    const ran = await headcount(command, { environment: NO_AWS });
    expect(ran).toMatchObject({ code, out: '' });
    expect(ran.err.trimEnd().split('\n')).toHaveLength(1);
    const { error } = JSON.parse(ran.err);
    expect(Object.keys(error)).toEqual(['code', 'message', 'remedy', 'params']);
    expect(error.code).toEqual(errorCode);
    expect(error.message).toMatch(/\S/);
  });
});

test('with --debug, an error shows where it comes from, and its causes', async () => {
  const command = ['policy', 'validate', '/nonexistent.yaml'];
  expect((await headcount(command)).err).not.toMatch(/^\s+at /m);
  const { code, err } = await headcount(['--debug', ...command]);
  expect(code).toBe(2);
  expect(err).toMatch(/^\/nonexistent\.yaml cannot be read/);
  expect(err).toMatch(/^\s+at /m);
  expect(err).toContain('[cause]: Error: ENOENT');
  expect((await headcount([...command, '--debug'])).err).toBe(err);
});

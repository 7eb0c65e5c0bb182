import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { shellLines } from '../../cli/shell-lines.ts';

const WANTED = { AWS_ACCESS_KEY_ID: 'test', AWS_ENDPOINT_URL: 'http://127.0.0.1:1', HOME_OF_IT: "it's $HOME `here`" };

/** The environment of a shell that has evaluated the lines. */
function evaluated(present: Record<string, string>): Record<string, string> {
  const script = `${shellLines(WANTED, present).join('\n')}\nenv -0`;
  const printed = execFileSync('sh', ['-c', script], {
    env: { PATH: process.env['PATH'], ...present },
    encoding: 'utf8',
  });
  return Object.fromEntries(printed.split('\0').map((line) => line.split(/=(.*)/s).slice(0, 2)));
}

test('a shell that evaluates the lines gets the environment, with any characters in its values', () => {
  expect(evaluated({})).toMatchObject(WANTED);
});

test.each(['AWS_PROFILE', 'AWS_SESSION_TOKEN', 'AWS_ENDPOINT_URL_DYNAMODB', 'HEADCOUNT_TABLE'])(
  '%s, which would redirect clients, is unset',
  (name) => expect(evaluated({ [name]: 'mine' })).not.toHaveProperty(name),
);

test('other variables of the user are kept', () => {
  expect(evaluated({ AWS_CA_BUNDLE: '/bundle', EDITOR: 'vi' })).toMatchObject({
    AWS_CA_BUNDLE: '/bundle',
    EDITOR: 'vi',
  });
});

test('an invalid name is never printed as a line', () => {
  expect(shellLines({}, { 'AWS_PROFILE;x': 'y' })).toEqual([]);
});

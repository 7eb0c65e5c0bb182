import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify, stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { inTerminal, type Step } from './in-terminal.ts';

const PROGRAM = join(import.meta.dirname, 'stage-program.ts');
const HOME = '\u001b[H';
const CLEARED = '\u001b[2J';
/** How every color of a text begins. */
const COLOR = '\u001b[3';

const shown = (command: 'status' | 'top', steps: readonly Step[], environment = {}) =>
  inTerminal([PROGRAM, command], steps, { columns: 100, environment });

/** The frames of a view as lines of plain text. */
const framesOf = (out: string): string[][] =>
  out
    .split(HOME)
    .slice(1)
    .map((frame) => stripVTControlCharacters(frame).split(/\r+\n/));

describe('status --watch', () => {
  test('redraws in color, without clearing the screen, and Ctrl-C ends it without an error', async () => {
    const { out, code, isRestored } = await shown('status', [{ when: 'later ', keys: '\u0003' }]);
    expect({ code, isRestored }).toEqual({ code: 0, isRestored: true });
    expect(out).toContain(`${COLOR}1mno data`);
    expect(out).not.toContain(CLEARED);
    const frames = framesOf(out);
    expect(frames[0]?.join(' ')).toContain('Loading …');
    const groups = frames.map((frame) => frame.flatMap((line) => /^(ci|later|web) /.exec(line)?.[1] ?? []));
    expect(groups).toContainEqual(['ci', 'web']);
    expect(groups.at(-1)).toEqual(['ci', 'later', 'web']);
    expect(frames.at(-1)?.[0]).toBe('headcount status  every 0.1 s, q leaves');
  });

  test('has no color with NO_COLOR', async () => {
    const { out, code } = await shown('status', [{ when: 'no data', keys: 'q' }], { NO_COLOR: '1' });
    expect(code).toBe(0);
    expect(out).not.toContain(COLOR);
  });

  test('in a pipe, is printed once and without escape sequences', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [PROGRAM, 'status']);
    expect(stdout).toContain('no data');
    expect(stdout.match(/^GROUP /gm)).toHaveLength(1);
    expect(stdout).not.toContain('\u001b');
  });
});

describe('top', () => {
  test('sorts, filters, explains and ends by its keys, and replaces frame by frame', async () => {
    const { out, code, isRestored } = await shown('top', [
      { when: '2 groups, by group', keys: 's' },
      { when: '2 groups, by desired', keys: '/' },
      { when: 'filter: _', keys: 'q' },
      { when: 'filter: q_', keys: '\u007f' },
      { when: 'No groups.', keys: 'ci\r' },
      { when: '1 group, by desired  filter: ci\u001b', keys: 'e' },
      { when: '10 per worker: 2 workers', keys: 'x' },
      { when: 'q leave', keys: 'q' },
    ]);
    expect({ code, isRestored }).toEqual({ code: 0, isRestored: true });
    expect(out).not.toContain(CLEARED);
    const frames = framesOf(out);
    const groupsBy = (title: string) =>
      frames.findLast(([first]) => first?.includes(title))?.flatMap((line) => /^[> ] (ci|web) /.exec(line)?.[1] ?? []);
    expect(groupsBy('2 groups, by group')).toEqual(['ci', 'web']);
    expect(groupsBy('2 groups, by desired')).toEqual(['web', 'ci']);
    expect(groupsBy('1 group, by desired  filter: ci')).toEqual(['ci']);
    const explanation = frames.findLast((frame) => frame.at(-1) === 'any key: back to the groups');
    expect(explanation?.[0]).toMatch(/^ci: Hold at 2\./);
    expect(frames.at(-1)?.at(-1)).toMatch(/^s sort .* q leave$/);
  });
});
